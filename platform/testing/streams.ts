import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, TimeoutError } from '@nats-io/transport-node';
import { afterAll } from 'vitest';
import { envelopeSchema, type Envelope, type Message } from '#platform/events/envelope.ts';
import { until } from './until.ts';

/** What a test sees of a broker's streams. */
export interface TestStream {
  /** The newest message of a subject; undefined when there is none yet. */
  last(subject: string): Promise<Envelope | undefined>;
  /** The first message of a subject that has none yet. */
  next(subject: string): Promise<Envelope>;
  /** The newest message of a subject once it is as wanted. */
  until(subject: string, wanted: (message: Envelope) => boolean): Promise<Envelope>;
  /** The first subject among those of a pattern whose newest message is as wanted; that message. */
  find(pattern: string, wanted: (message: Envelope) => boolean): Promise<Envelope>;
  /** How many messages of a subject are kept. */
  count(subject: string): Promise<number>;
  /** Waits until a service has handled all that the streams hold. */
  untilHandled(service: string): Promise<void>;
  /** Publishes an event as its domain would; the same again is delivered again. */
  publish(message: Message): Promise<void>;
}

/** Looks into a broker's streams; closed after the tests of the file. */
export async function openTestStream(url: string): Promise<TestStream> {
  const connection = await connect({ servers: url, maxReconnectAttempts: -1, reconnectTimeWait: 100 });
  afterAll(() => connection.close());
  const manager = await jetstreamManager(connection, { timeout: 3000 });
  const last = async (subject: string): Promise<Envelope | undefined> => {
    const stream = await manager.streams.find(subject);
    const message = await manager.streams.getMessage(stream, { last_by_subj: subject });
    return message ? envelopeSchema.parse(message.json()) : undefined;
  };
  // What is asked of a broker that is just coming back gets no answer.
  const ifAnswered = <Answer>(asked: Promise<Answer>): Promise<Answer | undefined> =>
    asked.catch((error: unknown) => {
      if (!(error instanceof TimeoutError)) throw error;
      return undefined;
    });
  const lastIfAnswered = (subject: string): Promise<Envelope | undefined> => ifAnswered(last(subject));
  return {
    last,
    next: (subject) => until(`a message of ${subject}`, () => lastIfAnswered(subject)),
    until: (subject, wanted) =>
      until(`the wanted message of ${subject}`, async () => {
        const message = await lastIfAnswered(subject);
        return message && wanted(message) ? message : undefined;
      }),
    find: (pattern, wanted) =>
      until(`the wanted message of ${pattern}`, async () => {
        const stream = await manager.streams.find(pattern);
        const { state } = await manager.streams.info(stream, { subjects_filter: pattern });
        const messages = await Promise.all(Object.keys(state.subjects ?? {}).map(last));
        return messages.find((message) => message !== undefined && wanted(message));
      }),
    count: async (subject) => {
      const stream = await manager.streams.find(subject);
      const { state } = await manager.streams.info(stream, { subjects_filter: subject });
      return state.subjects?.[subject] ?? 0;
    },
    untilHandled: async (service) => {
      await until(`${service} to have handled all`, async () => {
        for await (const { config } of manager.streams.list())
          for await (const { name, num_pending: pending, num_ack_pending: taken } of manager.consumers.list(
            config.name,
          ))
            if (name === service && pending + taken > 0) return false;
        return true;
      });
    },
    publish: async ({ subject, envelope }) => {
      const streams = jetstream(connection, { timeout: 3000 });
      await until(`${subject} to be taken`, () => ifAnswered(streams.publish(subject, JSON.stringify(envelope))));
    },
  };
}

import { AckPolicy, DeliverPolicy, JetStreamApiError, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import type { Service } from '#platform/lifecycle.ts';
import { acceptRequestId, withRequestId } from '#platform/telemetry/log.ts';
import type { Broker } from './broker.ts';
import { originOf, replaySubject, sendDeadLetter } from './deadLetters.ts';
import { envelopeSchema, type Definition, type Envelope } from './envelope.ts';
import { ensureStream, REPLAYS, type Stream } from './streams.ts';

/** An event as a consumer gets it. */
export interface Received<Data> {
  readonly id: string;
  /** The aggregate's id. */
  readonly subject: string;
  readonly time: string;
  readonly data: Data;
  /** Where the event stands in its stream, also when it is replayed. */
  readonly streamSequence: number;
}

/** What a service does about one kind of event. Right for any order and for repeats. */
export interface Handler {
  readonly definition: Definition;
  /** Which subjects hold such events. */
  readonly subject: string;
  handle(envelope: Envelope, streamSequence: number): Promise<void>;
}

/** A handler of a domain's event. */
export function on<Schema extends z.ZodType>(
  definition: Definition & { readonly data: Schema },
  handle: (event: Received<z.infer<Schema>>) => Promise<void>,
): Handler {
  return onSubject(`events.${definition.domain}.${definition.name}.*`, definition, handle);
}

/** A handler of the states in a stream of its own. */
export function onSubject<Schema extends z.ZodType>(
  subject: string,
  definition: Definition & { readonly data: Schema },
  handle: (event: Received<z.infer<Schema>>) => Promise<void>,
): Handler {
  return {
    definition,
    subject,
    handle: (envelope, streamSequence) =>
      handle({
        id: envelope.id,
        subject: envelope.subject,
        time: envelope.time,
        data: definition.data.parse(envelope.data),
        streamSequence,
      }),
  };
}

/** Back-off between the tries of one message; after the last it becomes a dead letter. About four minutes in all. */
const BACKOFF_MS = [100, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000];
/** After this long without a sign of life the broker delivers again: the consumer must have died. */
const ACK_WAIT_MS = 10_000;
/** How many messages are fetched ahead; those that wait here must be handled within the time above. */
const FETCH_AHEAD = 20;
/** How long one request for messages stands; also how soon a consumer looks again after the broker was away. */
const FETCH_EXPIRES_MS = 5000;
/** How long to wait before a lost subscription is opened again. */
const REOPEN_MS = 500;

export interface ConsumeOptions {
  readonly service: Service;
  readonly broker: Broker;
  readonly stream: Stream;
  readonly handlers: readonly Handler[];
  /** Shorter in tests. */
  readonly backoffMs?: readonly number[];
  /** Shorter in tests. */
  readonly ackWaitMs?: number;
}

/** A running consumer. */
export interface Consumption {
  /** Reads the stream again from its beginning. Handlers are right for repeats, so nothing is lost or doubled. */
  restart(): Promise<void>;
  /** The sequence at which the stream ends now. */
  end(): Promise<number>;
  /** Whether every message of the stream up to a sequence was handled or given up. */
  hasHandled(sequence: number): Promise<boolean>;
}

/** What one durable consumer reads. */
interface Source {
  readonly stream: Stream;
  readonly durable: string;
  readonly filters: readonly string[];
  readonly ackWaitMs: number;
}

/**
 * Consumes a stream with the durable pull consumer of this service, which all its instances share: one message after
 * the other; acknowledged after its effect. Dead letters of the stream that are replayed come the same way.
 */
export async function consume(options: ConsumeOptions): Promise<Consumption> {
  const { service, stream, handlers, ackWaitMs = ACK_WAIT_MS } = options;
  const filters = [...new Set(handlers.map((handler) => handler.subject))];
  const main = await keepReading(options, { stream, durable: service.name, filters, ackWaitMs });
  await keepReading(options, {
    stream: REPLAYS,
    durable: `${service.name}-${stream.name}`,
    filters: [replaySubject(service.name, stream.name)],
    ackWaitMs,
  });
  return main;
}

async function keepReading(options: ConsumeOptions, source: Source): Promise<Consumption> {
  const { service, broker } = options;
  await ensureStream(broker.manager, source.stream);
  await ensureConsumer(broker, source);
  let messages: ConsumerMessages | undefined;
  let closed = false;
  const closing = Promise.withResolvers<void>();

  const run = async (): Promise<void> => {
    while (!closed) {
      try {
        await ensureStream(broker.manager, source.stream);
        await ensureConsumer(broker, source);
        const consumer = await broker.streams.consumers.get(source.stream.name, source.durable);
        messages = await consumer.consume({
          max_messages: FETCH_AHEAD,
          expires: FETCH_EXPIRES_MS,
          abort_on_missing_resource: true,
        });
        // Closed before there was anything to close.
        if (closed) return void messages.close();
        for await (const message of messages) await receive(options, source, message);
      } catch (error) {
        if (!closed)
          service.log.warn({ err: error, stream: source.stream.name }, 'lost a subscription; opening it again');
      }
      if (!closed) await Promise.race([delay(REOPEN_MS), closing.promise]);
    }
  };
  const running = run();
  service.onClose(`consumer ${source.durable} of ${source.stream.name}`, async () => {
    closed = true;
    closing.resolve();
    await messages?.close();
    await running;
  });
  return {
    restart: async () => {
      await broker.manager.consumers.delete(source.stream.name, source.durable).catch(ignoreMissing);
      await ensureConsumer(broker, source);
      await messages?.close();
    },
    end: async () => (await broker.manager.streams.info(source.stream.name)).state.last_seq,
    hasHandled: async (sequence) => {
      const info = await broker.manager.consumers.info(source.stream.name, source.durable);
      // The floor stays behind the end when the last messages are of no concern here.
      const idle = info.num_pending === 0 && info.num_ack_pending === 0;
      return idle || info.ack_floor.stream_seq >= sequence;
    },
  };
}

const CONSUMER_NOT_FOUND = 10014;
function ignoreMissing(error: unknown): void {
  if (!(error instanceof JetStreamApiError) || error.apiError().err_code !== CONSUMER_NOT_FOUND) throw error;
}

async function ensureConsumer(broker: Broker, { stream, durable, filters, ackWaitMs }: Source): Promise<void> {
  const wanted = { ack_wait: ackWaitMs * 1e6, max_ack_pending: 200, filter_subjects: [...filters] };
  try {
    await broker.manager.consumers.add(stream.name, {
      durable_name: durable,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      max_deliver: -1,
      ...wanted,
    });
  } catch (error) {
    if (!(error instanceof JetStreamApiError)) throw error;
    await broker.manager.consumers.update(stream.name, durable, wanted);
  }
}

async function receive(options: ConsumeOptions, { ackWaitMs }: Source, message: JsMsg): Promise<void> {
  const { service, backoffMs = BACKOFF_MS } = options;
  const parsed = parseEnvelope(message);
  const signOfLife = setInterval(() => message.working(), ackWaitMs / 3);
  await withRequestId(acceptRequestId(parsed?.requestid), async () => {
    try {
      if (!parsed) throw new Error('not a CloudEvent');
      failpoint('consumer.before-effect');
      await dispatch(options, message, parsed);
      failpoint('consumer.before-ack');
      message.ack();
      failpoint('consumer.acked');
    } catch (error) {
      const retryInMs = parsed ? backoffMs[message.info.deliveryCount - 1] : undefined;
      service.log.warn({ err: error, subject: message.subject, tries: message.info.deliveryCount }, 'an event failed');
      if (retryInMs !== undefined) message.nak(retryInMs);
      else await giveUp(options, message, error);
    } finally {
      clearInterval(signOfLife);
    }
  });
}

async function dispatch({ handlers }: ConsumeOptions, message: JsMsg, envelope: Envelope): Promise<void> {
  const handler = handlers.find(({ definition }) => definition.type === envelope.type);
  if (handler) await handler.handle(envelope, originOf(message).streamSequence);
}

async function giveUp({ service, broker, stream }: ConsumeOptions, message: JsMsg, error: unknown): Promise<void> {
  try {
    failpoint('consumer.before-dead-letter');
    await sendDeadLetter(broker, { service: service.name, stream: stream.name, message, error });
    failpoint('consumer.dead-letter-kept');
    message.term('moved to the dead letters');
    service.log.error({ subject: message.subject, err: error }, 'gave an event up: it is a dead letter now');
  } catch (failure) {
    service.log.error({ err: failure, subject: message.subject }, 'could not write a dead letter; will try again');
    message.nak(REOPEN_MS);
  }
}

function parseEnvelope(message: JsMsg): Envelope | undefined {
  try {
    return envelopeSchema.parse(message.json());
  } catch {
    return undefined;
  }
}

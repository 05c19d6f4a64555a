import { DeliverPolicy, JetStreamApiError } from '@nats-io/jetstream';
import type { Broker } from './broker.ts';
import { ensureStream, type Stream } from './streams.ts';

/** How many messages are fetched at a time, and how long the rest of them is waited for. */
const BATCH = 500;
const BATCH_MS = 2000;
/** The broker forgets a reader that has been silent for so long: its process must have died. */
const FORGET_MS = 10_000;
/** JetStream's code for "another message has come first". */
const WRONG_LAST_SEQUENCE = 10_071;

/** A message of a log. */
export interface Logged {
  /** Rises from message to message. */
  readonly sequence: number;
  readonly body: unknown;
}

/** Messages of many subjects, each kept until its subject is purged. What is appended is on disk. */
export interface AppendLog {
  /**
   * Appends to a subject whose last message has the sequence `after` (0: it has none). Answers the new sequence; undefined
   * when something else came after `after`: read anew then.
   *
   * @throws when the broker does not say that it has it.
   */
  append(subject: string, body: unknown, after: number): Promise<number | undefined>;
  /** All that is kept of a subject, in order. @throws when the broker stops answering. */
  read(subject: string): Promise<Logged[]>;
  /** Forgets all of a subject. */
  purge(subject: string): Promise<void>;
}

/** Opens a log over a stream, made when it is not there. */
export async function openAppendLog(broker: Broker, stream: Stream): Promise<AppendLog> {
  await ensureStream(broker.manager, stream);
  return {
    append: async (subject, body, after) => {
      try {
        const expect = { lastSubjectSequence: after };
        return (await broker.streams.publish(subject, JSON.stringify(body), { expect })).seq;
      } catch (error) {
        if (error instanceof JetStreamApiError && error.code === WRONG_LAST_SEQUENCE) return undefined;
        throw error;
      }
    },
    read: (subject) => readSubject(broker, stream, subject),
    purge: async (subject) => {
      await broker.manager.streams.purge(stream.name, { filter: subject });
    },
  };
}

async function readSubject(broker: Broker, stream: Stream, subject: string): Promise<Logged[]> {
  const { state } = await broker.manager.streams.info(stream.name, { subjects_filter: subject });
  const count = state.subjects?.[subject] ?? 0;
  if (count === 0) return [];
  const reader = await broker.streams.consumers.get(stream.name, {
    deliver_policy: DeliverPolicy.All,
    filter_subjects: [subject],
    inactive_threshold: FORGET_MS,
  });
  const found: Logged[] = [];
  try {
    for (;;) {
      const before = found.length;
      for await (const message of await reader.fetch({ max_messages: BATCH, expires: BATCH_MS })) {
        found.push({ sequence: message.seq, body: message.json() });
        if (message.info.pending === 0) return found;
      }
      if (found.length > before) continue;
      // Nothing comes of a subject that was purged meanwhile.
      if ((await reader.info()).num_pending === 0) return found;
      throw new Error(`${stream.name} stopped answering`);
    }
  } finally {
    // A broker that is away forgets it by itself.
    await reader.delete().catch(() => false);
  }
}

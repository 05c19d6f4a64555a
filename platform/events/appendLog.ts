import { headers } from '@nats-io/transport-node';
import { seal, unseal } from '#platform/seal.ts';
import type { Broker } from './broker.ts';
import { openKeys } from './keys.ts';
import { ensureStream, type Stream } from './streams.ts';
import { eraseSubject, isOvertaken, messagesOf, subjectsOf } from './subject.ts';

/** By which key a message is sealed. */
const KEY_HEADER = 'Laurel-Key';

/** A message of a log. */
export interface Logged {
  /** Rises from message to message. */
  readonly sequence: number;
  readonly body: unknown;
}

/**
 * Messages of many subjects, each kept until its subject is erased. What is appended is on disk, sealed with a key of its
 * subject: with the key, a single message, all that was sealed with it is erased for good, however much it is.
 */
export interface AppendLog {
  /**
   * Appends to a subject whose last message has the sequence `after` (0: it has none). Answers the new sequence; undefined
   * when something else came after `after`: read anew then. What is appended while the subject is erased may be lost.
   *
   * @throws when the broker does not say that it has it.
   */
  append(subject: string, body: unknown, after: number): Promise<number | undefined>;
  /** All that is kept of a subject, in order. @throws when the broker stops answering. */
  read(subject: string): Promise<Logged[]>;
  /** The subjects of which anything is kept, if only a key. */
  subjects(): Promise<string[]>;
  /** Erases all of a subject, on the broker's disk too. May be broken off, and done again. */
  erase(subject: string): Promise<void>;
}

/** Opens a log over a stream, made when it is not there. */
export async function openAppendLog(broker: Broker, stream: Stream): Promise<AppendLog> {
  const { manager, streams } = broker;
  await ensureStream(manager, stream);
  const keys = await openKeys(broker);
  return {
    append: async (subject, body, after) => {
      const key = await keys.of(subject);
      const marks = headers();
      marks.set(KEY_HEADER, key.id);
      try {
        const expect = { lastSubjectSequence: after };
        return (await streams.publish(subject, seal(key.secret, JSON.stringify(body)), { headers: marks, expect })).seq;
      } catch (error) {
        if (isOvertaken(error)) return undefined;
        throw error;
      }
    },
    read: async (subject) => {
      const key = await keys.find(subject);
      const found: Logged[] = [];
      for await (const message of messagesOf(broker, stream.name, subject)) {
        const sealedBy = message.headers?.get(KEY_HEADER);
        // From before messages were sealed.
        if (!sealedBy) found.push({ sequence: message.seq, body: message.json() });
        // What another key has sealed is erased.
        else if (sealedBy === key?.id)
          found.push({ sequence: message.seq, body: JSON.parse(unseal(key.secret, message.data)) });
      }
      return found;
    },
    subjects: async () => {
      const found = stream.subjects.flatMap((pattern) => [
        subjectsOf(broker, stream.name, pattern),
        keys.subjects(pattern),
      ]);
      return [...new Set((await Promise.all(found)).flat())];
    },
    erase: async (subject) => {
      await keys.erase(subject);
      // From before messages were sealed: these can be read without a key.
      await eraseSubject(broker, stream.name, subject, ({ headers: marks }) => !marks?.has(KEY_HEADER));
      await manager.streams.purge(stream.name, { filter: subject });
    },
  };
}

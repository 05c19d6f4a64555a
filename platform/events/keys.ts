import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { KEY_BYTES } from '#platform/seal.ts';
import type { Broker } from './broker.ts';
import { ensureStream, KEYS } from './streams.ts';
import { eraseMessage, isOvertaken, subjectsOf } from './subject.ts';

/** A key, and what it is known by in what it has sealed. */
export interface Key {
  readonly id: string;
  readonly secret: Buffer;
}

/** The keys that what stands at subjects is sealed with, each in a message of the stream KEYS. */
export interface Keys {
  /** The key of a subject, made when it has none. May be one that was erased a moment ago. */
  of(subject: string): Promise<Key>;
  /** The key of a subject as it is now; undefined when it has none. */
  find(subject: string): Promise<Key | undefined>;
  /** The subjects that match, with wildcards, and have a key. */
  subjects(pattern: string): Promise<string[]>;
  /** Erases the key of a subject, on the broker's disk too; nothing happens when it has none. */
  erase(subject: string): Promise<void>;
}

/** So many are remembered. */
const REMEMBERED = 10_000;

/** Opens the keys of a broker. */
export async function openKeys(broker: Broker): Promise<Keys> {
  const { manager, streams } = broker;
  await ensureStream(manager, KEYS);
  const remembered = new LRUCache<string, Key>({ max: REMEMBERED });
  const find = async (subject: string): Promise<Key | undefined> => {
    const message = await manager.streams.getMessage(KEYS.name, { last_by_subj: placeOf(subject) });
    if (!message) return undefined;
    const key = { id: String(message.seq), secret: Buffer.from(message.data) };
    remembered.set(subject, key);
    return key;
  };
  const make = async (subject: string): Promise<void> => {
    try {
      await streams.publish(placeOf(subject), randomBytes(KEY_BYTES), { expect: { lastSubjectSequence: 0 } });
    } catch (error) {
      // Another instance has made it.
      if (!isOvertaken(error)) throw error;
    }
  };
  return {
    find,
    of: async (subject) => {
      for (;;) {
        const known = remembered.get(subject) ?? (await find(subject));
        if (known) return known;
        await make(subject);
      }
    },
    subjects: async (pattern) =>
      (await subjectsOf(broker, KEYS.name, placeOf(pattern))).map((place) => place.slice(placeOf('').length)),
    erase: async (subject) => {
      const key = await find(subject);
      remembered.delete(subject);
      if (key) await eraseMessage(broker, KEYS.name, Number(key.id));
    },
  };
}

const placeOf = (subject: string): string => `keys.${subject}`;

import { v4 as uuidv4 } from 'uuid';

/** So many keys at most are asked for at once: Redis does nothing else meanwhile. */
const MAX_KEYS = 1000;

/** What stands at keys; see `takeTogether`. */
export interface Taken {
  /** Under which the leases of this asker stand. */
  readonly token: string;
  /** For each key its value, `?` where this asker has the lease to read it, and `?` and a token where somebody else has. */
  readonly values: readonly string[];
}

/** Takes values, and under a token leases where there are none, in one round trip. Answers as `Taken.values` are. */
export type Take = (keys: readonly string[], token: string) => Promise<readonly string[]>;

interface Batch {
  readonly token: string;
  readonly keys: Set<string>;
  readonly found: PromiseWithResolvers<ReadonlyMap<string, string>>;
  /** Leases that one of those who asked together has. */
  readonly given: Set<string>;
}

/**
 * Takes keys for many askers: while one round trip is under way, whoever asks waits for the next, which asks for all they want
 * together. So everyone sees what stands there after they asked, and a thousand listeners to one board cost few round trips.
 * A failure fails all who wait.
 */
export function takeTogether(take: Take): (keys: readonly string[]) => Promise<Taken> {
  let waiting: Batch[] = [];
  let asking = false;
  const ask = async (): Promise<void> => {
    asking = true;
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
      const keys = [...batch.keys];
      try {
        const values = await take(keys, batch.token);
        batch.found.resolve(new Map(keys.map((key, index) => [key, values[index] ?? '?'])));
      } catch (error) {
        for (const failed of [batch, ...waiting]) failed.found.reject(error);
        waiting = [];
      }
    }
    asking = false;
  };
  return async (keys) => {
    let batch = waiting.at(-1);
    if (!batch || batch.keys.size + keys.length > MAX_KEYS) {
      batch = { token: uuidv4(), keys: new Set(), found: Promise.withResolvers(), given: new Set() };
      waiting.push(batch);
    }
    for (const key of keys) batch.keys.add(key);
    if (!asking) void ask();
    const { token, found, given } = batch;
    const values = await found.promise;
    return { token, values: keys.map((key) => forOne(key, values.get(key) ?? '?', token, given)) };
  };
}

/** A lease that all have together goes to the first who asked. */
function forOne(key: string, value: string, token: string, given: Set<string>): string {
  if (value !== '?') return value;
  if (given.has(key)) return `?${token}`;
  given.add(key);
  return value;
}

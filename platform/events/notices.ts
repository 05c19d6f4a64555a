import { setTimeout } from 'node:timers/promises';
import type { Msg } from '@nats-io/transport-node';
import type { Broker } from './broker.ts';

/** What a listener to notices gets: a notice, or word that some may have been missed. */
export type Notice = { readonly kind: 'notice'; readonly data: unknown } | { readonly kind: 'gap' };

/**
 * Small, unkept messages inside one domain, so that every instance of a service hears of a change: `notices.<topic>`.
 * They say that something is to be read, and are no place to keep anything.
 */
export interface Notices {
  /** Says something to whoever listens now. */
  send(topic: string, data: unknown): void;
  /**
   * Listens to a topic until the iterator is closed; has asked the broker for it when this returns. A `gap` follows when the broker
   * was lost for a while: read anew then.
   */
  listen(topic: string): AsyncIterableIterator<Notice>;
  /** Resolves when the broker knows of all listeners so far: what is read after that misses no change. */
  settled(): Promise<void>;
}

/** Notices over plain NATS. */
export function createNotices({ connection, ping, onReturn }: Broker): Notices {
  return {
    send: (topic, data) => {
      // Said at the very end of a service's life, it is for nobody here, and the others read what is kept.
      if (!connection.isClosed()) connection.publish(`notices.${topic}`, JSON.stringify(data));
    },
    settled: ping,
    listen: (topic) => {
      const subscription = connection.subscribe(`notices.${topic}`);
      const tellOfGap = (): void => queue.push({ kind: 'gap' });
      const queue = createQueue<Notice>(() => {
        hearNoMore();
        subscription.unsubscribe();
      });
      const hearNoMore = onReturn(tellOfGap);
      void (async () => {
        for await (const message of subscription) queue.push(read(message));
        queue.end();
      })();
      return queue.iterator;
    },
  };
}

/**
 * What a listener hears, for who reads something anew each time: a `gap` at once, each notice, and a `gap` after each `everyMs`
 * without one, since a process may die before it says what it did. Ends with the listener, and closes it.
 */
export async function* looks(listener: AsyncIterator<Notice>, everyMs: number): AsyncGenerator<Notice> {
  const gap = { kind: 'gap' } as const;
  try {
    yield gap;
    for (let next = listener.next(); ;) {
      const waiting = new AbortController();
      const silence = setTimeout(everyMs, undefined, { signal: waiting.signal }).catch(() => undefined);
      const came = await Promise.race([next, silence]);
      waiting.abort();
      if (came?.done) return;
      yield came ? came.value : gap;
      if (came) next = listener.next();
    }
  } finally {
    await listener.return?.();
  }
}

/** What cannot be read is word that something happened. */
function read(message: Msg): Notice {
  try {
    return { kind: 'notice', data: message.json() };
  } catch {
    return { kind: 'gap' };
  }
}

/** Values on their way from a feeder to one reader. */
interface Queue<Value> {
  push(value: Value): void;
  end(): void;
  readonly iterator: AsyncIterableIterator<Value>;
}

/** An async iterator fed by hand. `onClose` runs once, when the reader stops or the feeder ends it. */
export function createQueue<Value>(onClose: () => void): Queue<Value> {
  const values: Value[] = [];
  let waiting: PromiseWithResolvers<IteratorResult<Value>> | undefined;
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    onClose();
    waiting?.resolve({ done: true, value: undefined });
    waiting = undefined;
  };
  const push = (value: Value): void => {
    if (ended) return;
    if (waiting) {
      waiting.resolve({ done: false, value });
      waiting = undefined;
    } else {
      values.push(value);
    }
  };
  const iterator: AsyncIterableIterator<Value> = {
    next: () => {
      const value = values.shift();
      if (value !== undefined) return Promise.resolve({ done: false, value });
      if (ended) return Promise.resolve({ done: true, value: undefined });
      waiting = Promise.withResolvers();
      return waiting.promise;
    },
    return: () => {
      values.length = 0;
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return { push, end, iterator };
}

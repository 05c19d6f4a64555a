import { setTimeout as delay } from 'node:timers/promises';
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

/** How long to wait for a broker to know of listeners: one that is away does not. */
const SETTLED_WITHIN_MS = 500;

/**
 * Waits until the broker knows of all listeners so far: what is read after that misses no change. Does not wait for a
 * broker that is away; listeners are told of the gap when it is back.
 */
export async function settledSoon(notices: Pick<Notices, 'settled'>): Promise<void> {
  const late = new AbortController();
  const settled = notices.settled().finally(() => late.abort());
  const soon = delay(SETTLED_WITHIN_MS, undefined, { signal: late.signal });
  await Promise.race([settled, soon]).catch(() => undefined);
}

const GAP: Notice = { kind: 'gap' };

/** Where it is said that something changed, and how often it is looked at without a notice: a process may die before it says what it did. */
interface Polling {
  readonly topic: string;
  readonly everyMs: number;
}

/** More notices than these that wait for who looks say no more than a gap does: that there is something to be read. */
const MOST_WAITING = 100;

/**
 * What `read` yields, which reads something anew at each of its wakes: a `gap` as soon as it is listened to the topic, so that
 * nothing falls between, each notice, a `gap` in place of many that `read` has not come to, and one after each `everyMs` without
 * a notice. Ends with `read` or the wakes. `return` ends it at once, whatever `read` waits for: it is woken no more.
 */
export function pollOnNotice<Value>(
  notices: Pick<Notices, 'listen' | 'settled'>,
  { topic, everyMs }: Polling,
  read: (wakes: AsyncIterable<Notice>) => AsyncGenerator<Value>,
): AsyncIterableIterator<Value> {
  const listener = notices.listen(topic);
  const wakes = createQueue<Notice>(() => void listener.return?.(), {
    silence: { value: GAP, ms: everyMs },
    crowd: { value: GAP, most: MOST_WAITING },
  });
  void (async () => {
    await settledSoon(notices);
    wakes.push(GAP);
    for await (const notice of listener) wakes.push(notice);
    wakes.end();
  })();
  const values = read(wakes.iterator);
  let waiting: PromiseWithResolvers<IteratorResult<Value>> | undefined;
  const iterator: AsyncIterableIterator<Value> = {
    next: () => {
      waiting = Promise.withResolvers();
      values.next().then(waiting.resolve, waiting.reject);
      return waiting.promise;
    },
    return: async () => {
      await wakes.iterator.return?.();
      // A generator ends behind what it waits for; nobody here does.
      values.return(undefined).catch(() => undefined);
      waiting?.resolve({ done: true, value: undefined });
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
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

interface QueueOptions<Value> {
  /** A reader that has waited for `ms` in vain gets `value`. */
  readonly silence?: { readonly value: Value; readonly ms: number };
  /** `value` takes the place of all when more than `most` wait for the reader. */
  readonly crowd?: { readonly value: Value; readonly most: number };
}

/** An async iterator fed by hand. `onClose` runs once, when the reader stops or the feeder ends it. */
export function createQueue<Value>(onClose: () => void, { silence, crowd }: QueueOptions<Value> = {}): Queue<Value> {
  const values: Value[] = [];
  let waiting: PromiseWithResolvers<IteratorResult<Value>> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const give = (result: IteratorResult<Value>): void => {
    clearTimeout(timer);
    waiting?.resolve(result);
    waiting = undefined;
  };
  const end = (): void => {
    if (ended) return;
    ended = true;
    onClose();
    give({ done: true, value: undefined });
  };
  const push = (value: Value): void => {
    if (ended) return;
    if (waiting) give({ done: false, value });
    else if (crowd && values.length >= crowd.most) values.splice(0, Infinity, crowd.value);
    else values.push(value);
  };
  const iterator: AsyncIterableIterator<Value> = {
    next: () => {
      const value = values.shift();
      if (value !== undefined) return Promise.resolve({ done: false, value });
      if (ended) return Promise.resolve({ done: true, value: undefined });
      waiting = Promise.withResolvers();
      if (silence) timer = setTimeout(() => push(silence.value), silence.ms);
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

import { setTimeout } from 'node:timers/promises';
import type { LiveEvent, RoomEvent, TypingChanged } from '../domain/events.ts';

/** Who types is of no interest any more when so many others have typed since. */
const MAX_TYPING = 50;
/** How long to wait after the log could not be read. */
const RETRY_MS = 500;

/** Somebody who follows a room. */
export interface Listener {
  /** Every event after this sequence, until the iterator is closed: none left out, none twice, in order. */
  from(sequence: number): AsyncIterableIterator<LiveEvent>;
  /** Says how far the room's log goes now. */
  tell(lastSequence: number): void;
  /** Says that somebody types. */
  tellTyping(typing: TypingChanged): void;
  close(): void;
}

export interface ListenerOptions {
  /** Reads events after a sequence; at least one when the log goes as far as `lastSequence`. */
  read(after: number, lastSequence: number): Promise<readonly RoomEvent[]>;
  onClose(): void;
  /** The log could not be read; it is tried again. */
  onFailure(error: unknown): void;
}

/**
 * Makes a listener. It keeps its own position in the log and reads on when it is asked for more and knows that there is
 * more: so a slow one keeps no more than a page in memory, and it does not matter how often, or in which order, it is told.
 */
export function createListener({ read, onClose, onFailure }: ListenerOptions): Listener {
  const events: RoomEvent[] = [];
  const typing: TypingChanged[] = [];
  let position = 0;
  let known = 0;
  let closed = false;
  let waiting: PromiseWithResolvers<void> | undefined;

  const wake = (): void => {
    waiting?.resolve();
    waiting = undefined;
  };
  const readOn = async (): Promise<void> => {
    try {
      const page = await read(position, known);
      events.push(...page);
      position = page.at(-1)?.sequence ?? known;
    } catch (error) {
      onFailure(error);
      await setTimeout(RETRY_MS);
    }
  };
  const next = async (): Promise<IteratorResult<LiveEvent>> => {
    while (!closed) {
      const event = events.shift() ?? typing.shift();
      if (event) return { done: false, value: event };
      if (known > position) {
        await readOn();
      } else {
        waiting = Promise.withResolvers();
        await waiting.promise;
      }
    }
    return { done: true, value: undefined };
  };
  const close = (): void => {
    if (closed) return;
    closed = true;
    wake();
    onClose();
  };
  const iterator: AsyncIterableIterator<LiveEvent> = {
    next,
    return: () => {
      close();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return {
    from: (sequence) => {
      position = sequence;
      return iterator;
    },
    tell: (lastSequence) => {
      known = Math.max(known, lastSequence);
      wake();
    },
    tellTyping: (change) => {
      typing.push(change);
      if (typing.length > MAX_TYPING) typing.shift();
      wake();
    },
    close,
  };
}

/** Where values are put for a reader who wants the newest, and not too many. */
export interface Latest<Value> {
  /** Puts a value in place of one that was not taken yet. The last ends the iterator when it is taken. */
  offer(value: Value, isLast?: boolean): void;
  end(): void;
  readonly iterator: AsyncIterableIterator<Value>;
}

/**
 * An iterator that gives the newest value offered, one every `intervalMs` at most: the first at once, one offered after a
 * quiet time at once too, and of those offered in between the last when the time is over. `onClose` runs once, when the
 * reader stops, the feeder ends it, or the last value was taken.
 */
export function createLatest<Value>(intervalMs: number, onClose: () => void): Latest<Value> {
  let newest: { readonly value: Value; readonly isLast: boolean } | undefined;
  let waiting: PromiseWithResolvers<IteratorResult<Value>> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let takenAt = -Infinity;
  let ended = false;

  const give = (): void => {
    timer = undefined;
    if (!waiting || !newest) return;
    takenAt = performance.now();
    const { value, isLast } = newest;
    waiting.resolve({ done: false, value });
    newest = undefined;
    waiting = undefined;
    if (isLast) end();
  };
  const giveInTime = (): void => {
    if (!waiting || !newest || timer) return;
    const restMs = takenAt + intervalMs - performance.now();
    if (restMs <= 0) give();
    else timer = setTimeout(give, Math.ceil(restMs));
  };
  const end = (): void => {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    onClose();
    waiting?.resolve({ done: true, value: undefined });
    waiting = undefined;
  };
  const iterator: AsyncIterableIterator<Value> = {
    next: () => {
      if (ended) return Promise.resolve({ done: true, value: undefined });
      waiting ??= Promise.withResolvers();
      const { promise } = waiting;
      giveInTime();
      return promise;
    },
    return: () => {
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return {
    offer: (value, isLast = false) => {
      newest = { value, isLast };
      giveInTime();
    },
    end,
    iterator,
  };
}

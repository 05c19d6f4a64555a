/** Events that never come. By hand, as a generator that waits cannot be told to end. */
export function never(): AsyncIterableIterator<unknown> {
  const { promise, resolve } = Promise.withResolvers<IteratorResult<unknown>>();
  return {
    next: () => promise,
    return: async () => {
      resolve({ done: true, value: undefined });
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createLatest } from '../live/latest.ts';

describe('the newest of many values', () => {
  test('is given at once when the reader has waited', async () => {
    const { offer, iterator } = createLatest<number>(60_000, () => undefined);
    const waiting = iterator.next();
    offer(1);
    expect(await waiting).toEqual({ done: false, value: 1 });
  });

  test('takes the place of those that were not taken', async () => {
    const { offer, iterator } = createLatest<number>(0, () => undefined);
    for (const value of [1, 2, 3]) offer(value);
    expect(await iterator.next()).toEqual({ done: false, value: 3 });
  });

  test('comes when the interval since the last one is over, and is the last offered until then', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { offer, iterator } = createLatest<number>(50, () => undefined);
    offer(1);
    await iterator.next();
    const taken = vi.fn();
    void iterator.next().then(taken);
    offer(2);
    await vi.advanceTimersByTimeAsync(10);
    offer(3);
    await vi.advanceTimersByTimeAsync(39);
    expect(taken).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(taken).toHaveBeenCalledExactlyOnceWith({ done: false, value: 3 });
  });

  test('ends with the last, when that was taken', async () => {
    const onClose = vi.fn();
    const { offer, iterator } = createLatest<number>(0, onClose);
    offer(1);
    offer(2, true);
    expect(onClose).not.toHaveBeenCalled();
    expect(await iterator.next()).toEqual({ done: false, value: 2 });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(onClose).toHaveBeenCalledOnce();
  });

  test('ends for a reader who waits, and tells so once', async () => {
    const onClose = vi.fn();
    const { end, offer, iterator } = createLatest<number>(0, onClose);
    const waiting = iterator.next();
    end();
    offer(1);
    await iterator.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(onClose).toHaveBeenCalledOnce();
  });
});

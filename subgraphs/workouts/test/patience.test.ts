import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, it, vi } from 'vitest';
import { createPatience, LATER } from '../live/patience.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  return () => void vi.useRealTimers();
});

const never = new Promise<never>(() => undefined);

it('is over for all together: what was waited for before counts', async () => {
  const patience = createPatience(2000);
  const first = patience.whileIn(new Promise((resolve) => setTimeout(resolve, 500, 'first')));
  await vi.advanceTimersByTimeAsync(500);
  expect(await first).toBe('first');
  let answer: unknown;
  void patience.whileIn(never).then((later) => (answer = later));
  await vi.advanceTimersByTimeAsync(1499);
  expect(answer).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(answer).toBe(LATER);
  const last = patience.whileIn(never);
  await vi.advanceTimersByTimeAsync(1);
  expect(await last).toBe(LATER);
  expect(vi.getTimerCount()).toBe(0);
});

it('passes on what goes wrong in time, and lets nothing go unheard that goes wrong later', async () => {
  const patience = createPatience(500);
  await expect(patience.whileIn(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  const late = Promise.withResolvers<never>();
  const answer = patience.whileIn(late.promise);
  await vi.advanceTimersByTimeAsync(500);
  expect(await answer).toBe(LATER);
  // Would end the run if nobody listened.
  late.reject(new Error('broken later'));
  await nextTurn();
});

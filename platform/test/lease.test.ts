import { expect, it, onTestFinished, vi } from 'vitest';
import { leaseOf, whileHeld } from '../lease.ts';

it('is for so long from now on', () => {
  const now = new Date(1000);
  expect(leaseOf('me', now, 500)).toEqual({ holder: 'me', now, until: new Date(1500) });
});

it('is renewed while there is work, also after that failed, and not any more afterwards', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let renewed = 0;
  const failures: unknown[] = [];
  const renew = async (): Promise<void> => {
    renewed += 1;
    if (renewed === 1) throw new Error('the store is away');
  };
  const holding = { leaseMs: 15, renew, failed: (error: unknown) => void failures.push(error) };
  const work = async (): Promise<string> => {
    await vi.advanceTimersByTimeAsync(15);
    return 'done';
  };
  expect(await whileHeld(holding, work)).toBe('done');
  expect(renewed).toBe(3);
  expect(failures).toEqual([new Error('the store is away')]);
  await expect(whileHeld(holding, () => Promise.reject(new Error('the work failed')))).rejects.toThrow('the work');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(renewed).toBe(3);
});

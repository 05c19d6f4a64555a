import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { leaseOf, whileHeld } from '../lease.ts';
import { until } from '../testing/until.ts';

it('is for so long from now on', () => {
  const now = new Date(1000);
  expect(leaseOf('me', now, 500)).toEqual({ holder: 'me', now, until: new Date(1500) });
});

it('is renewed while there is work, also after that failed, and not any more afterwards', async () => {
  let renewed = 0;
  const failures: unknown[] = [];
  const renew = async (): Promise<void> => {
    renewed += 1;
    if (renewed === 1) throw new Error('the store is away');
  };
  const holding = { leaseMs: 15, renew, failed: (error: unknown) => void failures.push(error) };
  expect(await whileHeld(holding, () => until('renewals', () => renewed >= 3))).toBe(true);
  expect(failures).toEqual([new Error('the store is away')]);
  await expect(whileHeld(holding, () => Promise.reject(new Error('the work failed')))).rejects.toThrow('the work');
  const before = renewed;
  await delay(30);
  expect(renewed).toBe(before);
});

import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createPatience, LATER } from '../actions/live/patience.ts';

it('is over for all together: what was waited for before counts', async () => {
  const patience = createPatience(200);
  expect(await patience.whileIn(delay(150, 'first'))).toBe('first');
  expect(await patience.whileIn(delay(150, 'second'))).toBe(LATER);
  const began = performance.now();
  expect(await patience.whileIn(delay(150, 'third'))).toBe(LATER);
  expect(performance.now() - began).toBeLessThan(140);
});

it('passes on what goes wrong in time, and lets nothing go unheard that goes wrong later', async () => {
  const fail = async (milliseconds: number): Promise<never> => {
    await delay(milliseconds);
    throw new Error('broken');
  };
  const patience = createPatience(100);
  await expect(patience.whileIn(fail(10))).rejects.toThrow('broken');
  expect(await patience.whileIn(fail(200))).toBe(LATER);
  await delay(250);
});

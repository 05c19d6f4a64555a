import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createPatience, LATER } from '../actions/live/patience.ts';

const never = new Promise<never>(() => undefined);

it('is over for all together: what was waited for before counts', async () => {
  const patience = createPatience(2000);
  expect(await patience.whileIn(delay(500, 'first'))).toBe('first');
  expect(await patience.whileIn(never)).toBe(LATER);
  const began = performance.now();
  expect(await patience.whileIn(never)).toBe(LATER);
  expect(performance.now() - began).toBeLessThan(1500);
});

it('passes on what goes wrong in time, and lets nothing go unheard that goes wrong later', async () => {
  const patience = createPatience(500);
  await expect(patience.whileIn(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  const late = Promise.withResolvers<never>();
  expect(await patience.whileIn(late.promise)).toBe(LATER);
  // Would end the run if nobody listened.
  late.reject(new Error('broken later'));
  await nextTurn();
});

import { expect, it } from 'vitest';
import { createFinishing } from '../live/finishing.ts';

it('does the work for a workout once, however many ask, and again when it is asked for afterwards', async () => {
  const { once } = createFinishing();
  let times = 0;
  const work = async (): Promise<string> => {
    await Promise.resolve();
    return `made ${++times} times`;
  };
  const all = await Promise.all(Array.from({ length: 20 }, () => once('one', work)));
  expect(new Set(all)).toEqual(new Set(['made 1 times']));
  expect(await once('one', work)).toBe('made 2 times');
  await expect(once('other', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await once('other', work)).toBe('made 3 times');
});

it('does a few of many side by side', async () => {
  const { inTurn } = createFinishing();
  let [running, most] = [0, 0];
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
  };
  await Promise.all(Array.from({ length: 50 }, () => inTurn(work)));
  expect(most).toBe(4);
});

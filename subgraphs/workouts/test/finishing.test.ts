import { expect, it } from 'vitest';
import { checkDeadline, withDeadline } from '#platform/deadline.ts';
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

it('goes on with the work when who asked for it first waits no longer', async () => {
  const { once } = createFinishing();
  const asked = Promise.withResolvers<void>();
  const work = async (): Promise<string> => {
    await asked.promise;
    checkDeadline();
    return 'made';
  };
  const first = withDeadline(0, () => once('one', work));
  const second = once('one', work);
  asked.resolve();
  expect(await Promise.all([first, second])).toEqual(['made', 'made']);
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

import { expect, it } from 'vitest';
import { untilUnchanged } from '../untilUnchanged.ts';

it('tries again until an attempt answers something, be it null', async () => {
  const answers = [undefined, undefined, null, 'late'];
  expect(await untilUnchanged('it', async () => answers.shift())).toBeNull();
  expect(answers).toEqual(['late']);
});

it('gives up in the end, and says of what', async () => {
  let tries = 0;
  const attempt = async () => void (tries += 1);
  await expect(untilUnchanged('workout 7', attempt, 3)).rejects.toThrow('workout 7 changes all the time');
  expect(tries).toBe(3);
});

it('passes on what an attempt throws', async () => {
  await expect(untilUnchanged('it', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
});

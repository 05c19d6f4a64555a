import { expect, test } from 'vitest';
import { runChaos } from './chaos.ts';

test('nothing is lost or doubled when processes die at every step', async () => {
  const seed = Math.floor(Math.random() * 1_000_000);
  const report = await runChaos({ seed, people: 4, workouts: 40, recordings: 1, rate: 0.005, log: console.log });
  expect(report.differences).toEqual([]);
  expect(report.deadLetters).toBe(0);
  expect(report.deaths).toBeGreaterThan(10);
});

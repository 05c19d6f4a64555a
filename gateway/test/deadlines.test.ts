import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { startDeadline, type Deadline } from '../deadlines.ts';
import { Timings } from '../timings.ts';

const until = (at: number): Promise<number> =>
  new Promise((resolve) => void startDeadline(at, { onDeadline: () => resolve(performance.now()) }));

it('Time limits of any length end not before their time, in any order of beginning', async () => {
  const now = performance.now();
  const lengths = [70, 5, 0, 200, 33, 5];
  const ended = await Promise.all(lengths.map(async (ms) => (await until(now + ms)) - now - ms));
  for (const late of ended) expect(late).toBeGreaterThanOrEqual(0);
});

it('A limit that was stopped says nothing, also when another stops it at the same moment', async () => {
  const told: string[] = [];
  const at = performance.now() + 20;
  const all: Deadline[] = [];
  for (const name of ['first', 'second']) {
    const onDeadline = (): void => {
      told.push(name);
      for (const one of all) one.stop();
    };
    all.push(startDeadline(at, { onDeadline }));
  }
  const stopped = startDeadline(at, { onDeadline: () => told.push('stopped') });
  expect([stopped.stop(), stopped.stop()]).toEqual([true, false]);
  await until(at + 30);
  expect(told).toEqual(['first']);
});

it('Timings are a histogram of prom-client', async () => {
  const registry = new Registry();
  const timings = new Timings({ name: 'a', help: 'b', labelNames: ['x', 'y'], buckets: [0.1, 1], registry });
  for (const seconds of [0.05, 0.1, 0.5, 5]) timings.note('p', 'q', seconds);
  expect((await registry.metrics()).split('\n').filter((line) => line.startsWith('a_'))).toEqual([
    'a_bucket{le="0.1",x="p",y="q"} 2',
    'a_bucket{le="1",x="p",y="q"} 3',
    'a_bucket{le="+Inf",x="p",y="q"} 4',
    'a_sum{x="p",y="q"} 5.65',
    'a_count{x="p",y="q"} 4',
  ]);
});

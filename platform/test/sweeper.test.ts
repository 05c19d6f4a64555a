import { expect, test } from 'vitest';
import { createService } from '../lifecycle.ts';
import { startSweeper } from '../sweeper.ts';

const NEVER_MS = 3_600_000;

function start(sweep: (run: number, isClosed: () => boolean) => Promise<void>, everyMs = NEVER_MS) {
  const { service, close } = createService('sweeping', 'silent');
  let runs = 0;
  const sweeper = startSweeper({
    service,
    name: 'test',
    everyMs,
    failure: 'failed',
    sweep: (isClosed) => sweep(++runs, isClosed),
  });
  return { sweeper, close, runs: () => runs };
}

test('looks at once, and again when woken', async () => {
  const { sweeper, close, runs } = start(async () => undefined);
  await expect.poll(runs).toBe(1);
  sweeper.wake();
  await expect.poll(runs).toBe(2);
  await close();
});

test('one run at a time: woken twice during a run, it runs once more afterwards', async () => {
  const first = Promise.withResolvers<void>();
  const { sweeper, close, runs } = start((run) => (run === 1 ? first.promise : Promise.resolve()));
  sweeper.wake();
  sweeper.wake();
  expect(runs()).toBe(1);
  first.resolve();
  await expect.poll(runs).toBe(2);
  await close();
  expect(runs()).toBe(2);
});

test('a run that failed is tried again with the next one', async () => {
  const { close, runs } = start((run) => (run < 3 ? Promise.reject(new Error('no')) : Promise.resolve()), 5);
  await expect.poll(runs).toBeGreaterThanOrEqual(4);
  await close();
});

test('closing tells the run under way, waits for it, and nothing runs afterwards', async () => {
  const gate = Promise.withResolvers<void>();
  const seen: boolean[] = [];
  const { sweeper, close, runs } = start(async (_run, isClosed) => {
    await gate.promise;
    seen.push(isClosed());
  }, 1);
  const closing = close();
  sweeper.wake();
  gate.resolve();
  await closing;
  expect(seen).toEqual([true]);
  expect(runs()).toBe(1);
});

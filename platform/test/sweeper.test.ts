import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isWaitedFor, withDeadline } from '../deadline.ts';
import { createService } from '../lifecycle.ts';
import { startSweeper } from '../sweeper.ts';
import { currentRequestId, withRequestId } from '../telemetry/log.ts';

const NEVER_MS = 3_600_000;

function start(sweep: (run: number, isClosed: () => boolean) => Promise<void>, everyMs = NEVER_MS, restMs = everyMs) {
  const { service, close } = createService('sweeping', 'silent');
  let runs = 0;
  const sweeper = startSweeper({
    service,
    name: 'test',
    everyMs,
    restMs,
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

test('whoever begins a run says not how long it may take', async () => {
  const waitedFor: boolean[] = [];
  const { close } = withDeadline(0, () => start(async () => void waitedFor.push(isWaitedFor())));
  await close();
  expect(waitedFor).toEqual([false]);
});

test('a run is no part of the request that asked for it', async () => {
  const ids: (string | undefined)[] = [];
  const { close } = withRequestId('request-7', () => start(async () => void ids.push(currentRequestId())));
  await close();
  expect(ids).toEqual([undefined]);
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

test('whoever waits for a run waits for one that began after they asked, also when it fails', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { sweeper, close, runs } = start((run) => gates[run - 1]?.promise ?? Promise.resolve());
  let swept = 0;
  const waiting = sweeper.wakeAndWait().then(() => swept++);
  gates[0]?.resolve();
  await expect.poll(runs).toBe(2);
  expect(swept).toBe(0);
  gates[1]?.reject(new Error('no'));
  await waiting;
  expect(runs()).toBe(2);
  await close();
});

test('nobody waits for a run of a sweeper that is closed', async () => {
  const gate = Promise.withResolvers<void>();
  const { sweeper, close, runs } = start(() => gate.promise);
  const waiting = sweeper.wakeAndWait();
  const closing = close();
  gate.resolve();
  await Promise.all([closing, waiting, sweeper.wakeAndWait()]);
  expect(runs()).toBe(1);
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

describe('one that may rest', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  /** When it looked, in milliseconds, until nothing but the times of rest followed. */
  async function looksWithin(ms: number, runs: () => number): Promise<number[]> {
    const looks: number[] = [];
    for (let at = 0, seen = runs(); at <= ms; at += 100) {
      if (runs() > seen) looks.push(at);
      seen = runs();
      await vi.advanceTimersByTimeAsync(100);
    }
    return looks;
  }

  test('looks ever more rarely while nothing happens, and often again once it is woken', async () => {
    const { sweeper, close, runs } = start(async () => undefined, 1000, 4000);
    expect(await looksWithin(12_000, runs)).toEqual([1000, 3000, 7000, 11_000]);
    const before = runs();
    sweeper.wake();
    expect(runs()).toBe(before + 1);
    expect(await looksWithin(3000, runs)).toEqual([1000, 3000]);
    await close();
  });

  test('does not rest while it fails', async () => {
    const { close, runs } = start(() => Promise.reject(new Error('no')), 1000, 4000);
    expect(await looksWithin(4000, runs)).toEqual([1000, 2000, 3000, 4000]);
    await close();
  });

  test('that is woken without a pause still looks by itself', async () => {
    const { sweeper, close, runs } = start(async () => undefined, 1000, 4000);
    let woken = 0;
    for (let at = 0; at < 3000; at += 100, woken++) {
      sweeper.wake();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(runs()).toBeGreaterThan(1 + woken);
    await close();
  });

  test('that is woken with jitter looks within its shortest time, and not at once', async () => {
    const { sweeper, close, runs } = start(async () => undefined, 1000, 60_000);
    await vi.advanceTimersByTimeAsync(70_000);
    const before = runs();
    sweeper.wakeWithJitter();
    expect(runs()).toBe(before);
    await vi.advanceTimersByTimeAsync(1000);
    expect(runs()).toBe(before + 1);
    await close();
  });
});

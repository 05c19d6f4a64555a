import { afterEach, describe, expect, it } from 'vitest';
import { generateActivity } from '../../../fixtures/generate.ts';
import { decodeTrack } from '../domain/trackCodec.ts';
import { openReaderPool, type ReaderPool, type ReaderPoolOptions } from '../files/pool.ts';
import { analysed, NOW, START } from './recordings.ts';

const open: ReaderPool[] = [];

function pool(options: ReaderPoolOptions = {}): ReaderPool {
  const made = openReaderPool(options);
  open.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

const obedient = new URL('./workers/obedientWorker.ts', import.meta.url);
const order = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));
const request = { writtenBy: 'OTHERS', now: NOW } as const;

describe('the reader pool', () => {
  it('reads a file in a worker as it is read without', async () => {
    const { bytes } = generateActivity({ seed: 1, startedAt: START });
    const expected = analysed(bytes);
    const outcome = await pool().read(bytes, request);
    expect(outcome).toEqual(expected);
    if (outcome.kind === 'ANALYSED')
      expect(decodeTrack(outcome.track).length).toBe(expected.figures.richness.pointCount);
  });

  it('refuses what is not an activity', async () => {
    expect(await pool().read(order('hello'), request)).toMatchObject({ kind: 'REFUSED', code: 'UNKNOWN_FORMAT' });
  });

  it('takes the bytes over, but leaves memory alone that others share', async () => {
    const own = order('hello world');
    const shared = Buffer.from('xxhello world').subarray(2);
    const readers = pool();
    await Promise.all([readers.read(own, request), readers.read(shared, request)]);
    expect(own.byteLength).toBe(0);
    expect(shared.toString()).toBe('hello world');
  });

  it('answers many files at once, each with its own figures', async () => {
    const files = Array.from({ length: 30 }, (_, seed) =>
      generateActivity({ seed, startedAt: START, durationSeconds: 300 + seed * 10 }),
    );
    const readers = pool({ workers: 2 });
    const outcomes = await Promise.all(files.map(({ bytes }) => readers.read(bytes, request)));
    const elapsed = outcomes.map((outcome) => (outcome.kind === 'ANALYSED' ? outcome.figures.elapsedSeconds : null));
    expect(elapsed).toEqual(files.map(({ expected }) => expected.elapsedSeconds));
  });

  it('ends a worker that hangs, and goes on with another', async () => {
    const readers = pool({ workers: 1, timeoutMs: 6000, workerUrl: obedient });
    const [hung, next] = await Promise.all([readers.read(order('hang'), request), readers.read(order('ok'), request)]);
    expect(hung).toMatchObject({ kind: 'REFUSED', code: 'TIMED_OUT' });
    expect(next).toMatchObject({ code: 'UNKNOWN_FORMAT', message: '2' });
  });

  it('outlives a worker that runs out of memory', async () => {
    const readers = pool({ workers: 1, maxHeapMegabytes: 24, workerUrl: obedient });
    const [starved, next] = await Promise.all([
      readers.read(order('memory'), request),
      readers.read(order('ok'), request),
    ]);
    expect(starved).toMatchObject({ kind: 'REFUSED', code: 'OUT_OF_MEMORY' });
    expect(next).toMatchObject({ code: 'UNKNOWN_FORMAT' });
  });

  it.each(['throw', 'xit', 'fail'])('rejects when the worker itself is at fault (%s), and goes on', async (fault) => {
    const readers = pool({ workers: 1, workerUrl: obedient });
    const failed = readers.read(order(fault), request);
    const next = readers.read(order('ok'), request);
    await expect(failed).rejects.toThrow(/on purpose|ended with code 3/);
    await expect(next).resolves.toMatchObject({ code: 'UNKNOWN_FORMAT' });
  });

  it('does not let one hanging file keep the others waiting', async () => {
    const readers = pool({ workers: 2, timeoutMs: 60_000, workerUrl: obedient });
    const hung = expect(readers.read(order('hang'), request)).rejects.toThrow('closed');
    const others = await Promise.all(Array.from({ length: 10 }, () => readers.read(order('ok'), request)));
    expect(others).toHaveLength(10);
    await readers.close();
    await hung;
  });

  it('keeps the thread of the caller free', async () => {
    const readers = pool({ timeoutMs: 1000, workerUrl: obedient });
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 5);
    await readers.read(order('hang'), request);
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(10);
  });

  it('reads nothing once it is closed', async () => {
    const readers = pool();
    await readers.close();
    await expect(readers.read(order('ok'), request)).rejects.toThrow('closed');
  });
});

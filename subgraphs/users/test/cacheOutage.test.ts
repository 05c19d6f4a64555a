import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { watchCache } from '../store/cacheOutage.ts';

/** A cache that waits for nobody, a clock set by hand, and what was logged. */
function useCache() {
  const lines: string[] = [];
  const state = { nowMs: 0, isAway: false, asked: 0 };
  const log = pino({ base: null, timestamp: false }, { write: (line: string) => lines.push(line) });
  const ask = watchCache(log, () => state.nowMs);
  const read = (): Promise<string> =>
    ask(
      () => {
        state.asked += 1;
        return state.isAway ? Promise.reject(new Error('timed out')) : Promise.resolve('cache');
      },
      () => Promise.resolve('truth'),
    );
  const readMany = (count: number): Promise<string[]> => Promise.all(Array.from({ length: count }, read));
  return { state, readMany, lines };
}

describe('while the cache is away', () => {
  test('everyone reads without it, and one a second looks whether it is back', async () => {
    const { state, readMany } = useCache();
    state.isAway = true;
    expect(new Set(await readMany(20))).toEqual(new Set(['truth']));
    expect(state.asked).toBe(20);
    expect(new Set(await readMany(20))).toEqual(new Set(['truth']));
    expect(state.asked).toBe(20);
    for (let second = 1; second <= 5; second += 1) {
      state.nowMs += 1000;
      expect(new Set(await readMany(20))).toEqual(new Set(['truth']));
      expect(state.asked).toBe(20 + second);
    }
  });

  test('it is logged once when it begins and once when it is over', async () => {
    const { state, readMany, lines } = useCache();
    state.isAway = true;
    for (let second = 0; second < 5; second += 1) {
      await readMany(20);
      state.nowMs += 1000;
    }
    state.isAway = false;
    expect((await readMany(3)).sort()).toEqual(['cache', 'truth', 'truth']);
    expect(await readMany(3)).toEqual(['cache', 'cache', 'cache']);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('people are read without the cache');
    expect(lines[1]).toContain('"awayMs":5000');
  });
});

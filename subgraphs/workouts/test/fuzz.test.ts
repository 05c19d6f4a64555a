import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzz/run.ts';

/** The short run of what `npm run fuzz:files` does at length; LAUREL_FUZZ_SEED tries others. */
const SEED = Number(process.env['LAUREL_FUZZ_SEED'] ?? 20260411);
const COUNT = 2500;
/** Fifty times the slowest on a small machine: this is about loops that never end. */
const PATIENCE_MS = 15_000;

describe('mutated activity files and archives', () => {
  it(
    'are read or refused, soon, and what is read makes sense; none leaves memory behind',
    { timeout: 120_000 },
    async () => {
      const { findings, outcomes, slowest, held } = await fuzz({ seed: SEED, first: 0, count: COUNT, folder: null });
      const told = findings.map(({ number, made, error }) => `seed ${SEED}, mutant ${number} (${made}): ${error}`);
      expect(told).toEqual([]);
      expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(COUNT);
      expect(outcomes.get('READ') ?? 0).toBeGreaterThan(COUNT / 5);
      expect(slowest.milliseconds).toBeLessThan(PATIENCE_MS);
      const [before = 0, after = Infinity] = held;
      expect(after - before).toBeLessThan(64 * 1024 * 1024);
    },
  );
});

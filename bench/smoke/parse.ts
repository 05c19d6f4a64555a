import { quantile } from '#client/demo/figures.ts';
import { generateActivity } from '../../fixtures/generate.ts';
import { analyseFile } from '../../subgraphs/workouts/files/analyseFile.ts';

const RUNS = 20;

/** Reads and analyses a large FIT file again and again in a warm process, as the reader's worker does. */
export function measureParse(): { bytes: number; runs: number; medianMs: number } {
  const { bytes } = generateActivity({
    seed: 1,
    startedAt: Date.UTC(2026, 0, 1),
    sport: 'CYCLING',
    durationSeconds: 4 * 3600,
    intervalSeconds: 1,
    pauses: 10,
  });
  const times = Array.from({ length: RUNS }, () => {
    const startedAt = performance.now();
    const result = analyseFile(bytes, { writtenBy: 'OTHERS', maxBytes: bytes.length, now: Date.now() });
    if (result.kind !== 'ANALYSED') throw new Error('the file was refused');
    return performance.now() - startedAt;
  });
  return { bytes: bytes.length, runs: RUNS, medianMs: quantile(times, 0.5) ?? 0 };
}

import FitParser from 'fit-file-parser';
import { quantile } from '#client/demo/figures.ts';
import type { SampleFile } from './files.ts';

const RUNS = 40;

/**
 * How much longer this machine needs now than the one where the tracker was measured, by what both need to parse the same
 * files with fit-file-parser: 1.5 for half as long again. Null without the real samples.
 */
export async function slownessNow(files: readonly SampleFile[]): Promise<number | null> {
  let thereMs = 0;
  let hereMs = 0;
  for (const { bytes, parserMs } of files) {
    if (parserMs === null) continue;
    thereMs += parserMs;
    hereMs += await parseMs(bytes);
  }
  return thereMs > 0 ? hereMs / thereMs : null;
}

/** CPU of one parse in a warm process, in milliseconds: the median of those after the first half. */
async function parseMs(bytes: Uint8Array): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const content = Buffer.from(bytes);
    const startedAt = process.cpuUsage();
    await new FitParser({ force: true, mode: 'list' }).parseAsync(content);
    const { user, system } = process.cpuUsage(startedAt);
    times.push((user + system) / 1000);
  }
  return quantile(times.slice(RUNS / 2), 0.5) ?? 0;
}

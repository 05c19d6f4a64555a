import { importActivity, type ActivityFile } from '#client/activities.ts';
import { quantile } from '#client/demo/figures.ts';
import type { Person } from '#client/people.ts';
import { analyseFile } from '../../subgraphs/workouts/files/analyseFile.ts';
import { readRecording } from '../../subgraphs/workouts/files/readRecording.ts';
import { nthCopy } from './files.ts';
import type { Meter, Metered } from './meter.ts';

const WARM_RUNS = 20;

/** What reading a file takes in a warm process, in milliseconds: the parse alone, and with all figures. */
export interface ReadingTimes {
  readonly parseMs: number;
  readonly figuresMs: number;
}

/** Reads a file again and again, as the reader's worker does. */
export function measureReading({ bytes }: ActivityFile): ReadingTimes {
  const medianOf = (work: () => unknown): number => {
    const times = Array.from({ length: WARM_RUNS }, () => {
      const startedAt = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(startedAt);
      return (user + system) / 1000;
    });
    return quantile(times, 0.5) ?? 0;
  };
  return {
    parseMs: medianOf(() => readRecording(bytes, 'OTHERS')),
    figuresMs: medianOf(() => analyseFile(bytes, { writtenBy: 'OTHERS', now: Date.now() })),
  };
}

/** Imports a file once for each person, so many at a time, and waits until each has its workout. */
export async function importAll(
  people: readonly Person[],
  fileOf: (index: number) => ActivityFile,
  atOnce: number,
): Promise<void> {
  const waiting = people.entries();
  const worker = async (): Promise<void> => {
    for (const [index, { client }] of waiting) {
      const { status, failure } = await importActivity(client, fileOf(index));
      if (status !== 'COMPLETED') throw new Error(`${fileOf(index).fileName}: ${status} ${failure?.message ?? ''}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

let copies = 0;

/** Measures imports of one file, each by another person and with a content of its own. */
export function measureImports(
  meter: Meter,
  file: ActivityFile,
  people: readonly Person[],
  atOnce: number,
): Promise<Metered<void>> {
  const from = (copies += people.length);
  return meter.measure(() => importAll(people, (index) => nthCopy(file, from + index), atOnce));
}

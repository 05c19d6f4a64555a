import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { corpus } from './corpus.ts';
import { judge } from './judge.ts';
import { judgeArchive } from './judgeArchive.ts';
import { mutant, type Mutant } from './mutants.ts';
import { shrink } from './shrink.ts';

export type FuzzOptions = {
  seed: number;
  /** The mutants numbered from `first` up to but not `first + count`. */
  first: number;
  count: number;
  /** A folder of real files beside the generated ones; null for none. */
  folder: string | null;
  /** Told before each mutant: one that never ends can be named by whoever watches. */
  begun?: (number: number) => void;
};

export type Finding = { number: number; made: string; error: string; bytes: Uint8Array };

export type FuzzReport = {
  /** How many had which outcome: a refusal's code, or READ. */
  outcomes: Map<string, number>;
  findings: Finding[];
  slowest: { number: number; made: string; milliseconds: number };
  /** What the process held, everything collected that can be, in bytes, every 5000 mutants. */
  held: number[];
};

const MOST_FINDINGS = 20;
const HELD_EVERY = 5000;

/** Judges mutants one after the other; a finding is shrunk to the bytes that matter. */
export async function fuzz({ seed, first, count, folder, begun }: FuzzOptions): Promise<FuzzReport> {
  const seeds = corpus(folder);
  const report: FuzzReport = {
    outcomes: new Map(),
    findings: [],
    slowest: { number: -1, made: '', milliseconds: 0 },
    held: [],
  };
  for (let number = first; number < first + count && report.findings.length < MOST_FINDINGS; number++) {
    if ((number - first) % HELD_EVERY === 0) report.held.push(heldBytes());
    const made = await mutant(seed, number, seeds);
    begun?.(number);
    const began = performance.now();
    const error = await errorOf(made, report.outcomes);
    const milliseconds = performance.now() - began;
    if (milliseconds > report.slowest.milliseconds) report.slowest = { number, made: made.made, milliseconds };
    if (error === null) continue;
    const still = async (shorter: Uint8Array): Promise<boolean> =>
      (await errorOf({ ...made, bytes: shorter })) === error;
    report.findings.push({ number, made: made.made, error, bytes: await shrink(made.bytes, still) });
  }
  report.held.push(heldBytes());
  return report;
}

async function errorOf(
  { bytes, writtenBy, isArchive }: Mutant,
  outcomes?: Map<string, number>,
): Promise<string | null> {
  try {
    const outcome = isArchive ? await judgeArchive(bytes) : judge(bytes, writtenBy);
    outcomes?.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join('\n') : String(error);
  }
}

setFlagsFromString('--expose-gc');
const collect = (): unknown => runInNewContext('gc()');

function heldBytes(): number {
  // twice: memory outside the heap goes with the objects that the first one finds
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

import { failpoint } from '#platform/failpoints.ts';
import type { Notices } from '#platform/events/notices.ts';
import { leaseOf, whileHeld } from '#platform/lease.ts';
import { isUnavailable, logMasked } from '#platform/server/masking.ts';
import { withRequestId, type Logger } from '#platform/telemetry/log.ts';
import { readerFailed } from '../domain/importFailure.ts';
import { isFileKept, type ImportResult, type WorkoutImport } from '../store/importDocument.ts';
import type { ImportStore } from '../store/imports.ts';

/** An import begun this often must be what kills its process. High, since most die of something else. */
const MAX_TRIES = 12;
/** When the readers fail on a file this often, they always will. */
const MAX_FAULTS = 3;
/** Waits after failures: this long, doubled each time, no longer than the most; and where a store or the broker is away, or the storage refuses. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const AWAY_WAIT_MS = 3000;
/** An import that meets nothing else for so long may be what sends them away. */
const AWAY_AT_MOST_MS = 24 * 3_600_000;

export interface ImportWorkerOptions {
  readonly imports: ImportStore;
  readonly notices: Notices;
  readonly log: Logger;
  /** Who holds the leases: this process. */
  readonly holder: string;
  /** How long an import is taken for at a time: so long after a crash somebody else takes over. */
  readonly leaseMs: number;
  readonly now: () => Date;
  readonly importUpload: (wanted: WorkoutImport) => Promise<Slice>;
  /** Ends an import whose file is of no use any more, and deletes the file. */
  readonly endClearing: <Result>(taken: WorkoutImport, end: () => Promise<Result>) => Promise<Result>;
}

/** What working on an import for a while comes to: its end, or MORE to do; STOPPED when it is not ours any more. */
export type Slice = ImportResult | 'MORE' | 'STOPPED';

/** What is to be done of an import from now on, as far as this process knows: at once, after a while, or nothing. */
export type Next = 'MORE' | 'LATER' | 'NOTHING';

/** Where it is said that an import has come a step further. */
export const importTopic = (importId: string): string => `workouts.imports.${importId}`;

/**
 * Makes what works one import off: takes it, unless it was taken when it was added; does it, says so. Does nothing when
 * somebody else has it. Never throws.
 */
export function createImportWorker(
  options: ImportWorkerOptions,
): (importId: string, begun?: WorkoutImport) => Promise<Next> {
  const { log } = options;
  return async (importId, begun) => {
    try {
      const taken = begun && isHeld(options, begun) ? begun : await take(options, importId);
      if (taken) return await withRequestId(taken.requestId ?? importId, () => workOff(options, taken));
      return 'NOTHING';
    } catch (error) {
      logMasked(log, error, { importId }, 'an import could not be worked on; it stays open');
      return 'LATER';
    }
  };
}

async function take({ imports, notices, holder, leaseMs, now }: ImportWorkerOptions, importId: string) {
  failpoint('workouts.import.before-claim');
  const taken = await imports.claim(importId, leaseOf(holder, now(), leaseMs));
  failpoint('workouts.import.claimed');
  if (taken) notices.send(importTopic(importId), { version: taken.version });
  return taken;
}

/** Whether an import that was taken when it was added is ours for long enough to begin with it. */
const isHeld = ({ now, leaseMs }: ImportWorkerOptions, { leaseUntil }: WorkoutImport): boolean =>
  leaseUntil.getTime() - now().getTime() > leaseMs / 2;

async function workOff(options: ImportWorkerOptions, taken: WorkoutImport): Promise<Next> {
  const { imports, holder, leaseMs, now, log } = options;
  const renew = (): Promise<void> => imports.renew(taken._id, leaseOf(holder, now(), leaseMs));
  const failed = (error: unknown): void =>
    log.warn({ err: error, importId: taken._id }, 'could not go on holding an import');
  return whileHeld({ leaseMs, renew, failed }, async () => {
    try {
      const slice = taken.tries > MAX_TRIES ? ended : await options.importUpload(taken);
      if (slice === 'MORE') await imports.release(taken._id, holder);
      else if (slice !== 'STOPPED') await end(options, taken, slice);
      return slice === 'MORE' ? 'MORE' : 'NOTHING';
    } catch (error) {
      await fail(options, taken, error);
      return 'LATER';
    }
  });
}

async function end(
  { imports, notices, holder, now, log, endClearing }: ImportWorkerOptions,
  taken: WorkoutImport,
  result: ImportResult,
) {
  const finish = () => imports.finish(taken, result, now());
  const ended = await (isFileKept(result) ? finish() : endClearing(taken, finish));
  // It was cancelled at the last moment.
  if (!ended) await imports.release(taken._id, holder);
  failpoint('workouts.import.done');
  notices.send(importTopic(taken._id), { version: ended?.version });
  log.info({ importId: taken._id, status: result.status, code: result.failure?.code }, 'imported');
}

async function fail(options: ImportWorkerOptions, taken: WorkoutImport, error: unknown): Promise<void> {
  const { imports, holder, now, log } = options;
  log.warn({ err: error, importId: taken._id, tries: taken.tries }, 'an import failed');
  const isFault = error instanceof ReaderFault;
  if (isFault && taken.faults + 1 >= MAX_FAULTS) return end(options, taken, ended);
  const isYoung = now().getTime() - taken.createdAt.getTime() < AWAY_AT_MOST_MS;
  // That says nothing of the file.
  if (isUnavailable(error) && isYoung) return imports.putOff(taken._id, leaseOf(holder, now(), AWAY_WAIT_MS), 'AWAY');
  const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (taken.tries - 1), LONGEST_WAIT_MS);
  await imports.putOff(taken._id, leaseOf(holder, now(), waitMs), isFault ? 'FAULT' : 'FAILED');
}

/** The readers broke down on a file: not its fault, as far as we know. */
export class ReaderFault extends Error {
  override readonly name = 'ReaderFault';
}

const ended: ImportResult = { status: 'FAILED', workoutId: null, failure: readerFailed };

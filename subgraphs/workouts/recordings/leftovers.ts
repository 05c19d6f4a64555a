import { v7 as uuidv7 } from 'uuid';
import { failpoint } from '#platform/failpoints.ts';
import type { Service } from '#platform/lifecycle.ts';
import { each, paged, startSweeper } from '#platform/sweeper.ts';
import { isFileKept, isOver, type WorkoutImport } from '../store/importDocument.ts';
import type { Leftover } from '../store/leftovers.ts';
import type { NewWorkout, Workout } from '../store/workoutDocument.ts';
import { recountDoubts } from './doubts.ts';
import { takeBack } from './takeBack.ts';
import type { RecordingTools } from './tools.ts';

/** How often at least it is looked for what earlier processes did not clear away, and how much at once. */
const SWEEP_MS = 30_000;
const SWEEP_BATCH = 100;

type Tools = Pick<
  RecordingTools,
  'workouts' | 'imports' | 'list' | 'leftovers' | 'lives' | 'groupSessions' | 'storage' | 'wakeRelay' | 'now' | 'log'
>;

/** Notes what a workout leaves behind when it is going to be changed, given another recording or deleted. */
export function noteLeftover(tools: Tools, known: Workout, keys: readonly string[]): Promise<Leftover> {
  const { _id: workoutId, ownerId } = known;
  return note(tools, {
    _id: uuidv7(),
    ownerId,
    workoutId,
    importId: null,
    isComing: false,
    keys: [...keys],
    span: spanOf(known),
  });
}

/**
 * Notes where a workout is going to be added, so that what is doubtful there is counted again, and what is going to lie in the
 * object storage of it: for nothing, should it not be added.
 */
export function noteComing(
  tools: Tools,
  workout: Pick<NewWorkout, '_id' | 'ownerId' | 'startedAt' | 'endedAt'>,
  keys: readonly string[] = [],
): Promise<Leftover> {
  const { _id: workoutId, ownerId } = workout;
  const span = spanOf(workout);
  return note(tools, { _id: uuidv7(), ownerId, workoutId, importId: null, isComing: true, keys: [...keys], span });
}

const spanOf = ({ startedAt, endedAt }: Pick<Workout, 'startedAt' | 'endedAt'>): Leftover['span'] =>
  startedAt && endedAt ? { startedAt, endedAt } : null;

/** Notes what an import leaves behind when it is over: of this, all that the workout does not name that it came to. */
export const noteLeftoverOfImport = (
  tools: Tools,
  { _id, ownerId }: Pick<WorkoutImport, '_id' | 'ownerId'>,
  keys: readonly string[],
): Promise<Leftover> =>
  note(tools, { _id, ownerId, workoutId: null, importId: _id, isComing: false, keys: [...keys], span: null });

async function note(tools: Tools, left: Omit<Leftover, 'notedAt'>): Promise<Leftover> {
  const leftover = { ...left, notedAt: tools.now() };
  await tools.leftovers.note(leftover);
  failpoint('workouts.leftover.noted');
  return leftover;
}

/**
 * Clears away what a workout or an import has left behind, as it stands now: the objects that no workout names any more, and
 * what one that is gone told in group sessions; and looks anew at what is doubtful about others beside it. May be done again. What fails is done later, and so is what an import
 * leaves that is not over.
 */
export async function clearLeftover(tools: Tools, leftover: Leftover): Promise<void> {
  await clear(tools, leftover).catch((error: unknown) => {
    const { workoutId, importId } = leftover;
    tools.log.warn({ err: error, workoutId, importId }, 'what was left behind is cleared away later');
  });
}

async function clear(tools: Tools, { _id, workoutId, importId, ownerId, keys, span }: Leftover): Promise<void> {
  const left = importId === null ? undefined : await tools.imports.get(importId);
  if (left && !isOver(left, tools.now())) return;
  const workout = workoutId === null ? undefined : await tools.workouts.get(workoutId);
  if (workoutId !== null && !workout) await takeBack(tools, ownerId, workoutId);
  failpoint('workouts.leftover.taken-back');
  if (!left || !isFileKept(left)) await deleteUnnamed(tools, keys, workoutId ?? left?.workoutId ?? null);
  failpoint('workouts.leftover.deleted');
  const spans = [span, workout ? spanOf(workout) : null].filter((each) => each !== null);
  await recountDoubts(tools, ownerId, spans);
  failpoint('workouts.leftover.recounted');
  await tools.leftovers.settle(_id);
}

/** Deletes what lies under these keys in the object storage, but what a workout names that may have become theirs. */
export async function deleteUnnamed(
  { workouts, storage }: Pick<Tools, 'workouts' | 'storage'>,
  keys: readonly string[],
  workoutId: string | null,
): Promise<void> {
  const workout = workoutId === null ? undefined : await workouts.get(workoutId);
  const named = new Set(workout ? keysOf(workout) : []);
  for (const key of keys) if (!named.has(key)) await storage.delete(key);
}

/** What lies of a workout's recordings in the object storage: when another takes the place of the one it has, it may name less of it. */
export const recordingKeysOf = ({ fileKey, trackKey, formerFiles }: Workout): string[] => [
  fileKey,
  trackKey,
  ...formerFiles.map((former) => former.fileKey),
];

/** What lies of a workout in the object storage. */
export const keysOf = (workout: Workout): string[] => [
  ...recordingKeysOf(workout),
  ...workout.photos.flatMap(({ variantKeys }) => variantKeys),
];

/** Whether it is known that what it was noted for has been done: that somebody is about to add a workout does not tell. */
const isDone = async ({ workouts }: Tools, { workoutId, importId, isComing }: Leftover): Promise<boolean> => {
  if (isComing) return false;
  return workoutId === null ? importId !== null : !(await workouts.get(workoutId));
};

/**
 * Clears away, now and then, what processes that died have left, and changes that failed. Closed with the service.
 *
 * @param tools.leftoverMs so long after it was noted nobody is about to change a workout any more, nor does a write that was sent
 *   take effect
 */
export function startClearing(service: Service, tools: Tools & { readonly leftoverMs: number }): void {
  const failure = 'could not clear away what was left behind';
  const look = async (leftover: Leftover): Promise<void> => {
    const isLate = tools.now().getTime() - leftover.notedAt.getTime() > tools.leftoverMs;
    if (isLate || (await isDone(tools, leftover))) await clear(tools, leftover);
  };
  startSweeper({
    service,
    name: 'clearing',
    everyMs: Math.min(SWEEP_MS, tools.leftoverMs / 2),
    failure,
    sweep: (isClosed) =>
      each(
        { log: service.log, isClosed, failure, name: ({ workoutId, importId }) => ({ workoutId, importId }) },
        paged<Leftover>((after) => tools.leftovers.some(SWEEP_BATCH, after)),
        look,
      ),
  });
}

import { failpoint } from '#platform/failpoints.ts';
import type { Service } from '#platform/lifecycle.ts';
import { startSweeper } from '#platform/sweeper.ts';
import type { Leftover } from '../store/leftovers.ts';
import type { Workout } from '../store/workoutDocument.ts';
import { recountOverlaps } from './overlaps.ts';
import type { RecordingTools } from './tools.ts';

/** How often it is looked for what earlier processes did not clear away, and how much at once. */
const SWEEP_MS = 30_000;
const SWEEP_BATCH = 100;
/** So long after it was noted nobody is about to change a workout any more. */
const GIVEN_UP_MS = 60_000;

type Tools = Pick<RecordingTools, 'workouts' | 'list' | 'leftovers' | 'storage' | 'wakeRelay' | 'now' | 'log'>;

/** Notes what a workout leaves behind when it is going to be changed or deleted. */
export async function noteLeftover(tools: Tools, known: Workout, keys: readonly string[]): Promise<Leftover> {
  const { _id: workoutId, ownerId, version, startedAt, endedAt } = known;
  const leftover = {
    _id: `${workoutId}.${version + 1}`,
    ownerId,
    workoutId,
    keys: [...keys],
    span: startedAt && endedAt ? { startedAt, endedAt } : null,
    notedAt: tools.now(),
  };
  await tools.leftovers.note(leftover);
  failpoint('workouts.leftover.noted');
  return leftover;
}

/**
 * Clears away what a workout has left behind, as it stands now: the objects it does not name any more, and the doubts about
 * others that it was the reason of. May be done again. What fails is done later.
 */
export async function clearLeftover(tools: Tools, leftover: Leftover): Promise<void> {
  await clear(tools, leftover).catch((error: unknown) => {
    tools.log.warn({ err: error, workoutId: leftover.workoutId }, 'what a workout left behind is cleared away later');
  });
}

async function clear(tools: Tools, { _id, workoutId, ownerId, keys, span }: Leftover): Promise<void> {
  const workout = await tools.workouts.get(workoutId);
  const named = new Set(workout ? keysOf(workout) : []);
  for (const key of keys) if (!named.has(key)) await tools.storage.delete(key);
  failpoint('workouts.leftover.deleted');
  if (span) await recountOverlaps(tools, ownerId, span);
  failpoint('workouts.leftover.recounted');
  await tools.leftovers.settle(_id);
}

/** What lies of a workout in the object storage. */
export const keysOf = ({ fileKey, trackKey, photos }: Workout): string[] => [
  fileKey,
  trackKey,
  ...photos.flatMap(({ variantKeys }) => variantKeys),
];

/** Clears away what processes that died have left, now and then. Closed with the service. */
export function startClearing(service: Service, tools: Tools): void {
  const sweep = async (): Promise<void> => {
    for (const leftover of await tools.leftovers.some(SWEEP_BATCH)) {
      const isLate = tools.now().getTime() - leftover.notedAt.getTime() > GIVEN_UP_MS;
      if (isLate || !(await tools.workouts.get(leftover.workoutId))) await clear(tools, leftover);
    }
  };
  startSweeper({
    service,
    name: 'clearing',
    everyMs: SWEEP_MS,
    failure: 'could not clear away what was left behind',
    sweep,
  });
}

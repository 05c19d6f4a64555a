import { failpoint } from '#platform/failpoints.ts';
import type { Service } from '#platform/lifecycle.ts';
import { startSweeper } from '#platform/sweeper.ts';
import { deletedEvents } from '../imports/makeWorkout.ts';
import type { Workout } from '../store/workoutDocument.ts';
import type { RecordingTools } from './tools.ts';

/** How often it is looked for what earlier processes did not clear away, and how much at once. */
const SWEEP_MS = 30_000;
const SWEEP_BATCH = 100;
/** So long after it was noted nobody is about to delete a workout any more. */
const GIVEN_UP_MS = 60_000;

type Tools = Pick<RecordingTools, 'workouts' | 'leftovers' | 'storage' | 'wakeRelay' | 'now' | 'log'>;

/**
 * Deletes a workout with its recording, track and photos. False when somebody else changed it meanwhile: load it again
 * then. What it leaves in the object storage is noted first, so that the next process clears it away when this one dies.
 */
export async function removeWorkout(tools: Tools, known: Workout): Promise<boolean> {
  const leftover = { _id: known._id, keys: keysOf(known), notedAt: tools.now() };
  await tools.leftovers.note(leftover);
  failpoint('workouts.delete.noted');
  if (!(await tools.workouts.remove(known, deletedEvents(known, tools.now())))) return false;
  failpoint('workouts.delete.written');
  tools.wakeRelay();
  await clear(tools, leftover).catch((error: unknown) => {
    tools.log.warn({ err: error, workoutId: known._id }, 'what a workout left behind is cleared away later');
  });
  return true;
}

const keysOf = ({ fileKey, trackKey, photos }: Workout): string[] => [
  fileKey,
  trackKey,
  ...photos.flatMap(({ variantKeys }) => variantKeys),
];

async function clear({ storage, leftovers }: Tools, { _id, keys }: { _id: string; keys: string[] }): Promise<void> {
  for (const key of keys) await storage.delete(key);
  failpoint('workouts.delete.cleared');
  await leftovers.settle(_id);
}

/** Clears away what processes that died have left, now and then. Closed with the service. */
export function startClearing(service: Service, tools: Tools): void {
  const sweep = async (): Promise<void> => {
    for (const leftover of await tools.leftovers.some(SWEEP_BATCH)) {
      const isThere = (await tools.workouts.get(leftover._id)) !== undefined;
      if (!isThere) await clear(tools, leftover);
      else if (tools.now().getTime() - leftover.notedAt.getTime() > GIVEN_UP_MS) {
        await tools.leftovers.settle(leftover._id);
      }
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

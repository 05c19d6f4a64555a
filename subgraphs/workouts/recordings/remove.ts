import { failpoint } from '#platform/failpoints.ts';
import type { Workout } from '../store/workoutDocument.ts';
import { deletedEvents } from './events.ts';
import { clearLeftover, keysOf, noteLeftover } from './leftovers.ts';
import type { RecordingTools } from './tools.ts';

/**
 * Deletes a workout with its recording, track and photos; nothing of its files is its owner's any more. False when somebody else
 * changed it meanwhile: load it again then. What it leaves behind is noted first, so that the next process clears it away when this one dies.
 */
export async function removeWorkout(tools: RecordingTools, known: Workout): Promise<boolean> {
  const leftover = await noteLeftover(tools, known, keysOf(known));
  if (!(await tools.workouts.remove(known, deletedEvents(known, tools.now())))) return false;
  failpoint('workouts.delete.written');
  tools.wakeRelay();
  await clearLeftover(tools, leftover);
  return true;
}

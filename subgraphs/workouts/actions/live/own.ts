import { parseId } from '#platform/server/input.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import type { LiveStore, LiveWorkout } from '../../store/liveWorkouts.ts';

/** Somebody's workout that runs or did; that it is somebody else's is not told apart from its absence. */
export async function ownLive(lives: LiveStore, text: string, ownerId: string): Promise<Outcome<LiveWorkout>> {
  const id = parseId(text);
  const live = id === undefined ? undefined : await lives.get(id);
  return live?.ownerId === ownerId ? done(live) : refused('NOT_FOUND', 'There is no such workout.', 'workoutId');
}

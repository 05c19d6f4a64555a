import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { saidBeside, type Said } from '../domain/amend.ts';
import type { Workout } from '../store/workoutDocument.ts';
import { amendWorkout } from './amend.ts';
import type { RecordingTools } from './tools.ts';

/**
 * Has count for a workout what its owner said with another recording of it that is not kept. May be done again. Answers the workout
 * where that changed it.
 */
export const sayBeside = (tools: RecordingTools, workoutId: string, said: Said): Promise<Workout | null> =>
  untilUnchanged(`workout ${workoutId}`, async () => {
    const known = await tools.workouts.get(workoutId);
    const amendment = known ? saidBeside(known, said) : {};
    if (!known || Object.keys(amendment).length === 0) return null;
    return amendWorkout(tools, known, amendment);
  });

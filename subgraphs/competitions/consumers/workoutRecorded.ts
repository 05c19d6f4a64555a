import { WorkoutChanged, WorkoutCompleted } from '#events/workouts.ts';
import type { EventData } from '#events/define.ts';
import { on, type Handler, type Received } from '#platform/events/handlers.ts';
import type { Workout } from '../domain/workout.ts';
import { keepWorkout, type ScoringStore } from './keepWorkout.ts';

/** A workout was completed or changed: its figures count as they are now. */
export function workoutRecorded(store: ScoringStore): Handler[] {
  const handle = ({ id: eventId, data }: Received<EventData<typeof WorkoutChanged>>): Promise<void> => {
    const version = { id: data.workoutId, ownerId: data.ownerId, version: data.version };
    return keepWorkout(store, eventId, version, workoutOf(data));
  };
  return [on(WorkoutCompleted, handle), on(WorkoutChanged, handle)];
}

const workoutOf = (data: EventData<typeof WorkoutChanged>): Workout => ({
  id: data.workoutId,
  sport: data.sport,
  source: data.source,
  startedAt: new Date(data.startedAt),
  endedAt: new Date(data.endedAt),
  localDate: data.localDate,
  movingSeconds: data.movingSeconds,
  distanceMeters: data.distanceMeters,
  kilocalories: data.kilocalories,
  elevationGainMeters: data.elevationGainMeters,
  believed: data.worstFlag !== 'HARD',
  bestEfforts: data.bestEfforts,
});

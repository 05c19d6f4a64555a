import type { EventData } from '#events/define.ts';
import { WorkoutChanged, WorkoutCompleted } from '#events/workouts.ts';
import { on, type Handler, type Received } from '#platform/events/handlers.ts';
import type { Workout } from '../domain/workout.ts';
import { keepWorkout, type RewardStore } from './keepWorkout.ts';

/** A workout was completed or changed: its days earn by its figures as they are now. */
export function workoutRecorded(store: RewardStore): Handler[] {
  const handle = ({ id: eventId, data }: Received<EventData<typeof WorkoutChanged>>): Promise<void> => {
    const version = { id: data.workoutId, ownerId: data.ownerId, version: data.version };
    return keepWorkout(store, eventId, version, workoutOf(data));
  };
  return [on(WorkoutCompleted, handle), on(WorkoutChanged, handle)];
}

const thousandths = (value: number): bigint => BigInt(Math.round(value * 1000));

const workoutOf = (data: EventData<typeof WorkoutChanged>): Workout => ({
  sport: data.sport,
  source: data.source,
  localDate: data.localDate,
  movingMilliseconds: thousandths(data.movingSeconds),
  distanceMillimeters: data.distanceMeters === null ? null : thousandths(data.distanceMeters),
  hasPositions: data.hasPositions,
  hasHeartRate: data.hasHeartRate,
  worstFlag: data.worstFlag,
});

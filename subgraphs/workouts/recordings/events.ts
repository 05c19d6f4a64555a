import { isDeepStrictEqual } from 'node:util';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import { WorkoutChanged, WorkoutCompleted, WorkoutDeleted } from '#events/workouts.ts';
import { worstSeverity } from '../domain/flags.ts';
import type { NewWorkout, Workout } from '../store/workoutDocument.ts';

/** What others are told of a new workout: nothing, while it has no usable times. */
export const completedEvents = (workout: NewWorkout, now: Date): Message[] => {
  const data = scoredFigures(workout);
  return data ? [createEvent(WorkoutCompleted, workout._id, data, now)] : [];
};

/** What others are told of a workout whose figures have changed. */
export const changedEvents = (workout: NewWorkout, now: Date): Message[] => {
  const data = scoredFigures(workout);
  return data ? [createEvent(WorkoutChanged, workout._id, data, now)] : [];
};

/** Whether others know a workout as it is, when they were told of it as it was. */
export const tellsNothingNew = (before: NewWorkout, after: NewWorkout): boolean =>
  isDeepStrictEqual(scoredFigures({ ...before, version: 0 }), scoredFigures({ ...after, version: 0 }));

/** What others are told of a workout that is gone. */
export const deletedEvents = ({ _id: workoutId, ownerId, version }: Workout, now: Date): Message[] => [
  createEvent(WorkoutDeleted, workoutId, { version: version + 1, workoutId, ownerId }, now),
];

/** What other domains score and reward by; undefined without usable times. */
function scoredFigures(workout: NewWorkout) {
  const { startedAt, endedAt, localDate, elapsedSeconds, movingSeconds } = workout;
  if (!startedAt || !endedAt || localDate === null || elapsedSeconds === null || movingSeconds === null)
    return undefined;
  return {
    version: workout.version,
    workoutId: workout._id,
    ownerId: workout.ownerId,
    sport: workout.sport,
    source: workout.source,
    visibility: workout.visibility,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    localDate,
    elapsedSeconds,
    movingSeconds,
    distanceMeters: workout.distanceMeters,
    kilocalories: workout.energy?.kilocalories ?? null,
    elevationGainMeters: workout.elevationGainMeters,
    hasPositions: workout.richness.hasGps,
    hasHeartRate: workout.richness.hasHeartRate,
    worstFlag: worstSeverity(workout.flags),
    bestEfforts: workout.bestEfforts
      .filter((effort) => effort.elapsedSeconds > 0)
      .map(({ distanceMeters, elapsedSeconds: seconds }) => ({ distanceMeters, elapsedSeconds: seconds })),
  };
}

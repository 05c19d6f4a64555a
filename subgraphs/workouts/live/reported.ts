import type { GroupFigures } from '../domain/groups/standing.ts';
import { countedMeters } from '../domain/formulas/runningDistance.ts';
import { allRepetitions } from '../domain/live/sets.ts';
import { startOf } from '../domain/live/start.ts';
import type { LiveView } from '../domain/live/view.ts';
import { meters, seconds } from '../domain/rounding.ts';
import type { LiveWorkout } from '../store/liveWorkouts.ts';

/** What has been told of a workout in its group session; null while nothing was. */
export function reportedIn(
  live: LiveWorkout,
  { firstAt, lastAt, stretches, heartRateBpm, sets }: LiveView,
): GroupFigures | null {
  if (lastAt === null) return null;
  const last = sets.at(-1);
  return {
    elapsedSeconds: seconds((lastAt - startOf(live, firstAt)) / 1000),
    distanceMeters: meters(countedMeters(stretches)),
    heartRateBpm: heartRateBpm === null ? null : Math.round(heartRateBpm),
    exercise: last?.exercise ?? null,
    repetitions: last?.repetitions ?? null,
    allRepetitions: allRepetitions(sets),
  };
}

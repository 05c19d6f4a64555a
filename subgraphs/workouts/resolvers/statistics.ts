import type {
  PeriodStatisticsResolvers,
  PersonalRecordResolvers,
  SportStatisticsResolvers,
  WorkoutStatisticsResolvers,
} from '../__generated__/resolvers.ts';
import type { Totals } from '../domain/diary/totals.ts';
import { kilocalories, meters, seconds } from '../domain/rounding.ts';

interface Counted {
  readonly totals: Totals;
}

const average = ({ totals }: Counted, figure: Exclude<keyof Totals, 'workouts'>): number | null =>
  totals.workouts === 0 ? null : totals[figure] / totals.workouts;

/** The fields that a range, its periods and its sports have in common. */
const totals = {
  totalWorkouts: (counted: Counted) => counted.totals.workouts,
  totalElapsedSeconds: (counted: Counted) => seconds(counted.totals.elapsedSeconds),
  totalMovingSeconds: (counted: Counted) => seconds(counted.totals.movingSeconds),
  totalDistanceMeters: (counted: Counted) => meters(counted.totals.distanceMeters),
  totalKilocalories: (counted: Counted) => kilocalories(counted.totals.kilocalories),
  totalElevationGainMeters: (counted: Counted) => meters(counted.totals.elevationGainMeters),
  averageElapsedSeconds: (counted: Counted) => seconds(average(counted, 'elapsedSeconds')),
  averageMovingSeconds: (counted: Counted) => seconds(average(counted, 'movingSeconds')),
  averageDistanceMeters: (counted: Counted) => meters(average(counted, 'distanceMeters')),
  averageKilocalories: (counted: Counted) => kilocalories(average(counted, 'kilocalories')),
  averageElevationGainMeters: (counted: Counted) => meters(average(counted, 'elevationGainMeters')),
};

export const workoutStatistics: WorkoutStatisticsResolvers = totals;
export const periodStatistics: PeriodStatisticsResolvers = totals;
export const sportStatistics: SportStatisticsResolvers = totals;
export const personalRecord: PersonalRecordResolvers = {
  // Statistics are shown to whose workouts they are of.
  workout: ({ workoutId: id, workoutVersion: version }, _args, { loaders }) => loaders.own.load({ id, version }),
};

import type { Resolvers } from '../__generated__/resolvers.ts';
import { mutation } from './mutation.ts';
import { query } from './query.ts';
import { periodStatistics, personalRecord, sportStatistics, workoutStatistics } from './statistics.ts';
import { subscription } from './subscription.ts';
import { viewer } from './viewer.ts';
import { workout } from './workout.ts';
import { archiveFile, workoutImport } from './workoutImport.ts';

export const resolvers: Resolvers = {
  Query: query,
  Mutation: mutation,
  Subscription: subscription,
  Viewer: viewer,
  Workout: workout,
  WorkoutStatistics: workoutStatistics,
  PeriodStatistics: periodStatistics,
  SportStatistics: sportStatistics,
  PersonalRecord: personalRecord,
  WorkoutImport: workoutImport,
  ArchiveFile: archiveFile,
};

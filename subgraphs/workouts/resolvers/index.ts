import type { Resolvers } from '../__generated__/resolvers.ts';
import { groupParticipant, groupSession, groupSessionUpdate } from './groupSession.ts';
import { lap } from './lap.ts';
import { mutation } from './mutation.ts';
import { plannedOccurrence } from './plannedOccurrence.ts';
import { query } from './query.ts';
import { route } from './route.ts';
import { scheduledWorkout } from './scheduledWorkout.ts';
import { periodStatistics, personalRecord, sportStatistics, workoutStatistics } from './statistics.ts';
import { subscription } from './subscription.ts';
import { user } from './user.ts';
import { viewer } from './viewer.ts';
import { workout } from './workout.ts';
import { workoutPhoto } from './workoutPhoto.ts';
import { archiveFile, archiveProgress, workoutImport } from './workoutImport.ts';

export const resolvers: Resolvers = {
  Query: query,
  Mutation: mutation,
  Subscription: subscription,
  GroupSession: groupSession,
  GroupParticipant: groupParticipant,
  GroupSessionUpdate: groupSessionUpdate,
  Lap: lap,
  PlannedOccurrence: plannedOccurrence,
  Route: route,
  ScheduledWorkout: scheduledWorkout,
  User: user,
  Viewer: viewer,
  Workout: workout,
  WorkoutPhoto: workoutPhoto,
  WorkoutStatistics: workoutStatistics,
  PeriodStatistics: periodStatistics,
  SportStatistics: sportStatistics,
  PersonalRecord: personalRecord,
  WorkoutImport: workoutImport,
  ArchiveFile: archiveFile,
  ArchiveProgress: archiveProgress,
};

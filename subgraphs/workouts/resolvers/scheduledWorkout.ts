import { callerError } from '#platform/errors.ts';
import type { ScheduledWorkoutResolvers } from '../__generated__/resolvers.ts';

const MAX_OCCURRENCES = 100;

export const scheduledWorkout: ScheduledWorkoutResolvers = {
  id: ({ _id }) => _id,
  nextOccurrences: (schedule, { first }, { loaders }) => {
    if (first < 1 || first > MAX_OCCURRENCES) {
      throw callerError('BAD_USER_INPUT', `first must be 1 to ${MAX_OCCURRENCES}.`);
    }
    return loaders.nextTimes.load({ schedule, first });
  },
};

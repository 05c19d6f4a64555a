import { mutation as run } from '#platform/server/mutation.ts';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { createUpload } from '../actions/createUpload.ts';
import { deleteWorkout } from '../actions/deleteWorkout.ts';
import { importWorkout } from '../actions/importWorkout.ts';
import { logWorkout } from '../actions/logWorkout.ts';
import { updateWorkout } from '../actions/updateWorkout.ts';

export const mutation: MutationResolvers = {
  createUpload: run(createUpload, { upload: null }),
  logWorkout: run(logWorkout, { workout: null }),
  updateWorkout: run(updateWorkout, { workout: null }),
  deleteWorkout: run(deleteWorkout, { deletedWorkoutId: null }),
  importWorkout: run(importWorkout, { workoutImport: null }),
};

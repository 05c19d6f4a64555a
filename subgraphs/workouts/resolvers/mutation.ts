import { mutation as run } from '#platform/server/mutation.ts';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { cancelImport } from '../actions/cancelImport.ts';
import { createUpload } from '../actions/createUpload.ts';
import { importWorkout } from '../actions/importWorkout.ts';

export const mutation: MutationResolvers = {
  cancelImport: run(cancelImport, { workoutImport: null }),
  createUpload: run(createUpload, { upload: null }),
  importWorkout: run(importWorkout, { workoutImport: null }),
};

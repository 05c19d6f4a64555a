import { mutation as run } from '#platform/server/mutation.ts';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { createUpload } from '../actions/createUpload.ts';
import { importWorkout } from '../actions/importWorkout.ts';

export const mutation: MutationResolvers = {
  createUpload: run(createUpload, { upload: null }),
  importWorkout: run(importWorkout, { workoutImport: null }),
};

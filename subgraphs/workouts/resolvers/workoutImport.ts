import type { ArchiveFileResolvers, WorkoutImportResolvers } from '../__generated__/resolvers.ts';
import { progressOf } from '../imports/archive/importArchive.ts';
import { filesOf } from '../store/imports.ts';

export const workoutImport: WorkoutImportResolvers = {
  id: ({ _id }) => _id,
  recordingReplaced: ({ hasReplaced }) => hasReplaced,
  workout: ({ workoutId }, _args, { loaders }) => (workoutId === null ? null : loaders.workouts.load(workoutId)),
  archive: (wanted) => {
    const files = filesOf(wanted);
    return files && progressOf(files);
  },
};

export const archiveFile: ArchiveFileResolvers = {
  workout: ({ workoutId }, _args, { loaders }) => (workoutId === null ? null : loaders.workouts.load(workoutId)),
};

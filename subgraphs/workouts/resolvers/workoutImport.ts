import { callerError } from '#platform/errors.ts';
import { pageSize } from '#platform/pagination.ts';
import type {
  ArchiveFileResolvers,
  ArchiveProgressResolvers,
  WorkoutImportResolvers,
} from '../__generated__/resolvers.ts';
import { progressOf } from '../domain/archiveProgress.ts';
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

export const archiveProgress: ArchiveProgressResolvers = {
  files: ({ files }, { first, skip }) => {
    if (skip < 0) throw callerError('BAD_USER_INPUT', 'skip must be 0 or more.');
    return files.slice(skip, first === null || first === undefined ? undefined : skip + pageSize('first', first));
  },
};

export const archiveFile: ArchiveFileResolvers = {
  workout: ({ workoutId }, _args, { loaders }) => (workoutId === null ? null : loaders.workouts.load(workoutId)),
};

import { callerError } from '#platform/errors.ts';
import { pageSize } from '#platform/pagination.ts';
import type {
  ArchiveFileResolvers,
  ArchiveProgressResolvers,
  WorkoutImportResolvers,
} from '../__generated__/resolvers.ts';
import { filesOf } from '../store/importDocument.ts';

export const workoutImport: WorkoutImportResolvers = {
  id: ({ _id }) => _id,
  recordingReplaced: ({ hasReplaced }) => hasReplaced,
  workout: ({ workoutId }, _args, { loaders }) => (workoutId === null ? null : loaders.workouts.load(workoutId)),
  archive: (wanted) => wanted.counts && { ...wanted.counts, of: wanted },
};

export const archiveProgress: ArchiveProgressResolvers = {
  files: async ({ of: { _id, archive } }, { first, skip }, { imports }) => {
    if (skip < 0) throw callerError('BAD_USER_INPUT', 'skip must be 0 or more.');
    const end = first === null || first === undefined ? undefined : skip + pageSize('first', first);
    const known = archive === undefined ? await imports.get(_id) : { archive };
    // Its person may just have gone.
    return (known && filesOf(known))?.slice(skip, end) ?? [];
  },
};

export const archiveFile: ArchiveFileResolvers = {
  workout: ({ workoutId }, _args, { loaders }) => (workoutId === null ? null : loaders.workouts.load(workoutId)),
};

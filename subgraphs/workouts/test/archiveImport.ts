import { v7 as uuidv7 } from 'uuid';
import type { WorkoutImport } from '../store/importDocument.ts';

/** An import of an archive with so many files. */
export const archiveOf = (files: number, version: number, isOpen: boolean): WorkoutImport => ({
  _id: uuidv7(),
  ownerId: 'ana',
  status: isOpen ? 'PROCESSING' : 'COMPLETED',
  newWorkoutId: uuidv7(),
  sport: null,
  title: null,
  visibility: null,
  workoutId: null,
  failure: null,
  hasReplaced: false,
  archive: JSON.stringify(
    Array.from({ length: files }, (_, index) => ({
      fileName: `activities/2026/${index}-morning-run.fit`,
      status: 'COMPLETED',
      workoutId: uuidv7(),
      failure: null,
    })),
  ),
  counts: { totalFiles: files, doneFiles: files },
  isArchive: true,
  isOpen,
  tries: 1,
  faults: 0,
  leaseHolder: null,
  leaseUntil: new Date(0),
  version,
  requestId: null,
  createdAt: new Date(0),
  updatedAt: new Date(0),
});

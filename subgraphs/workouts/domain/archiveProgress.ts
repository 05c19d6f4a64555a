import type { ImportFailure } from './importFailure.ts';

/** What becomes of one file of an archive. */
export interface ArchiveFile {
  /** Its name in the archive. */
  readonly fileName: string;
  readonly status: 'PENDING' | 'COMPLETED' | 'DUPLICATE' | 'FAILED';
  readonly workoutId: string | null;
  readonly failure: ImportFailure | null;
}

/** The files of an archive, in its order. */
export type ArchiveProgress = readonly ArchiveFile[];

/** How far an archive has come. */
export const countsOf = (files: ArchiveProgress) => ({
  totalFiles: files.length,
  doneFiles: files.filter(({ status }) => status !== 'PENDING').length,
});

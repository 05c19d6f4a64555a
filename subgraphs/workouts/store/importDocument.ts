import { z } from 'zod';
import type { ArchiveProgress } from '../domain/archiveProgress.ts';
import { FAILURE_CODES } from '../domain/importFailure.ts';
import { SPORTS } from '../domain/sport.ts';
import { VISIBILITIES } from '../domain/visibility.ts';

const failureSchema = z.object({ code: z.enum(FAILURE_CODES), message: z.string() });

const archiveSchema = z.array(
  z.object({
    fileName: z.string(),
    status: z.enum(['PENDING', 'COMPLETED', 'DUPLICATE', 'FAILED']),
    workoutId: z.string().nullable(),
    failure: failureSchema.nullable(),
  }),
);

export const importSchema = z.object({
  /** That of the upload: an upload is imported once. */
  _id: z.string(),
  ownerId: z.string(),
  status: z.enum(['PENDING', 'PROCESSING', 'COMPLETED', 'DUPLICATE', 'FAILED', 'CANCELLED']),
  /**
   * What the workout will be called by, should there be a new one: the same however often the import is begun again. Made when the
   * import is asked for, so that imports are listed by it.
   */
  newWorkoutId: z.string(),
  /** What the person asked for; null where the file or the profile decides. */
  sport: z.enum(SPORTS).nullable(),
  title: z.string().nullable(),
  visibility: z.enum(VISIBILITIES).nullable(),
  /** The workout it came to; null until then. */
  workoutId: z.string().nullable(),
  failure: failureSchema.nullable(),
  /** Whether the recording took the place of a poorer one of the same activity. */
  hasReplaced: z.boolean().default(false),
  /** The files of an archive, as JSON; null for a file by itself, and until the archive was opened. */
  archive: z.string().nullable().default(null),
  /** How many files these are, and how many of them are done with; null as long as `archive` is. */
  counts: z.object({ totalFiles: z.int(), doneFiles: z.int() }).nullable().default(null),
  isArchive: z.boolean().default(false),
  /** Whether something is left to do. A closed import may still be leased by the worker that must record what it did before the cancellation. */
  isOpen: z.boolean(),
  /** How often it was begun, and how often of these the readers broke down. */
  tries: z.int(),
  faults: z.int(),
  /** Who works on it, and until when nobody else may. */
  leaseHolder: z.string().nullable(),
  leaseUntil: z.date(),
  /** Goes up with every change. */
  version: z.int(),
  /** The request that asked for it. */
  requestId: z.string().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

/** An import of an activity file. */
export type WorkoutImport = z.infer<typeof importSchema>;

/** An import without the files of its archive, which may be many. */
export const listedSchema = importSchema.omit({ archive: true });
export type ListedImport = z.infer<typeof listedSchema>;

/** What is told of an import when it is asked for. */
export type NewImport = Pick<
  WorkoutImport,
  '_id' | 'ownerId' | 'newWorkoutId' | 'sport' | 'title' | 'visibility' | 'isArchive' | 'requestId' | 'createdAt'
>;

/** How an import ends. */
export type ImportResult = Pick<WorkoutImport, 'workoutId' | 'failure'> & {
  readonly status: 'COMPLETED' | 'DUPLICATE' | 'FAILED';
  readonly hasReplaced?: boolean;
};

/** The files of an import that is of an archive. */
export const filesOf = ({ archive }: Pick<WorkoutImport, 'archive'>): ArchiveProgress | null =>
  archive === null ? null : archiveSchema.parse(JSON.parse(archive));

/** Whether an import will never change again. */
export const isOver = ({ isOpen, leaseHolder, leaseUntil }: WorkoutImport, now: Date): boolean =>
  !isOpen && (leaseHolder === null || leaseUntil <= now);

/** Whether the file of an import that is over stays: as its workout's, or since it is our fault that it has none. */
export const isFileKept = ({
  status,
  workoutId,
  failure,
}: Pick<WorkoutImport, 'status' | 'workoutId' | 'failure'>): boolean =>
  (status === 'COMPLETED' && workoutId !== null) || failure?.code === 'READER_FAILED';

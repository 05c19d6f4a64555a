import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';
import { SPORTS } from '../domain/sport.ts';
import { VISIBILITIES } from '../domain/visibility.ts';
import { FAILURE_CODES } from '../imports/failure.ts';

const importSchema = z.object({
  /** That of the upload: an upload is imported once. */
  _id: z.string(),
  ownerId: z.string(),
  status: z.enum(['PENDING', 'PROCESSING', 'COMPLETED', 'DUPLICATE', 'FAILED']),
  /** What the workout will be called by, should there be a new one: the same however often the import is begun again. */
  newWorkoutId: z.string(),
  /** What the person asked for; null where the file or the profile decides. */
  sport: z.enum(SPORTS).nullable(),
  title: z.string().nullable(),
  visibility: z.enum(VISIBILITIES).nullable(),
  /** The workout it came to; null until then. */
  workoutId: z.string().nullable(),
  failure: z.object({ code: z.enum(FAILURE_CODES), message: z.string() }).nullable(),
  /** Whether something is left to do. */
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
/** What is told of an import when it is asked for. */
export type NewImport = Pick<
  WorkoutImport,
  '_id' | 'ownerId' | 'newWorkoutId' | 'sport' | 'title' | 'visibility' | 'requestId' | 'createdAt'
>;
/** How an import ends. */
export type ImportResult = Pick<WorkoutImport, 'workoutId' | 'failure'> & {
  status: 'COMPLETED' | 'DUPLICATE' | 'FAILED';
};
/** The right to work on an import for a while. */
export type Lease = { holder: string; now: Date; until: Date };

/** The imports. */
export interface ImportStore {
  get(id: string): Promise<WorkoutImport | undefined>;
  /** Adds an import, unless there is one of this upload already. Answers the one that is there, and whether it is new. */
  create(wanted: NewImport): Promise<{ workoutImport: WorkoutImport; isNew: boolean }>;
  /** Takes an open import nobody works on. Undefined when somebody does, or it is done. */
  claim(id: string, lease: Lease): Promise<WorkoutImport | undefined>;
  /** Goes on holding an import, if it is still held. */
  renew(id: string, lease: Lease): Promise<void>;
  /** Lets an import that is held lie until the lease is over. `isFault`: the readers broke down. */
  putOff(id: string, lease: Lease, isFault: boolean): Promise<void>;
  /** Ends an import. Undefined when it had ended. */
  finish(id: string, result: ImportResult, now: Date): Promise<WorkoutImport | undefined>;
  /** Ids of open imports that nobody works on, oldest first. */
  findWaiting(now: Date, limit: number): Promise<string[]>;
}

/** Before all leases. */
const NEVER = new Date(0);

export async function openImports(mongo: Mongo): Promise<ImportStore> {
  const imports = await openDocuments(mongo, {
    name: 'imports',
    schema: importSchema,
    indexes: [{ key: { isOpen: 1, leaseUntil: 1 } }],
  });
  return {
    get: imports.get,
    create: async (wanted) => {
      const workoutImport = { ...wanted, ...begun, updatedAt: wanted.createdAt };
      if (await imports.insert(workoutImport)) return { workoutImport, isNew: true };
      const found = await imports.get(wanted._id);
      if (!found) throw new Error(`import ${wanted._id} is there, and is not`);
      return { workoutImport: found, isNew: false };
    },
    claim: (id, { holder, now, until }) =>
      imports.update(
        { _id: id, isOpen: true, leaseUntil: { $lte: now } },
        {
          $set: { status: 'PROCESSING', leaseHolder: holder, leaseUntil: until, updatedAt: now },
          $inc: { tries: 1, version: 1 },
        },
      ),
    renew: async (id, { holder, until }) => {
      await imports.update({ _id: id, isOpen: true, leaseHolder: holder }, { $set: { leaseUntil: until } });
    },
    putOff: async (id, { holder, until }, isFault) => {
      await imports.update(
        { _id: id, isOpen: true, leaseHolder: holder },
        { $set: { leaseUntil: until, leaseHolder: null }, $inc: { faults: isFault ? 1 : 0 } },
      );
    },
    finish: (id, result, now) =>
      imports.update(
        { _id: id, isOpen: true },
        { $set: { ...result, isOpen: false, leaseHolder: null, updatedAt: now }, $inc: { version: 1 } },
      ),
    findWaiting: async (now, limit) => {
      const found = await imports.find({ isOpen: true, leaseUntil: { $lte: now } }, { sort: { _id: 1 }, limit });
      return found.map(({ _id }) => _id);
    },
  };
}

const begun = {
  status: 'PENDING',
  workoutId: null,
  failure: null,
  isOpen: true,
  tries: 0,
  faults: 0,
  leaseHolder: null,
  leaseUntil: NEVER,
  version: 1,
} as const;

import { LRUCache } from 'lru-cache';
import type { Lease } from '#platform/lease.ts';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments, type Documents } from '#platform/mongo/documents.ts';
import { countsOf, type ArchiveProgress } from '../domain/archiveProgress.ts';
import {
  filesOf,
  importSchema,
  listedSchema,
  type ImportResult,
  type ListedImport,
  type NewImport,
  type WorkoutImport,
} from './importDocument.ts';
import { upgradeOnce } from './upgrades.ts';

/** The collection, for who looks through all there are. */
export const IMPORTS = 'imports';

/** Which of a person's imports: from before a `newWorkoutId` on; of any status where none is said. */
export interface ImportPage {
  readonly before: string | undefined;
  readonly statuses: readonly WorkoutImport['status'][] | undefined;
  readonly limit: number;
}

/** Why an import is put off: the readers broke down, something failed, or a store or the broker was away, which is no try at it. */
export type WhyPutOff = 'FAULT' | 'FAILED' | 'AWAY';

/** The imports. */
export interface ImportStore {
  get(id: string): Promise<WorkoutImport | undefined>;
  /**
   * An import of a file as this process holds it, or has ended it a moment ago, if that is of this version or later; any other
   * as it is.
   */
  recall(id: string, version: number): Promise<WorkoutImport | undefined>;
  /**
   * Adds an import, unless there is one of this upload already; with a lease, taken already by whoever adds it. Answers
   * the one that is there, and whether it is new.
   */
  create(wanted: NewImport, lease?: Lease): Promise<{ workoutImport: WorkoutImport; isNew: boolean }>;
  /** Takes an open import nobody works on. Undefined when somebody does, or it is done. */
  claim(id: string, lease: Lease): Promise<WorkoutImport | undefined>;
  /** Goes on holding an import, if it is still held. */
  renew(id: string, lease: Lease): Promise<void>;
  /** Lets an import that is held lie until the lease is over. */
  putOff(id: string, lease: Lease, why: WhyPutOff): Promise<void>;
  /** Ends an import, `taken` as it was seen last. Undefined when it had ended. */
  finish(taken: WorkoutImport, result: ImportResult, now: Date): Promise<WorkoutImport | undefined>;
  /**
   * Notes how far an archive has come. `cameOn`: whether since it was taken; then what failed before is forgotten. False
   * when somebody else has taken it, or it was cancelled; then the files are noted, and it is held no longer.
   */
  saveFiles(id: string, holder: string, files: ArchiveProgress, cameOn: boolean, now: Date): Promise<boolean>;
  /** Gives an import free that is held, so that it may be taken at once. */
  release(id: string, holder: string): Promise<void>;
  /** Whether an import is still open, and held by this holder. */
  isOurs(id: string, holder: string, now: Date): Promise<boolean>;
  /** Cancels an import that has not begun, or an archive that is not done. Undefined for any other. Who holds it goes on holding it. */
  cancel(id: string, now: Date): Promise<WorkoutImport | undefined>;
  /** Open imports, those first that anybody may take or will be able to take first. */
  findOpen(limit: number): Promise<Pick<WorkoutImport, '_id' | 'ownerId' | 'leaseUntil'>[]>;
  /** A person's imports, the one that was asked for last first. */
  list(ownerId: string, page: ImportPage): Promise<ListedImport[]>;
  /** How many imports of a person are open. Looks through all that are: for now and then. */
  countOpen(ownerId: string): Promise<number>;
}

/** Before all leases. */
const NEVER = new Date(0);
/** Whoever follows an import asks for what has just been written. Nobody else changes one of a file that is held, or done. */
const RECENT = { max: 200, ttl: 10_000 };

export async function openImports(mongo: Mongo): Promise<ImportStore> {
  const imports = await openDocuments(mongo, {
    name: IMPORTS,
    schema: importSchema,
    indexes: [{ key: { isOpen: 1, leaseUntil: 1 } }, { key: { ownerId: 1, newWorkoutId: -1 }, rare: true }],
  });
  await countFiles(mongo);
  const recent = rememberImports();
  return { ...readers(imports, recent), ...steps(imports, recent), ...archives(imports) };
}

function rememberImports() {
  const recent = new LRUCache<string, WorkoutImport>(RECENT);
  return {
    get: (id: string): WorkoutImport | undefined => recent.get(id),
    forget: (id: string): void => void recent.delete(id),
    /** Remembers what was written, where nobody else changes it. */
    written: <Written extends WorkoutImport | undefined>(workoutImport: Written): Written => {
      if (workoutImport && !workoutImport.isArchive && (workoutImport.leaseHolder !== null || !workoutImport.isOpen))
        recent.set(workoutImport._id, workoutImport);
      return workoutImport;
    },
  };
}
type RememberedImports = ReturnType<typeof rememberImports>;

const readers = (
  imports: Documents<WorkoutImport>,
  recent: RememberedImports,
): Pick<ImportStore, 'get' | 'recall' | 'findOpen' | 'list' | 'countOpen'> => ({
  get: imports.get,
  recall: async (id, version) => {
    const known = recent.get(id);
    return known && known.version >= version ? known : imports.get(id);
  },
  findOpen: (limit) => imports.find({ isOpen: true }, { sort: { leaseUntil: 1 }, limit }),
  list: (ownerId, { before, statuses, limit }) =>
    imports.findParts(
      listedSchema,
      {
        ownerId,
        ...(before === undefined ? {} : { newWorkoutId: { $lt: before } }),
        ...(statuses === undefined ? {} : { status: { $in: statuses } }),
      },
      { sort: { newWorkoutId: -1 }, limit },
    ),
  countOpen: async (ownerId) => (await imports.find({ isOpen: true, ownerId })).length,
});

const steps = (
  imports: Documents<WorkoutImport>,
  { written, forget }: RememberedImports,
): Pick<ImportStore, 'create' | 'claim' | 'renew' | 'putOff' | 'finish'> => ({
  create: async (wanted, lease) => {
    const workoutImport = { ...wanted, ...waiting, ...(lease ? takenBy(lease) : {}), updatedAt: wanted.createdAt };
    if (await imports.insert(workoutImport)) return { workoutImport: written(workoutImport), isNew: true };
    const found = await imports.get(wanted._id);
    if (!found) throw new Error(`import ${wanted._id} is there, and is not`);
    return { workoutImport: found, isNew: false };
  },
  claim: async (id, { holder, now, until }) =>
    written(
      await imports.update(
        { _id: id, isOpen: true, leaseUntil: { $lte: now } },
        { $set: { ...held({ holder, until }), updatedAt: now }, $inc: { tries: 1, version: 1 } },
      ),
    ),
  renew: async (id, { holder, until }) => {
    await imports.change({ _id: id, leaseHolder: holder }, { $set: { leaseUntil: until } });
  },
  putOff: async (id, { holder, until }, why) => {
    forget(id);
    await imports.change(
      { _id: id, leaseHolder: holder },
      {
        $set: { leaseUntil: until, leaseHolder: null },
        $inc: { faults: why === 'FAULT' ? 1 : 0, tries: why === 'AWAY' ? -1 : 0 },
      },
    );
  },
  finish: async (taken, result, now) => {
    const { _id, version } = taken;
    const end = { ...result, isOpen: false, leaseHolder: null, updatedAt: now };
    if (await imports.change({ _id, version, isOpen: true }, { $set: { ...end, version: version + 1 } }))
      return written({ ...taken, ...end, version: version + 1 });
    // It has come further since.
    return written(await imports.update({ _id, isOpen: true }, { $set: end, $inc: { version: 1 } }));
  },
});

const archives = (
  imports: Documents<WorkoutImport>,
): Pick<ImportStore, 'saveFiles' | 'release' | 'isOurs' | 'cancel'> => ({
  saveFiles: async (id, holder, files, cameOn, now) => {
    const change = { archive: JSON.stringify(files), counts: countsOf(files), isArchive: true, updatedAt: now };
    const open = { _id: id, isOpen: true, leaseHolder: holder };
    if (await imports.change(open, { $set: { ...change, ...(cameOn ? { tries: 1 } : {}) }, $inc: { version: 1 } }))
      return true;
    const noted = { $set: { ...change, leaseHolder: null }, $inc: { version: 1 } };
    await imports.change({ _id: id, status: 'CANCELLED', leaseHolder: holder }, noted);
    return false;
  },
  release: async (id, holder) => {
    const change = { leaseUntil: NEVER, leaseHolder: null, tries: 0 };
    await imports.change({ _id: id, leaseHolder: holder }, { $set: change });
  },
  isOurs: (id, holder, now) =>
    imports.change({ _id: id, isOpen: true, leaseHolder: holder }, { $set: { updatedAt: now } }),
  cancel: async (id, now) => {
    const change = {
      $set: { status: 'CANCELLED', isOpen: false, updatedAt: now },
      $inc: { version: 1 },
    } as const;
    return (
      (await imports.update({ _id: id, isOpen: true, status: 'PENDING' }, change)) ??
      (await imports.update({ _id: id, isOpen: true, isArchive: true }, change))
    );
  },
});

const held = ({ holder, until }: Pick<Lease, 'holder' | 'until'>) =>
  ({ status: 'PROCESSING', leaseHolder: holder, leaseUntil: until }) as const;

const takenBy = (lease: Lease) => ({ ...held(lease), tries: 1 }) as const;

const waiting = {
  status: 'PENDING',
  workoutId: null,
  failure: null,
  hasReplaced: false,
  archive: null,
  counts: null,
  isOpen: true,
  tries: 0,
  faults: 0,
  leaseHolder: null,
  leaseUntil: NEVER,
  version: 1,
} as const;

/** Archives from before their files were counted are told how many these are. */
const countFiles = (mongo: Mongo): Promise<void> =>
  upgradeOnce(mongo, 'counts of archives', async (database) => {
    const imports = database.collection<{ _id: string; archive: string | null; version: number }>(IMPORTS);
    for await (const { _id, version, archive } of imports.find({ archive: { $ne: null } })) {
      const files = filesOf({ archive });
      if (files) await imports.updateOne({ _id, version }, { $set: { counts: countsOf(files) } });
    }
  });

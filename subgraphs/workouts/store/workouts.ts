import { createHash } from 'node:crypto';
import type { Message } from '#platform/events/envelope.ts';
import { failpoint } from '#platform/failpoints.ts';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments, type Documents } from '#platform/mongo/documents.ts';
import type { FreshEvents } from '#platform/mongo/freshEvents.ts';
import { toPending, withEvents } from '#platform/mongo/pendingEvents.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import { monthOfPosition } from '../domain/diary/entry.ts';
import type { DiaryStore } from './diaries.ts';
import { rememberWorkouts, type RememberedWorkouts, type WorkoutVersion } from './rememberedWorkouts.ts';
import { upgradeOnce } from './upgrades.ts';
import { PACKED_FIELDS, workoutSchema, type NewWorkout, type Workout, type WorkoutChanges } from './workoutDocument.ts';

/** The collection, for the relay. */
export const WORKOUTS = 'workouts';

/**
 * The workouts. Whatever writes one leaves the flag `hasPendingEvents` set, with or without events: by it the relay finds
 * what is to be put into the diary, should the process die before it has done so itself.
 */
export interface WorkoutStore {
  get(id: string): Promise<Workout | undefined>;
  getMany(ids: readonly string[]): Promise<Workout[]>;
  /** Workouts for show, as they were at these versions or are now: see `RememberedWorkouts`. */
  getVersions(wanted: readonly WorkoutVersion[]): Promise<Workout[]>;
  /** The workout a person has of a content (sha256 of what the file unpacks to). Reads all workouts on FerretDB. */
  findBySource(sourceKey: string): Promise<Workout | undefined>;
  /** Ids, rising and behind one, of workouts that another version of the formulas has computed. */
  findOutdated(formulaVersion: number, after: string, limit: number): Promise<string[]>;
  /** Adds workouts, each with its events. Answers for each, in their order, whether it is new: false when there is one of its source. */
  insertMany(added: readonly Told[]): Promise<boolean[]>;
  /** Changes a workout, with its events. Undefined when it has changed since, or is gone. */
  amend(known: Workout, changes: WorkoutChanges, events: readonly Message[]): Promise<Workout | undefined>;
  /** Takes a workout away: it stays as a tombstone until its events are out. False when it has changed since, or is gone. */
  remove(known: Workout, events: readonly Message[]): Promise<boolean>;
  /** Puts a workout as it is into its owner's diary, also one that is to be deleted. */
  note(id: string): Promise<void>;
}

/** A new workout, and what others are told of it. */
export interface Told {
  readonly workout: NewWorkout;
  readonly events: readonly Message[];
}

/** What a workout from a file came from. */
export const fileSource = (ownerId: string, sha256: string): string => `file:${ownerId}:${sha256}`;

/** What a workout told by hand came from, as its owner's client calls it: a hash, since that may be any text. */
export const entrySource = (ownerId: string, clientWorkoutId: string): string =>
  `entry:${ownerId}:${createHash('sha256').update(clientWorkoutId).digest('hex')}`;

/** @param fresh where what is written here is handed to the relay; without it, the relay finds it */
export async function openWorkouts(
  mongo: Mongo,
  diaries: DiaryStore,
  log: Logger,
  fresh?: FreshEvents,
): Promise<WorkoutStore> {
  await markUnlisted(mongo);
  await renameUnnamed(mongo);
  const workouts = await openDocuments(mongo, {
    name: WORKOUTS,
    schema: workoutSchema,
    indexes: [
      { key: { sourceKey: 1 }, unique: true },
      { key: { ownerId: 1 }, rare: true },
    ],
    packed: PACKED_FIELDS,
  });
  const note = async (...written: Workout[]): Promise<void> => {
    failpoint('workouts.diary.before-note');
    try {
      await diaries.note(...written);
      for (const doc of written) fresh?.add({ collection: WORKOUTS, doc, followed: true });
    } catch (error) {
      // They are written: the relay makes good what failed here.
      fresh?.miss();
      log.warn({ err: error, workoutIds: written.map(({ _id }) => _id) }, 'workouts are not in the diary yet');
    }
  };
  const reads = readers(workouts);
  const remembered = rememberWorkouts(reads.getMany);
  return {
    ...reads,
    getVersions: remembered.get,
    ...writers(workouts, remembered, note),
    note: (id) => noteAgain(workouts, diaries, id),
  };
}

/** Workouts from before there were diaries are put in as if they had just changed: once, since it reads them all. */
const markUnlisted = (mongo: Mongo): Promise<void> =>
  upgradeOnce(mongo, 'diaries', (database) => {
    const listed = { formerMonths: [], hasPendingEvents: true };
    return database.collection(WORKOUTS).updateMany({ formerMonths: { $exists: false } }, { $set: listed });
  });

/** Workouts from before tell under another name whether their recording names no sport. */
const renameUnnamed = (mongo: Mongo): Promise<void> =>
  upgradeOnce(mongo, 'unnamed sports', (database) =>
    database
      .collection(WORKOUTS)
      .updateMany({ isSportGuessed: { $exists: true } }, { $rename: { isSportGuessed: 'isSportUnnamed' } }),
  );

async function noteAgain(workouts: Documents<Workout>, diaries: DiaryStore, id: string): Promise<void> {
  const workout = await workouts.get(id);
  if (workout) await diaries.note(workout);
}

const readers = (workouts: Documents<Workout>) => ({
  get: async (id: string) => existing(await workouts.get(id)),
  getMany: async (ids: readonly string[]) => (await workouts.getMany(ids)).filter((each) => !each.isTombstone),
  findOutdated: async (formulaVersion: number, after: string, limit: number) => {
    const outdated = { formulaVersion: { $ne: formulaVersion }, isTombstone: false, _id: { $gt: after } };
    return (await workouts.find(outdated, { sort: { _id: 1 }, limit })).map(({ _id }) => _id);
  },
  findBySource: async (sourceKey: string) => (await workouts.find({ sourceKey }, { limit: 1 }))[0],
});

const writers = (
  workouts: Documents<Workout>,
  remembered: RememberedWorkouts,
  note: (...written: Workout[]) => Promise<void>,
): Pick<WorkoutStore, 'insertMany' | 'amend' | 'remove'> => ({
  insertMany: async (told) => {
    const added = told.map(({ workout, events }) => ({ ...workout, ...withEvents(events), hasPendingEvents: true }));
    const isNew = await workouts.insertMany(added);
    await note(...added.filter((_each, index) => isNew[index]));
    return isNew;
  },
  amend: async (known, changes, events) => {
    const changed = await workouts.update(unchanged(known), {
      $set: {
        ...changes,
        formerMonths: formerMonths(known, changes.listPosition ?? known.listPosition),
        hasPendingEvents: true,
      },
      $inc: { version: 1 },
      $push: { pendingEvents: { $each: events.map(toPending) } },
    });
    remembered.forget(known._id);
    if (changed) await note(changed);
    return changed;
  },
  remove: async (known, events) => {
    const removed = await workouts.update(unchanged(known), {
      // The same file may be imported anew before the tombstone is gone.
      $set: { isTombstone: true, sourceKey: `deleted:${known._id}`, hasPendingEvents: true },
      $inc: { version: 1 },
      $push: { pendingEvents: { $each: events.map(toPending) } },
    });
    remembered.forget(known._id);
    if (removed) await note(removed);
    return removed !== undefined;
  },
});

const unchanged = ({ _id, version }: Workout) => ({ _id, version, isTombstone: false });

/** The months a workout has left, when it stands at another position from now on. */
export function formerMonths(known: Pick<Workout, 'formerMonths' | 'listPosition'>, position: string): string[] {
  const month = monthOfPosition(known.listPosition);
  if (month === monthOfPosition(position) || known.formerMonths.includes(month)) return known.formerMonths;
  return [...known.formerMonths, month];
}

const existing = (workout: Workout | undefined): Workout | undefined => (workout?.isTombstone ? undefined : workout);

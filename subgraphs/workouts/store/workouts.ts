import type { Message } from '#platform/events/envelope.ts';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments, type Documents, type Filter } from '#platform/mongo/documents.ts';
import { toPending, withEvents } from '#platform/mongo/outbox.ts';
import type { Sport } from '../domain/sport.ts';
import type { Visibility } from '../domain/visibility.ts';
import { workoutSchema, type RecordedFigures, type Workout } from './workoutDocument.ts';

/** The collection, for the relay. */
export const WORKOUTS = 'workouts';

/** Which workouts to list; what is undefined does not restrict. */
export interface WorkoutCriteria {
  readonly sports?: readonly Sport[];
  readonly visibilities?: readonly Visibility[];
  readonly from?: Date;
  readonly to?: Date;
  readonly minDistanceMeters?: number;
  readonly maxDistanceMeters?: number;
}

/** The workouts. */
export interface WorkoutStore {
  get(id: string): Promise<Workout | undefined>;
  getMany(ids: readonly string[]): Promise<Workout[]>;
  /** The workout a person has of a content (sha256 of what the file unpacks to). */
  findBySource(sourceKey: string): Promise<Workout | undefined>;
  /** A person's workouts that started between two instants. */
  findStarted(ownerId: string, from: Date, to: Date): Promise<Workout[]>;
  /** Adds a workout with its events. False when there is one of this source. */
  insert(workout: Omit<Workout, OutboxField>, events: readonly Message[]): Promise<boolean>;
  /** Puts another recording in the place of a workout's, with its events. Undefined when the workout has changed since. */
  replaceRecording(
    known: Workout,
    recording: RecordedFigures & Pick<Workout, 'listPosition'>,
    events: readonly Message[],
  ): Promise<Workout | undefined>;
  /** A person's workouts, newest start first, from behind a list position on. */
  list(
    ownerId: string,
    criteria: WorkoutCriteria,
    page: { after: string | undefined; limit: number },
  ): Promise<Workout[]>;
}

type OutboxField = 'pendingEvents' | 'hasPendingEvents' | 'isTombstone';

/** What a workout from a file came from. */
export const fileSource = (ownerId: string, sha256: string): string => `file:${ownerId}:${sha256}`;

export async function openWorkouts(mongo: Mongo): Promise<WorkoutStore> {
  const workouts = await openDocuments(mongo, {
    name: WORKOUTS,
    schema: workoutSchema,
    indexes: [{ key: { sourceKey: 1 }, unique: true }, { key: { ownerId: 1, listPosition: -1 } }],
  });
  return { ...readers(workouts), ...writers(workouts) };
}

const readers = (workouts: Documents<Workout>) => ({
  get: async (id: string) => existing(await workouts.get(id)),
  getMany: async (ids: readonly string[]) => (await workouts.getMany(ids)).filter((each) => !each.isTombstone),
  findBySource: async (sourceKey: string) => (await workouts.find({ sourceKey }, { limit: 1 }))[0],
  findStarted: (ownerId: string, from: Date, to: Date) =>
    workouts.find({ ownerId, isTombstone: false, startedAt: { $gte: from, $lte: to } }),
  // One index range on MongoDB; FerretDB reads all workouts of the owner, so it is good for some thousand of them.
  list: (ownerId: string, criteria: WorkoutCriteria, { after, limit }: { after: string | undefined; limit: number }) =>
    workouts.find(filterOf(ownerId, criteria, after), { sort: { listPosition: -1 }, limit }),
});

const writers = (workouts: Documents<Workout>): Pick<WorkoutStore, 'insert' | 'replaceRecording'> => ({
  insert: (workout, events) => workouts.insert({ ...workout, ...withEvents(events) }),
  replaceRecording: ({ _id, version }, recording, events) =>
    workouts.update(
      { _id, version, isTombstone: false },
      {
        $set: { ...recording, hasPendingEvents: true },
        $inc: { version: 1 },
        $push: { pendingEvents: { $each: events.map(toPending) } },
      },
    ),
});

const existing = (workout: Workout | undefined): Workout | undefined => (workout?.isTombstone ? undefined : workout);

function filterOf(ownerId: string, criteria: WorkoutCriteria, after: string | undefined): Filter<Workout> {
  const { sports, visibilities, from, to, minDistanceMeters: min, maxDistanceMeters: max } = criteria;
  return {
    ownerId,
    isTombstone: false,
    ...(after === undefined ? {} : { listPosition: { $lt: after } }),
    ...(sports ? { sport: { $in: sports } } : {}),
    ...(visibilities ? { visibility: { $in: visibilities } } : {}),
    ...(from || to ? { startedAt: { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) } } : {}),
    ...(min === undefined && max === undefined
      ? {}
      : {
          distanceMeters: { ...(min === undefined ? {} : { $gte: min }), ...(max === undefined ? {} : { $lte: max }) },
        }),
  };
}

import { z } from 'zod';
import type { Message } from '#platform/events/envelope.ts';
import type { Lease } from '#platform/lease.ts';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments, type Documents, type Update } from '#platform/mongo/documents.ts';
import type { FreshEvents } from '#platform/mongo/freshEvents.ts';
import { outboxShape, toPending, withEvents } from '#platform/mongo/pendingEvents.ts';
import { RUNNING } from '../domain/live/running.ts';
import type { Ranges } from '../domain/live/sequences.ts';
import { SPORTS, type Sport } from '../domain/sport.ts';
import { VISIBILITIES } from '../domain/visibility.ts';
import { photoSchema, type Photo } from './workoutDocument.ts';

/** The collection, for the relay. */
export const LIVE_WORKOUTS = 'liveWorkouts';

const figure = z.number().nullable();

const liveSchema = z.object({
  /** That of the workout it becomes. */
  _id: z.string(),
  ownerId: z.string(),
  source: z.enum(['LIVE', 'DEVICE']),
  status: z.enum([...RUNNING, 'FINISHING', 'FINISHED', 'ABANDONED']),
  /** RECORDING, PAUSED or FINISHING. */
  isOpen: z.boolean(),
  sport: z.enum(SPORTS).nullable(),
  title: z.string().nullable(),
  visibility: z.enum(VISIBILITIES),
  /** Whether its owner said so; of one from before that was kept, as if they had. */
  isVisibilityGiven: z.boolean().default(true),
  timeZone: z.string(),
  startedAt: z.date(),
  /** As its owner says; null where the last sample decides. */
  endedAt: z.date().nullable(),
  /** When its owner ended it; null while it runs, and for one that was forgotten. */
  closedAt: z.date().nullable(),
  timer: z.array(z.object({ at: z.number(), kind: z.enum(['PAUSE', 'RESUME']) })),
  lastHeardAt: z.date(),
  /** Who makes a workout of it, and until when nobody else may. */
  leaseHolder: z.string().nullable(),
  leaseUntil: z.date(),
  /** What it has become: itself, or the workout that was there of the same activity. */
  workoutId: z.string().nullable(),
  /** Which sequence numbers are in it, as JSON; null until it is ended, for one that no device sent, and for one from before that was kept. */
  sequences: z.string().nullable().default(null),
  /** The group session that it is a part of. */
  groupSessionId: z.string().nullable().default(null),
  /** What was told of it in its group session by the time it ended; null until then, and for one that is by itself. */
  reported: z
    .object({
      elapsedSeconds: z.number(),
      distanceMeters: figure,
      heartRateBpm: figure,
      exercise: z.string().nullable(),
      repetitions: figure,
      allRepetitions: figure,
    })
    .nullable()
    .default(null),
  /** They become the workout's. */
  photos: z.array(photoSchema).default([]),
  createdAt: z.date(),
  version: z.int(),
  ...outboxShape,
});
/** A workout as it happens; kept afterwards, to answer who asks again. */
export type LiveWorkout = z.infer<typeof liveSchema>;

const rangesSchema = z.array(z.tuple([z.int(), z.int()]));
/** Which samples are in one that is over; undefined where that is not known. */
export const sequencesOf = ({ sequences }: LiveWorkout): Ranges | undefined =>
  sequences === null ? undefined : rangesSchema.parse(JSON.parse(sequences));

/** What its owner may say of a running one. */
export type SaidOfLive = Partial<Pick<LiveWorkout, 'sport' | 'title' | 'visibility' | 'isVisibilityGiven'>>;

/** What is told when one begins. */
export type NewLiveWorkout = Pick<
  LiveWorkout,
  | '_id'
  | 'ownerId'
  | 'source'
  | 'sport'
  | 'title'
  | 'visibility'
  | 'isVisibilityGiven'
  | 'timeZone'
  | 'startedAt'
  | 'createdAt'
> &
  Partial<Pick<LiveWorkout, 'groupSessionId'>>;

/** The workouts that are being recorded, and what became of those before. */
export interface LiveStore {
  get(id: string): Promise<LiveWorkout | undefined>;
  getMany(ids: readonly string[]): Promise<LiveWorkout[]>;
  /** Begins one; nothing happens when it has begun. */
  create(wanted: NewLiveWorkout): Promise<void>;
  openOf(ownerId: string): Promise<LiveWorkout[]>;
  /** All of a person's, also those that are over. */
  allOf(ownerId: string): Promise<LiveWorkout[]>;
  /** All of a group session, also those that are over. */
  ofGroup(groupSessionId: string): Promise<LiveWorkout[]>;
  /** Those in group sessions that have become a workout. */
  toldOf(ownerId: string, workoutId: string): Promise<LiveWorkout[]>;
  /** Forgets what was told of one in its group session, by the time it ended. */
  takeBack(id: string): Promise<void>;
  /** Notes that samples have come, with events. Undefined when it is not running any more: they may have come too late. */
  hear(id: string, now: Date, events: readonly Message[]): Promise<LiveWorkout | undefined>;
  /** Pauses or goes on. Undefined when it is in another state by now. */
  turn(known: LiveWorkout, at: number, now: Date): Promise<LiveWorkout | undefined>;
  /** Changes what its owner says of a running one. Undefined when it is not running. */
  amend(id: string, said: SaidOfLive): Promise<LiveWorkout | undefined>;
  /** Says what sport a running one is, where nobody has said that before. */
  nameSport(id: string, sport: Sport): Promise<void>;
  /** Shows these photos of a running one. Undefined when it is not running, or others were put on it or taken off since. */
  show(known: LiveWorkout, photos: readonly Photo[]): Promise<LiveWorkout | undefined>;
  /** Ends a running one: no sample is taken any more. Undefined when it is not running. */
  end(
    known: Pick<LiveWorkout, '_id' | 'version'>,
    times: Pick<LiveWorkout, 'endedAt' | 'closedAt'>,
  ): Promise<LiveWorkout | undefined>;
  /** Takes an ended one to make a workout of. Undefined when somebody else has it, or it is done. */
  claim(id: string, lease: Lease): Promise<LiveWorkout | undefined>;
  renew(id: string, lease: Lease): Promise<void>;
  release(id: string, holder: string): Promise<void>;
  /** Notes which samples are in one that is being finished: ranges of sequence numbers. */
  noteSequences(id: string, ranges: Ranges): Promise<void>;
  finish(id: string, workoutId: string, reported: LiveWorkout['reported']): Promise<void>;
  /** Gives up one that runs, or one that is being finished. Undefined when it is in another state. */
  abandon(id: string, from: 'RUNNING' | 'FINISHING'): Promise<LiveWorkout | undefined>;
  /** Some that run and were not heard of since, and some that were ended and are not finished. */
  findLeft(heardBefore: Date, limit: number): Promise<LiveWorkout[]>;
}

const NEVER = new Date(0);

/** @param fresh where what is written here is handed to the relay; without it, the relay finds it */
export async function openLiveWorkouts(mongo: Mongo, fresh?: FreshEvents): Promise<LiveStore> {
  const lives = await openDocuments(mongo, {
    name: LIVE_WORKOUTS,
    schema: liveSchema,
    indexes: [{ key: { isOpen: 1 } }, { key: { ownerId: 1 } }, { key: { groupSessionId: 1 }, rare: true }],
  });
  return { ...readers(lives), ...steps(lives, fresh), ...endings(lives) };
}

const readers = (lives: Documents<LiveWorkout>) => ({
  get: lives.get,
  getMany: lives.getMany,
  openOf: (ownerId: string) => lives.find({ ownerId, isOpen: true }),
  allOf: (ownerId: string) => lives.find({ ownerId }),
  ofGroup: (groupSessionId: string) => lives.find({ groupSessionId }),
  toldOf: async (ownerId: string, workoutId: string) =>
    (await lives.find({ ownerId, workoutId })).filter(({ groupSessionId }) => groupSessionId !== null),
  findLeft: async (heardBefore: Date, limit: number) => [
    ...(await lives.find({ isOpen: true, status: { $in: RUNNING }, lastHeardAt: { $lt: heardBefore } }, { limit })),
    ...(await lives.find({ isOpen: true, status: 'FINISHING' }, { limit })),
  ],
});

const steps = (lives: Documents<LiveWorkout>, fresh: FreshEvents | undefined) => {
  const whileRunning = async (id: string, update: Update<LiveWorkout>): Promise<LiveWorkout | undefined> =>
    lives.update({ _id: id, status: { $in: RUNNING } }, update);
  return {
    create: async (wanted: NewLiveWorkout): Promise<void> => {
      await lives.insert({ ...begun, ...wanted, lastHeardAt: wanted.createdAt, ...withEvents([]) });
    },
    hear: async (id: string, now: Date, events: readonly Message[]) => {
      const heard = await whileRunning(id, {
        $set: { lastHeardAt: now, ...(events.length > 0 ? { hasPendingEvents: true } : {}) },
        $inc: { version: 1 },
        $push: { pendingEvents: { $each: events.map(toPending) } },
      });
      if (heard && events.length > 0) fresh?.add({ collection: LIVE_WORKOUTS, doc: heard, followed: true });
      return heard;
    },
    amend: (id: string, said: SaidOfLive) => whileRunning(id, { $set: said, $inc: { version: 1 } }),
    nameSport: async (id: string, sport: Sport): Promise<void> => {
      await lives.update({ _id: id, status: { $in: RUNNING }, sport: null }, { $set: { sport }, $inc: { version: 1 } });
    },
    show: ({ _id, photos: before }: LiveWorkout, photos: readonly Photo[]) =>
      lives.update(
        { _id, status: { $in: RUNNING }, photos: { $size: before.length } },
        { $set: { photos: [...photos] }, $inc: { version: 1 } },
      ),
    turn: ({ _id, status }: LiveWorkout, at: number, now: Date) => {
      const [next, kind]: [(typeof RUNNING)[number], 'PAUSE' | 'RESUME'] =
        status === 'RECORDING' ? ['PAUSED', 'PAUSE'] : ['RECORDING', 'RESUME'];
      return lives.update(
        { _id, status },
        { $set: { status: next, lastHeardAt: now }, $inc: { version: 1 }, $push: { timer: { $each: [{ at, kind }] } } },
      );
    },
  };
};

const endings = (lives: Documents<LiveWorkout>) => ({
  end: ({ _id, version }: Pick<LiveWorkout, '_id' | 'version'>, times: Pick<LiveWorkout, 'endedAt' | 'closedAt'>) =>
    lives.update(
      { _id, version, status: { $in: RUNNING } },
      { $set: { status: 'FINISHING', ...times }, $inc: { version: 1 } },
    ),
  claim: (id: string, { holder, now, until }: Lease) =>
    lives.update(
      { _id: id, status: 'FINISHING', leaseUntil: { $lte: now } },
      { $set: { leaseHolder: holder, leaseUntil: until } },
    ),
  renew: async (id: string, { holder, until }: Lease) => {
    await lives.update({ _id: id, leaseHolder: holder }, { $set: { leaseUntil: until } });
  },
  release: async (id: string, holder: string) => {
    await lives.update({ _id: id, leaseHolder: holder }, { $set: { leaseUntil: NEVER } });
  },
  noteSequences: async (id: string, ranges: Ranges) => {
    await lives.update({ _id: id, status: 'FINISHING' }, { $set: { sequences: JSON.stringify(ranges) } });
  },
  finish: async (id: string, workoutId: string, reported: LiveWorkout['reported']) => {
    await lives.update(
      { _id: id, status: 'FINISHING' },
      { $set: { status: 'FINISHED', isOpen: false, workoutId, reported, photos: [] }, $inc: { version: 1 } },
    );
  },
  takeBack: async (id: string) => {
    await lives.update({ _id: id, status: 'FINISHED' }, { $set: { reported: null }, $inc: { version: 1 } });
  },
  abandon: (id: string, from: 'RUNNING' | 'FINISHING') =>
    lives.update(
      { _id: id, status: { $in: from === 'RUNNING' ? RUNNING : (['FINISHING'] as const) } },
      { $set: { status: 'ABANDONED', isOpen: false }, $inc: { version: 1 } },
    ),
});

const begun = {
  status: 'RECORDING',
  isOpen: true,
  endedAt: null,
  closedAt: null,
  timer: [],
  leaseHolder: null,
  leaseUntil: NEVER,
  workoutId: null,
  sequences: null,
  groupSessionId: null,
  reported: null,
  photos: [],
  version: 1,
} satisfies Partial<LiveWorkout>;

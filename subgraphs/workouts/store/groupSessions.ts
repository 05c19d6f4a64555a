import { z } from 'zod';
import type { Message } from '#platform/events/envelope.ts';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments, type Documents, type Index, type Update } from '#platform/mongo/documents.ts';
import type { FreshEvents } from '#platform/mongo/freshEvents.ts';
import { outboxShape, toPending, withEvents } from '#platform/mongo/pendingEvents.ts';
import { GROUP_STATUSES, presentIn, type GroupSession } from '../domain/groups/session.ts';
import { SPORTS } from '../domain/sport.ts';
import { VISIBILITIES } from '../domain/visibility.ts';
import { LIVE_WORKOUTS } from './liveWorkouts.ts';
import { upgradeOnce } from './upgrades.ts';

/** The collection, for the relay. */
export const GROUP_SESSIONS = 'groupSessions';

const figure = z.number().nullable();
const participant = z.object({
  userId: z.string(),
  status: z.enum(['JOINED', 'LEFT']),
  // packed as JSON, an instant comes back as text
  joinedAt: z.coerce.date(),
  liveId: z.string(),
  result: z
    .object({
      rank: figure,
      elapsedSeconds: z.number(),
      distanceMeters: figure,
      heartRateBpm: figure,
      exercise: z.string().nullable(),
      repetitions: figure,
      allRepetitions: figure.optional(),
    })
    .nullable(),
  workoutId: z.string().nullable(),
});

const schema = z.object({
  _id: z.string(),
  joinCode: z.string(),
  hostId: z.string(),
  creatorId: z.string(),
  title: z.string(),
  sport: z.enum(SPORTS),
  visibility: z.enum(VISIBILITIES),
  maxParticipants: z.int(),
  status: z.enum(GROUP_STATUSES),
  startsAt: z.date().nullable(),
  startedAt: z.date().nullable(),
  endedAt: z.date().nullable(),
  createdAt: z.date(),
  participants: z.array(participant),
  /** To find it by: those who take part now, and all of whom anything stands in it. */
  presentIds: z.array(z.string()),
  personIds: z.array(z.string()),
  /** Whether anything is still to be done: it is not over, or its workouts are not kept yet. */
  isPending: z.boolean(),
  /** When it is to be looked at, should nobody end it. */
  lookAt: z.date(),
  version: z.int(),
  ...outboxShape,
});
/** A group session as it is kept. */
export type KeptGroupSession = z.infer<typeof schema>;

/** The part of it that decisions change, and what is looked after. */
export type GroupSessionChanges = Partial<GroupSession & Pick<KeptGroupSession, 'isPending' | 'lookAt'>>;

/** The group sessions. One that nobody stands in any more is gone. */
export interface GroupSessionStore {
  get(id: string): Promise<KeptGroupSession | undefined>;
  getMany(ids: readonly string[]): Promise<KeptGroupSession[]>;
  byJoinCode(joinCode: string): Promise<KeptGroupSession | undefined>;
  /** Those a person takes part in, the newest first, from before an id on. */
  list(personId: string, page: { before: string | undefined; limit: number }): Promise<KeptGroupSession[]>;
  /** All in which anything of a person stands. */
  allOf(personId: string): Promise<KeptGroupSession[]>;
  /** Those a person hosts that are not settled. */
  pendingOf(hostId: string): Promise<KeptGroupSession[]>;
  /** Those a person hosts in which another takes part: looks at all that the other takes part in. */
  hostedWith(hostId: string, personId: string): Promise<KeptGroupSession[]>;
  /** Answers false when the join code is taken. */
  insert(session: NewGroupSession, events: readonly Message[]): Promise<boolean>;
  /** Undefined when it has changed since, or is gone. */
  change(
    known: KeptGroupSession,
    changes: GroupSessionChanges,
    events: readonly Message[],
  ): Promise<KeptGroupSession | undefined>;
  /** Some that are to be looked at. */
  findDue(now: Date, limit: number): Promise<KeptGroupSession[]>;
  remove(id: string): Promise<void>;
}
export type NewGroupSession = Omit<KeptGroupSession, keyof typeof outboxShape | 'presentIds' | 'personIds' | 'version'>;

const indexes: readonly Index[] = [
  { key: { joinCode: 1 }, unique: true },
  { key: { presentIds: 1, _id: -1 } },
  { key: { personIds: 1 } },
  { key: { hostId: 1, isPending: 1 } },
  { key: { isPending: 1, lookAt: 1 } },
];

/** Undefined for one that is gone, and waits for its events to be out. */
const alive = (session: KeptGroupSession | undefined): KeptGroupSession | undefined =>
  session?.isTombstone ? undefined : session;

/** @param fresh where what is written here is handed to the relay; without it, the relay finds it */
export async function openGroupSessions(mongo: Mongo, fresh?: FreshEvents): Promise<GroupSessionStore> {
  const sessions = await openDocuments(mongo, {
    name: GROUP_SESSIONS,
    schema,
    packed: ['participants'],
    indexes,
  });
  const tell = (doc: KeptGroupSession, events: readonly Message[]): void => {
    if (events.length > 0) fresh?.add({ collection: GROUP_SESSIONS, doc, followed: true });
  };
  await nameGroups(mongo, sessions);
  return {
    get: async (id) => alive(await sessions.get(id)),
    getMany: async (ids) => (await sessions.getMany(ids)).filter(alive),
    byJoinCode: async (joinCode) => alive((await sessions.find({ joinCode }, { limit: 1 }))[0]),
    list: (personId, { before, limit }) =>
      sessions.find(
        { presentIds: personId, ...(before === undefined ? {} : { _id: { $lt: before } }) },
        { sort: { _id: -1 }, limit },
      ),
    allOf: (personId) => sessions.find({ personIds: personId }),
    pendingOf: (hostId) => sessions.find({ hostId, isPending: true }),
    hostedWith: (hostId, personId) => sessions.find({ presentIds: personId, hostId }),
    insert: async (session, events) => {
      const doc = {
        ...session,
        ...foundBy(session),
        version: 1,
        ...withEvents(events),
      };
      const isInserted = await sessions.insert(doc);
      if (isInserted) tell(doc, events);
      return isInserted;
    },
    change: async (known, changes, events) => {
      const unchanged = { _id: known._id, version: known.version };
      const changed = await sessions.update(unchanged, updateOf(known, changes, events));
      if (changed) tell(changed, events);
      return changed;
    },
    findDue: (now, limit) => sessions.find({ isPending: true, lookAt: { $lte: now } }, { sort: { lookAt: 1 }, limit }),
    remove: (_id) => sessions.remove({ _id }),
  };
}

/** What a session is found by, of the people that stand in it. */
const foundBy = ({ participants, creatorId }: Pick<KeptGroupSession, 'participants' | 'creatorId'>) => ({
  presentIds: presentIn({ participants }).map(({ userId }) => userId),
  personIds: [...new Set([creatorId, ...participants.map(({ userId }) => userId)])],
});

function updateOf(
  known: KeptGroupSession,
  { participants = known.participants, creatorId = known.creatorId, ...rest }: GroupSessionChanges,
  events: readonly Message[],
): Update<KeptGroupSession> {
  const people = { participants: [...participants], creatorId };
  const pending = events.length > 0 ? { hasPendingEvents: true } : {};
  return {
    $set: { ...rest, ...people, ...foundBy(people), ...pending, isTombstone: participants.length === 0 },
    $inc: { version: 1 },
    $push: { pendingEvents: { $each: events.map(toPending) } },
  };
}

/** Recordings from before they named their group session are told which it is. */
const nameGroups = (mongo: Mongo, sessions: Pick<Documents<KeptGroupSession>, 'find'>): Promise<void> =>
  upgradeOnce(mongo, 'groups of lives', async (database) => {
    const lives = database.collection<{ _id: string }>(LIVE_WORKOUTS);
    for (const { _id: groupSessionId, participants } of await sessions.find({}))
      for (const { liveId } of participants)
        await lives.updateOne({ _id: liveId, groupSessionId: { $exists: false } }, { $set: { groupSessionId } });
  });

import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';
import { SPORTS } from '../domain/sport.ts';

/** How a workout is planned. */
const planFields = {
  sport: z.enum(SPORTS),
  title: z.string(),
  startsAt: z.date(),
  timeZone: z.string(),
  /** As domain/training/recurrence.ts has read it. */
  recurrenceRule: z.string().nullable(),
  targetDistanceMeters: z.number().nullable(),
  targetSeconds: z.number().nullable(),
};

const scheduleSchema = z.object({
  _id: z.string(),
  ownerId: z.string(),
  ...planFields,
  /** Whether its owner called it so; not noted of some from before. */
  isTitleGiven: z.boolean().default(false),
  /** Since when it holds as it is; null when from its start. */
  since: z.date().nullable().default(null),
  /** How it was planned before: see domain/training/chapters.ts. */
  chapters: z
    .array(z.object({ ...planFields, firstAt: z.date(), lastAt: z.date(), version: z.int(), changedAt: z.date() }))
    .default([]),
  /** Goes up with every change; calendars go by it. */
  version: z.int(),
  changedAt: z.date(),
});
/** A workout that a person plans, once or again and again. */
export type Schedule = z.infer<typeof scheduleSchema>;
/** What of a plan its owner can change. */
export type SchedulePart = Omit<Schedule, '_id' | 'ownerId' | 'version' | keyof SchedulePast>;
/** What a plan was before. */
type SchedulePast = Pick<Schedule, 'since' | 'chapters'>;

const feedSchema = z.object({
  /** The person's id. */
  _id: z.string(),
  generation: z.int(),
  /** Whether the address was renewed because the account was claimed from who registered it. */
  isClaimed: z.boolean().default(false),
});

/** The plans, and which address of their calendars counts. */
export interface ScheduleStore {
  get(id: string): Promise<Schedule | undefined>;
  /** A person's plans in the order they were made, from behind an id on. */
  list(ownerId: string, page: { after: string | undefined; limit: number }): Promise<Schedule[]>;
  insert(schedule: Schedule): Promise<void>;
  /** Undefined when the plan has changed since, or is gone. */
  change(known: Schedule, part: SchedulePart & SchedulePast): Promise<Schedule | undefined>;
  remove(id: string): Promise<void>;
  /** How often a person has changed the address of their calendar. */
  feedGeneration(ownerId: string): Promise<number>;
  /** Makes the address that counts so far good for nothing. Answers the new generation. */
  renewFeed(ownerId: string): Promise<number>;
  /** The same, when an account was claimed from who registered it: once. */
  claimFeed(ownerId: string): Promise<void>;
}

export async function openSchedules(mongo: Mongo): Promise<ScheduleStore> {
  const schedules = await openDocuments(mongo, {
    name: 'schedules',
    schema: scheduleSchema,
    indexes: [{ key: { ownerId: 1, _id: 1 } }],
  });
  const feeds = await openDocuments(mongo, { name: 'calendarFeeds', schema: feedSchema, indexes: [] });
  const renewFeed = async (_id: string): Promise<number> => {
    const known = await feeds.update({ _id }, { $inc: { generation: 1 } });
    if (known) return known.generation;
    return (await feeds.insert({ _id, generation: 1, isClaimed: false })) ? 1 : renewFeed(_id);
  };
  return {
    get: schedules.get,
    list: (ownerId, { after, limit }) =>
      schedules.find({ ownerId, ...(after === undefined ? {} : { _id: { $gt: after } }) }, { sort: { _id: 1 }, limit }),
    insert: async (schedule) => {
      await schedules.insert(schedule);
    },
    change: ({ _id, version }, part) => schedules.update({ _id, version }, { $set: part, $inc: { version: 1 } }),
    remove: (_id) => schedules.remove({ _id }),
    feedGeneration: async (ownerId) => (await feeds.get(ownerId))?.generation ?? 0,
    renewFeed,
    claimFeed: async (_id) => {
      if (await feeds.insert({ _id, generation: 1, isClaimed: true })) return;
      await feeds.update({ _id, isClaimed: { $ne: true } }, { $inc: { generation: 1 }, $set: { isClaimed: true } });
    },
  };
}

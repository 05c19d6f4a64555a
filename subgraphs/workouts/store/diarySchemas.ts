// The shapes of the JSON that diaries hold.
import { z } from 'zod';
import { RECORD_KINDS } from '../domain/diary/records.ts';
import { SPORTS } from '../domain/sport.ts';
import { VISIBILITIES } from '../domain/visibility.ts';

const figure = z.number().nullable();

const counted = z.object({
  localDate: z.string(),
  movingSeconds: figure,
  kilocalories: figure,
  elevationGainMeters: figure,
  isBelieved: z.boolean(),
  efforts: z.array(z.tuple([z.number(), z.number()])),
});

const entry = z.object({
  id: z.string(),
  version: z.int(),
  position: z.string(),
  isTimed: z.boolean(),
  sport: z.enum(SPORTS),
  visibility: z.enum(VISIBILITIES),
  distanceMeters: figure,
  elapsedSeconds: figure,
  counted: counted.nullable(),
});

const trace = z.object({ id: z.string(), version: z.int(), gone: z.literal(true) });

/** The entries of one month. */
export const entriesSchema = z.array(z.union([entry, trace]));

const totals = z.object({
  workouts: z.int(),
  elapsedSeconds: z.number(),
  movingSeconds: z.number(),
  distanceMeters: z.number(),
  kilocalories: z.number(),
  elevationGainMeters: z.number(),
});

const record = z.object({
  kind: z.enum(RECORD_KINDS),
  sport: z.enum(SPORTS),
  value: z.number(),
  workoutId: z.string(),
  workoutVersion: z.int().default(0),
  position: z.string(),
});

/** What a month comes to. */
export const monthTotalsSchema = z.object({
  days: z.array(z.object({ date: z.string(), sport: z.enum(SPORTS), totals })),
  records: z.array(record),
});

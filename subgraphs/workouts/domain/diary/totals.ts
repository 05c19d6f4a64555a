import { z } from 'zod';
import { SPORTS, type Sport } from '../sport.ts';
import type { Entry } from './entry.ts';
import { recordSchema, recordsOf } from './records.ts';

const totals = z.object({
  workouts: z.int(),
  elapsedSeconds: z.number(),
  movingSeconds: z.number(),
  distanceMeters: z.number(),
  kilocalories: z.number(),
  elevationGainMeters: z.number(),
});
/** Sums over workouts; what a workout does not know adds nothing. */
export type Totals = z.infer<typeof totals>;

const dayTotals = z.object({ date: z.string(), sport: z.enum(SPORTS), totals });
/** The workouts of one sport on one local date. */
export type DayTotals = z.infer<typeof dayTotals>;

/** What a month of a diary comes to: small, however many workouts it holds. */
export const monthTotalsSchema = z.object({ days: z.array(dayTotals), records: z.array(recordSchema) });
export type MonthTotals = z.infer<typeof monthTotalsSchema>;

export const noTotals: Totals = {
  workouts: 0,
  elapsedSeconds: 0,
  movingSeconds: 0,
  distanceMeters: 0,
  kilocalories: 0,
  elevationGainMeters: 0,
};

export const addTotals = (a: Totals, b: Totals): Totals => ({
  workouts: a.workouts + b.workouts,
  elapsedSeconds: a.elapsedSeconds + b.elapsedSeconds,
  movingSeconds: a.movingSeconds + b.movingSeconds,
  distanceMeters: a.distanceMeters + b.distanceMeters,
  kilocalories: a.kilocalories + b.kilocalories,
  elevationGainMeters: a.elevationGainMeters + b.elevationGainMeters,
});

/** Counts entries anew, from nothing: sums never drift. */
export function totalsOfEntries(entries: readonly Entry[]): MonthTotals {
  const days = new Map<string, DayTotals>();
  for (const entry of entries) {
    if (!entry.counted) continue;
    const { localDate: date } = entry.counted;
    const key = `${date} ${entry.sport}`;
    const before = days.get(key)?.totals ?? noTotals;
    days.set(key, { date, sport: entry.sport, totals: addTotals(before, totalsOf(entry, entry.counted)) });
  }
  return { days: [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1)), records: recordsOf(entries) };
}

const totalsOf = (entry: Entry, counted: NonNullable<Entry['counted']>): Totals => ({
  workouts: 1,
  elapsedSeconds: entry.elapsedSeconds ?? 0,
  movingSeconds: counted.movingSeconds ?? 0,
  distanceMeters: entry.distanceMeters ?? 0,
  kilocalories: counted.kilocalories ?? 0,
  elevationGainMeters: counted.elevationGainMeters ?? 0,
});

/** Totals by key, in the order of the keys. */
export function groupTotals<Key extends string>(
  days: readonly DayTotals[],
  keyOf: (day: DayTotals) => Key,
): { key: Key; totals: Totals }[] {
  const groups = new Map<Key, Totals>();
  for (const day of days) groups.set(keyOf(day), addTotals(groups.get(keyOf(day)) ?? noTotals, day.totals));
  return [...groups].map(([key, sum]) => ({ key, totals: sum })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

export const totalsBySport = (days: readonly DayTotals[]): { sport: Sport; totals: Totals }[] =>
  groupTotals(days, ({ sport }) => sport).map(({ key, totals: sum }) => ({ sport: key, totals: sum }));

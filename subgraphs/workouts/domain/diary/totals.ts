import type { Sport } from '../sport.ts';
import type { Counted, Entry } from './entry.ts';
import { recordsOf, type PersonalRecord } from './records.ts';

/** Sums over workouts; what a workout does not know adds nothing. */
export interface Totals {
  readonly workouts: number;
  readonly elapsedSeconds: number;
  readonly movingSeconds: number;
  readonly distanceMeters: number;
  readonly kilocalories: number;
  readonly elevationGainMeters: number;
}

/** The workouts of one sport on one local date. */
export interface DayTotals {
  readonly date: string;
  readonly sport: Sport;
  readonly totals: Totals;
}

/** What a month of a diary comes to: small, however many workouts it holds. */
export interface MonthTotals {
  readonly days: readonly DayTotals[];
  readonly records: readonly PersonalRecord[];
}

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

const totalsOf = (entry: Entry, counted: Counted): Totals => ({
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

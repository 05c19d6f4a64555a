import { Temporal } from 'temporal-polyfill';

/** A calendar date without a time zone: `2026-05-01`. Such dates compare as text. */
export type LocalDate = string;

/** A stretch of calendar dates, both ends in it. */
export interface Dates {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** The date so many days later; earlier when negative. */
export const addDays = (date: LocalDate, days: number): LocalDate =>
  Temporal.PlainDate.from(date).add({ days }).toString();

/** The Monday of a date's ISO week. */
export const mondayOf = (date: LocalDate): LocalDate => addDays(date, 1 - Temporal.PlainDate.from(date).dayOfWeek);

/** Every date of a stretch, in order. */
export function* eachDate({ from, to }: Dates): Generator<LocalDate> {
  for (let date = from; date <= to; date = addDays(date, 1)) yield date;
}

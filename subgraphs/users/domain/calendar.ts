import { Temporal } from 'temporal-polyfill';

/** A calendar date without a time zone: `2026-05-01`. Such dates compare as text. */
export type LocalDate = string;

/** A stretch of calendar dates, both ends in it. */
export interface Dates {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** The date at an instant in a time zone. */
export const localDate = (now: Date, timeZone: string): LocalDate =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();

/** The date so many days later; earlier when negative. */
export const addDays = (date: LocalDate, days: number): LocalDate =>
  Temporal.PlainDate.from(date).add({ days }).toString();

/** The date so many months later, the last of its month where there is no such day; earlier when negative. */
export const addMonths = (date: LocalDate, months: number): LocalDate =>
  Temporal.PlainDate.from(date).add({ months }).toString();

/** The instant so many milliseconds later; earlier when negative. */
export const addMilliseconds = (instant: Date, milliseconds: number): Date =>
  new Date(instant.getTime() + milliseconds);

/** How many days one date is after another. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;

/** How many days a stretch has. */
export const daysIn = ({ from, to }: Dates): number => daysBetween(from, to) + 1;

export const isWithin = (date: LocalDate, { from, to }: Dates): boolean => from <= date && date <= to;

/** How many whole months one date is after another: negative before. */
export function monthsBetween(from: LocalDate, to: LocalDate): number {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)];
  return (last.year - first.year) * 12 + last.month - first.month;
}

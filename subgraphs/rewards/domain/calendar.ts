/** A calendar date without a time zone: `2026-05-01`. Such dates compare as text. */
export type LocalDate = string;

/** A stretch of calendar dates, both ends in it. */
export interface Dates {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

const DAY_MS = 86_400_000;

/** The date so many days later; earlier when negative. */
export const addDays = (date: LocalDate, days: number): LocalDate => dateOf(midnightOf(date) + days * DAY_MS);

/** The Monday of a date's ISO week. */
export const mondayOf = (date: LocalDate): LocalDate => addDays(date, -daysSinceMonday(date));

/** Whether an ISO week begins with this date. */
export const isMonday = (date: LocalDate): boolean => daysSinceMonday(date) === 0;

/** Every date of a stretch, in order. */
export function* eachDate({ from, to }: Dates): Generator<LocalDate> {
  const last = midnightOf(to);
  for (let midnight = midnightOf(from); midnight <= last; midnight += DAY_MS) yield dateOf(midnight);
}

/** A date's midnight in UTC, where every day has as many milliseconds. */
const midnightOf = (date: LocalDate): number => Date.parse(date);

const dateOf = (midnight: number): LocalDate => new Date(midnight).toISOString().slice(0, 10);

const daysSinceMonday = (date: LocalDate): number => (new Date(midnightOf(date)).getUTCDay() + 6) % 7;

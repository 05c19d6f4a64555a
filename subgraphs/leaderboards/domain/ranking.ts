/** What a participant's place follows from. */
export interface Standing {
  /** In the unit of the competition's metric. */
  readonly score: number;
  /** The end of the workout that brought the score there. */
  readonly reachedAt: Date;
  readonly activityCount: number;
}

/** Whether the lowest score is the best: of times, and of nothing else. */
export const ranksAscending = (metric: string): boolean => metric === 'FASTEST_EFFORT';

/** A score as the ranking is sorted by it: lower is better. And back, by the same. */
export const orient = (score: number, ascending: boolean): number => (ascending ? score : 0 - score);

/** Wide enough for the milliseconds of the year 9999. */
const TIME_DIGITS = 15;
const COUNT_DIGITS = 10;
const padded = (value: number, digits: number): string => String(Math.max(0, value)).padStart(digits, '0');

/**
 * The text by which equal scores are sorted: reached earlier first, then fewer activities, then the lower id. All have
 * one length, so that comparing bytes compares these. The participation's id is its last 36 characters.
 */
export const tieBreak = ({ reachedAt, activityCount }: Standing, participationId: string): string =>
  `${padded(reachedAt.getTime(), TIME_DIGITS)}:${padded(activityCount, COUNT_DIGITS)}:${participationId}`;

/** What a tie-break looks like. */
export const TIE_BREAK = /^\d{15}:\d{10}:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The ranks of consecutive entries by standard competition ranking ("1224"): equal scores share a rank, and the ranks
 * after them are left out.
 *
 * @param firstRank the rank of the first of them
 * @param firstIndex how many entries of the board stand before them
 */
export function ranksOf(scores: readonly number[], firstRank: number, firstIndex: number): number[] {
  let rank = firstRank;
  return scores.map((score, index) => {
    if (index > 0 && score !== scores[index - 1]) rank = firstIndex + index + 1;
    return rank;
  });
}

/** 100 (N − rank)/(N − 1): the share of the other entries that do not stand ahead; null for the only entry. */
export const percentile = (rank: number, entryCount: number): number | null =>
  entryCount > 1 ? (100 * (entryCount - rank)) / (entryCount - 1) : null;

import type { GroupResult } from './session.ts';

/** What a participant has come to. */
export type GroupFigures = {
  readonly elapsedSeconds: number;
  readonly distanceMeters: number | null;
  readonly heartRateBpm: number | null;
  /** What they do at the moment, and how often they have done it in this set. */
  readonly exercise: string | null;
  readonly repetitions: number | null;
  /** Of all sets together. */
  readonly allRepetitions: number | null;
};

/**
 * Ranks of participants by standard competition ranking ("1224"): by distance where anybody tells of any, else by all
 * repetitions, else by time; the most is best. Null for who has told of nothing.
 */
export function ranksOf(all: readonly (GroupFigures | null)[]): (number | null)[] {
  const measure = measureOf(all);
  return ranksBy(all.map((figures) => figures && (measure(figures) ?? 0)));
}

/** The ranks of some of those that were ranked in the end, among themselves: who is left out counts for nothing. */
export function ranksAmong(results: readonly (GroupResult | null)[]): (number | null)[] {
  const ranked = results.map((result) =>
    result === null || result.rank === null ? null : { ...result, rank: result.rank },
  );
  // Of what was noted before all repetitions were, the order is known.
  if (ranked.some((result) => result !== null && result.allRepetitions === undefined))
    return ranksBy(ranked.map((result) => result && -result.rank));
  return ranksOf(ranked.map((result) => result && { ...result, allRepetitions: result.allRepetitions ?? null }));
}

const ranksBy = (scores: readonly (number | null)[]): (number | null)[] =>
  scores.map((score) => (score === null ? null : 1 + scores.filter((other) => other !== null && other > score).length));

function measureOf(all: readonly (GroupFigures | null)[]): (figures: GroupFigures) => number | null {
  const isTold = (measure: (figures: GroupFigures) => number | null): boolean =>
    all.some((figures) => figures !== null && measure(figures) !== null);
  const measures = [
    ({ distanceMeters }: GroupFigures) => distanceMeters,
    ({ allRepetitions }: GroupFigures) => allRepetitions,
  ];
  return measures.find(isTold) ?? (({ elapsedSeconds }) => elapsedSeconds);
}

import type { Metric, Participation } from './competition.ts';

/** A participant's place when all is over. */
export interface Standing {
  readonly participation: Participation;
  /** 1 for the best; shared by equal scores, and the ranks after them are left out. Null without a score. */
  readonly rank: number | null;
}

/**
 * All participants from the best down, by standard competition ranking ("1224"). Among equal scores the one reached
 * earlier stands first, then the one of fewer activities, then the lower id; these do not change the rank. People
 * without a score come last.
 */
export function standingsOf(metric: Metric, participations: readonly Participation[]): Standing[] {
  const ordered = [...participations].sort((a, b) => compare(metric, a, b));
  let rank = 0;
  return ordered.map((participation, index) => {
    if (participation.score === null) return { participation, rank: null };
    if (participation.score !== ordered[index - 1]?.score) rank = index + 1;
    return { participation, rank };
  });
}

function compare(metric: Metric, a: Participation, b: Participation): number {
  if (a.score === null || b.score === null) {
    return Number(a.score === null) - Number(b.score === null) || byId(a, b);
  }
  const better = metric === 'FASTEST_EFFORT' ? a.score - b.score : b.score - a.score;
  const earlier = (a.reachedAt?.getTime() ?? 0) - (b.reachedAt?.getTime() ?? 0);
  return better || earlier || a.activityCount - b.activityCount || byId(a, b);
}

const byId = (a: Participation, b: Participation): number => (a.id < b.id ? -1 : Number(a.id > b.id));

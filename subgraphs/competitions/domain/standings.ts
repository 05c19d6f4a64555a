import type { Metric } from './competition.ts';
import type { Standing } from './team.ts';

/** Who has a place when all is over: a participant, or a team. */
export interface Ranked extends Standing {
  readonly id: string;
}

/** A place when all is over. */
export interface Place<Entrant> {
  readonly entrant: Entrant;
  /** 1 for the best; shared by equal scores, and the ranks after them are left out. Null without a score. */
  readonly rank: number | null;
}

/**
 * All entrants from the best down, by standard competition ranking ("1224"). Among equal scores the one reached
 * earlier stands first, then the one of fewer activities, then the lower id; these do not change the rank. Those
 * without a score come last.
 */
export function standingsOf<Entrant extends Ranked>(metric: Metric, entrants: readonly Entrant[]): Place<Entrant>[] {
  const ordered = [...entrants].sort((a, b) => compare(metric, a, b));
  let rank = 0;
  return ordered.map((entrant, index) => {
    if (entrant.score === null) return { entrant, rank: null };
    if (entrant.score !== ordered[index - 1]?.score) rank = index + 1;
    return { entrant, rank };
  });
}

function compare(metric: Metric, a: Ranked, b: Ranked): number {
  if (a.score === null || b.score === null) {
    return Number(a.score === null) - Number(b.score === null) || byId(a, b);
  }
  const better = metric === 'FASTEST_EFFORT' ? a.score - b.score : b.score - a.score;
  const earlier = (a.reachedAt?.getTime() ?? 0) - (b.reachedAt?.getTime() ?? 0);
  return better || earlier || a.activityCount - b.activityCount || byId(a, b);
}

const byId = (a: Ranked, b: Ranked): number => (a.id < b.id ? -1 : Number(a.id > b.id));

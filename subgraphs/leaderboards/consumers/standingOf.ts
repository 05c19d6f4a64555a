import type { Standing } from '../domain/ranking.ts';

interface Told {
  readonly score: number | null;
  readonly reachedAt: string | null;
  readonly activityCount: number;
}

/** A standing as events tell it; undefined without a score. */
export const standingOf = ({ score, reachedAt, activityCount }: Told): Standing | undefined =>
  score === null || reachedAt === null ? undefined : { score, reachedAt: new Date(reachedAt), activityCount };

import type { Sport } from '../sport.ts';
import { occurrences, withoutCount, type Recurring } from './recurrence.ts';

/** How a workout is planned. */
export interface Plan extends Recurring {
  readonly sport: Sport;
  readonly title: string;
  readonly targetDistanceMeters: number | null;
  readonly targetSeconds: number | null;
}

/** How a workout was planned before a change, for the times it took place so. */
export interface Chapter extends Plan {
  /** The first and the last of these times. */
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** The version that the plan had then. */
  readonly version: number;
  /** When the plan was changed. */
  readonly changedAt: Date;
}

/** A plan as it is, with how it was planned before. */
export interface ChangingPlan extends Plan {
  /** Since when it holds as it is; null when from its start. */
  readonly since: Date | null;
  readonly chapters: readonly Chapter[];
  readonly version: number;
}

/** So many chapters are kept of a plan, the newest: nothing stays of what lay before them. */
export const MAX_CHAPTERS = 50;

/**
 * What a change leaves of how a workout was planned: what has taken place becomes a chapter, and the change holds from now on. As
 * long as nothing has, a plan is said anew as a whole. Another title alone is no other plan.
 */
export function afterChange(known: ChangingPlan, wanted: Plan, now: Date): { since: Date | null; chapters: Chapter[] } {
  const before = [...known.chapters];
  if (isSame(known, wanted)) return { since: known.since, chapters: before };
  const chapter = chapterOf(known, now);
  const chapters = (chapter ? [...before, chapter] : before).slice(-MAX_CHAPTERS);
  return { since: chapters.length > 0 ? now : null, chapters };
}

const isSame = (one: Plan, other: Plan): boolean =>
  one.sport === other.sport &&
  one.startsAt.getTime() === other.startsAt.getTime() &&
  one.timeZone === other.timeZone &&
  one.recurrenceRule === other.recurrenceRule &&
  one.targetDistanceMeters === other.targetDistanceMeters &&
  one.targetSeconds === other.targetSeconds;

/** Undefined where a plan as it is has not taken place yet. */
function chapterOf(known: ChangingPlan, now: Date): Chapter | undefined {
  const { sport, title, startsAt, timeZone, recurrenceRule, targetDistanceMeters, targetSeconds, version } = known;
  const past = occurrences(known, { from: known.since ?? startsAt, to: now, limit: Infinity });
  const [firstAt, lastAt] = [past[0], past.at(-1)];
  if (!firstAt || !lastAt) return;
  return {
    ...{ sport, title, startsAt, timeZone, targetDistanceMeters, targetSeconds },
    // It ends with its last time: there is nothing left to count.
    recurrenceRule: recurrenceRule === null ? null : withoutCount(recurrenceRule),
    ...{ firstAt, lastAt, version, changedAt: now },
  };
}

/** One time a workout is or was planned for, and how. */
export interface PlannedTime {
  readonly startsAt: Date;
  readonly plan: Plan;
}

/** The times of a plan and its chapters, from `from` on and before `to`. */
export function timesBetween(
  plan: ChangingPlan,
  { from, to }: { readonly from: Date; readonly to: Date },
): PlannedTime[] {
  const timesOf = (part: Plan, first: Date, end: Date): PlannedTime[] =>
    occurrences(part, { from: first, to: end, limit: Infinity }).map((startsAt) => ({ startsAt, plan: part }));
  return [
    ...plan.chapters.flatMap((chapter) =>
      timesOf(chapter, later(from, chapter.firstAt), earlier(to, new Date(chapter.lastAt.getTime() + 1))),
    ),
    ...timesOf(plan, later(from, plan.since), to),
  ];
}

const later = (one: Date, other: Date | null): Date => (other && other > one ? other : one);
const earlier = (one: Date, other: Date): Date => (other < one ? other : one);

import { z } from 'zod';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { line, moment, timeZone } from '#platform/server/input.ts';
import { SPORTS } from '../../domain/sport.ts';
import { MAX_TITLE_LENGTH, titleOf } from '../../domain/title.ts';
import { MAX_RULE_LENGTH, readRule } from '../../domain/training/recurrence.ts';
import type { SchedulePart } from '../../store/schedules.ts';

/** What is planned for later is a slip, and clocks cannot be told for then. */
const LAST_YEAR = 2200;
const MAX_TARGET_METERS = 1_000_000;
const MAX_TARGET_SECONDS = 7 * 86_400;

/** What says how a workout is planned. */
export const planShape = {
  sport: z.enum(SPORTS),
  startsAt: moment().refine((at) => at.getUTCFullYear() < LAST_YEAR, 'This lies too far ahead.'),
  timeZone: timeZone().nullish(),
  recurrenceRule: z.string().max(MAX_RULE_LENGTH, `At most ${MAX_RULE_LENGTH} characters are allowed.`).nullish(),
  targetDistanceMeters: z
    .number()
    .positive('This must be more than 0.')
    .max(MAX_TARGET_METERS, `At most ${MAX_TARGET_METERS} m are allowed.`)
    .nullish(),
  targetSeconds: z
    .number()
    .positive('This must be more than 0.')
    .max(MAX_TARGET_SECONDS, `At most ${MAX_TARGET_SECONDS} s are allowed.`)
    .nullish(),
  title: line(MAX_TITLE_LENGTH).nullish(),
};

type PlanInput = z.infer<z.ZodObject<typeof planShape>>;

/** Makes a plan of what was said, by the clock of a zone: the rule is read, a title is found. */
export function readPlan(input: PlanInput, timeZoneName: string, now: Date): Outcome<SchedulePart> {
  const { sport, startsAt } = input;
  const start = { startsAt, timeZone: timeZoneName };
  const read = input.recurrenceRule ? readRule(input.recurrenceRule, start) : { rule: null };
  if ('problem' in read) return refused('INVALID_INPUT', read.problem, 'recurrenceRule');
  const title = titleOf({ name: input.title ?? null, sport, startedAt: startsAt.getTime(), timeZone: timeZoneName });
  return done({
    sport,
    title,
    isTitleGiven: (input.title ?? null) !== null,
    ...start,
    recurrenceRule: read.rule,
    targetDistanceMeters: input.targetDistanceMeters ?? null,
    targetSeconds: input.targetSeconds ?? null,
    changedAt: now,
  });
}

import { z } from 'zod';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { line, moment, timeZone } from '#platform/server/input.ts';
import { SPORTS } from '../../domain/sport.ts';
import { MAX_TITLE_LENGTH, titleOf } from '../../domain/title.ts';
import { MAX_RULE_LENGTH, readRule, takesPlace } from '../../domain/training/recurrence.ts';
import type { SchedulePart } from '../../store/schedules.ts';

/** What is planned for later is a slip, and clocks cannot be told for then. */
const LAST_YEAR = 2200;
const MAX_TARGET_METERS = 1_000_000;
const MAX_TARGET_SECONDS = 7 * 86_400;

/** A recurrence rule, as it is kept; null for none. */
const ruleInput = () =>
  z
    .string()
    .max(MAX_RULE_LENGTH, { error: `At most ${MAX_RULE_LENGTH} characters are allowed.`, abort: true })
    .transform((text, context) => {
      if (text === '') return null;
      const read = readRule(text);
      if ('rule' in read) return read.rule;
      context.addIssue({ code: 'custom', message: read.problem });
      return z.NEVER;
    });

/** What says how a workout is planned. */
export const planShape = {
  sport: z.enum(SPORTS),
  startsAt: moment().refine((at) => at.getUTCFullYear() < LAST_YEAR, 'This lies too far ahead.'),
  timeZone: timeZone().nullish(),
  recurrenceRule: ruleInput().nullish(),
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

/** Makes a plan of what was said, by the clock of a zone, unless its rule never takes place there: a title is found. */
export function readPlan(input: PlanInput, timeZoneName: string, now: Date): Outcome<SchedulePart> {
  const { sport, startsAt } = input;
  const times = { startsAt, timeZone: timeZoneName, recurrenceRule: input.recurrenceRule ?? null };
  if (!takesPlace(times)) return refused('INVALID_INPUT', 'The rule never takes place.', 'recurrenceRule');
  const title = titleOf({ name: input.title ?? null, sport, startedAt: startsAt.getTime(), timeZone: timeZoneName });
  return done({
    sport,
    title,
    isTitleGiven: (input.title ?? null) !== null,
    ...times,
    targetDistanceMeters: input.targetDistanceMeters ?? null,
    targetSeconds: input.targetSeconds ?? null,
    changedAt: now,
  });
}

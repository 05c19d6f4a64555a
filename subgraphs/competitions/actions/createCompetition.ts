import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { competitionMetric, CompetitionCreated } from '#events/competitions.ts';
import { sport, workoutSource } from '#events/workouts.ts';
import { unauthenticated } from '#platform/errors.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import { isForgotten } from '#platform/postgres/forgotten.ts';
import { writeEvents } from '#platform/postgres/outbox.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { line, moment, paragraphs, timeZone } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import type { Competition } from '../domain/competition.ts';
import { decideCreation } from '../domain/create.ts';
import { decideEntry, MAX_TEAMS, teamProblems, type Team, type TeamTerms } from '../domain/team.ts';
import { insertCompetition } from '../store/competitions.ts';
import { timeZoneOf } from '../store/people.ts';
import { insertTeam } from '../store/teams.ts';
import { newInviteCode } from './inviteCode.ts';
import { maxMembers, placeInSquad, teamName } from './teamInputs.ts';

const DAY_SECONDS = 86_400;
const orNull = <Value>(value: Value | null | undefined): Value | null => value ?? null;
const each = <Value>(values: readonly Value[] | null | undefined): Value[] => [...new Set(values)];

const input = z.object({
  title: line(120),
  description: paragraphs(2000),
  metric: competitionMetric,
  effortDistanceMeters: z.number().positive('A distance is above 0.').nullish().transform(orNull),
  sports: z.array(sport).nullish().transform(each),
  sources: z.array(workoutSource).nullish().transform(each),
  minimumDistanceMeters: z
    .number()
    .nonnegative('A distance is 0 or more.')
    .max(1e7, 'At most 10000000 m are allowed.')
    .nullish()
    .transform(orNull),
  minimumSeconds: z.int().nonnegative('A time is 0 or more.').nullish().transform(orNull),
  startsAt: moment(),
  endsAt: moment(),
  timeZone: timeZone().nullish(),
  visibility: z
    .enum(['PUBLIC', 'LINK', 'INVITE'])
    .nullish()
    .transform((visibility) => visibility ?? 'PUBLIC'),
  countsWorkoutsBeforeJoining: z
    .boolean()
    .nullish()
    .transform((counts) => counts ?? false),
  target: z
    .number()
    .positive('A target is above 0.')
    .max(1e12, 'This target is too large.')
    .nullish()
    .transform(orNull),
  gracePeriodSeconds: z
    .int()
    .min(0, 'A grace period is 0 or more.')
    .max(7 * DAY_SECONDS, 'A grace period is at most 604800 seconds.')
    .nullish()
    .transform((seconds) => seconds ?? DAY_SECONDS),
  teams: z
    .array(z.object({ name: teamName, squadId: z.string().nullish().transform(orNull), maxMembers }))
    .max(MAX_TEAMS, `At most ${MAX_TEAMS} teams are allowed.`)
    .nullish()
    .transform((teams) => teams ?? []),
});

/** Makes a competition; the caller is its organizer, and does not take part by that. */
export const createCompetition = defineAction({
  input,
  run: async (context: Context, { teams: wanted, ...terms }: z.output<typeof input>) => {
    const { userId } = requirePerson(context.viewer);
    const entered = await enterTeams(context, userId, wanted);
    if (!entered.ok) return entered;
    const decided = decideCreation(
      { ...terms, timeZone: terms.timeZone ?? (await timeZoneOf(context.pool, userId)) ?? 'UTC' },
      { id: uuidv7(), organizerId: userId, inviteCode: newInviteCode(), now: context.now() },
    );
    if (!decided.ok) return decided;
    await writeAtomically(context, 'competitions.create', async (tx) => {
      if (await isForgotten(tx, userId)) throw unauthenticated();
      await insertCompetition(tx, decided.value);
      for (const team of teamsOf(decided.value, entered.value)) await insertTeam(tx, team);
      await writeEvents(tx, [created(decided.value, context.now())]);
    });
    context.clock.wake();
    return done({ competition: decided.value });
  },
});

/** The teams to begin with, or what stands against them: a squad is entered by its owners. */
async function enterTeams(
  { pool }: Context,
  userId: string,
  wanted: readonly TeamTerms[],
): Promise<Outcome<readonly TeamTerms[]>> {
  const teams = wanted.map((team) => ({ ...team, squadId: team.squadId?.toLowerCase() ?? null }));
  const problems = teamProblems(teams, 'teams');
  if (problems.length > 0) return { ok: false, problems };
  const entries = await Promise.all(
    teams.map(async ({ squadId }, index) =>
      squadId === null
        ? done(undefined)
        : decideEntry(await placeInSquad(pool, squadId, userId), 'teams', String(index), 'squadId'),
    ),
  );
  return entries.find((entry) => !entry.ok) ?? done(teams);
}

const teamsOf = ({ id, organizerId: makerId, createdAt }: Competition, teams: readonly TeamTerms[]): Team[] =>
  teams.map((terms) => ({ ...terms, id: uuidv7(), competitionId: id, makerId, version: 1, createdAt }));

function created(competition: Competition, now: Date): Message {
  const { id, organizerId, title, metric, sports, visibility, startsAt, endsAt, version } = competition;
  const data = {
    version,
    competitionId: id,
    organizerId,
    title,
    metric,
    sports: [...sports],
    visibility,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
  };
  return createEvent(CompetitionCreated, id, data, now);
}

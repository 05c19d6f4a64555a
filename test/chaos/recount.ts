import {
  BadgesDocument,
  CompetitionDocument,
  LeaderboardDocument,
  RewardsDocument,
  WorkoutsDocument,
  type WorkoutSummaryFragment,
} from '#client/__generated__/graphql.ts';
import type { Person } from '#client/people.ts';
import { compareTeams, type TeamContest } from './teams.ts';
import { earnedTokens } from './tokens.ts';

/** A competition under test: how its score is recounted from a person's workouts. */
export interface Recounted {
  readonly id: string;
  readonly score: (workouts: readonly WorkoutSummaryFragment[]) => number;
}

/** Recounts of metrics, in whole small units, so that the order of addition does not matter. */
export const recountOf = {
  DISTANCE: (workouts: readonly WorkoutSummaryFragment[]) =>
    workouts.reduce((sum, { distanceMeters }) => sum + Math.round((distanceMeters ?? 0) * 100), 0) / 100,
  MOVING_TIME: (workouts: readonly WorkoutSummaryFragment[]) =>
    workouts.reduce((sum, { movingSeconds }) => sum + Math.round((movingSeconds ?? 0) * 1000), 0) / 1000,
  WORKOUT_COUNT: (workouts: readonly WorkoutSummaryFragment[]) => workouts.length,
} as const;

/** What people compete in. */
export interface Contests {
  readonly competitions: readonly Recounted[];
  readonly teams: TeamContest;
}

/**
 * Compares what every domain says with a recount from the workouts themselves.
 *
 * @param expectedWorkouts how many workouts each person must have, by id.
 * @returns one sentence per difference; empty when all agree.
 */
export async function differences(
  people: readonly Person[],
  { competitions, teams }: Contests,
  expectedWorkouts: ReadonlyMap<string, number>,
): Promise<string[]> {
  const workouts = new Map<string, WorkoutSummaryFragment[]>();
  for (const person of people) workouts.set(person.id, await allWorkouts(person));
  const believed = new Map(
    [...workouts].map(([id, all]) => [
      id,
      all.filter(({ flags }) => !flags.some(({ severity }) => severity === 'HARD')),
    ]),
  );
  const found: string[] = [];
  for (const { id, username } of people) {
    const [has, should] = [workouts.get(id)?.length ?? 0, expectedWorkouts.get(id) ?? 0];
    if (has !== should) found.push(`${username} has ${has} workouts instead of ${should}`);
  }
  for (const competition of competitions) found.push(...(await compareScores(people, competition, believed)));
  found.push(...(await compareTeams(teams, believed)));
  for (const person of people) found.push(...(await compareRewards(person, workouts.get(person.id) ?? [])));
  return found;
}

async function allWorkouts({ client }: Person): Promise<WorkoutSummaryFragment[]> {
  const all: WorkoutSummaryFragment[] = [];
  let after: string | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof pageAfter>> = await pageAfter(after);
    all.push(...(page?.edges.map(({ node }) => node) ?? []));
    if (!page?.pageInfo.hasNextPage) return all;
    after = page.pageInfo.endCursor;
  }
  async function pageAfter(cursor: string | null) {
    const { viewer } = await client.run(WorkoutsDocument, { first: 100, after: cursor });
    return viewer?.workouts;
  }
}

async function compareScores(
  people: readonly Person[],
  { id, score }: Recounted,
  workouts: ReadonlyMap<string, readonly WorkoutSummaryFragment[]>,
): Promise<string[]> {
  const [reader] = people;
  if (!reader) return [];
  const { competition } = await reader.client.run(CompetitionDocument, { id });
  const board = (await reader.client.run(LeaderboardDocument, { competitionId: id, first: 100 })).competition
    ?.leaderboard;
  const scores = new Map(competition?.participants.edges.map(({ node }) => [node.user?.id, node.score]));
  const entries = new Map(board?.entries.edges.map(({ node }) => [node.participant?.id, node.score]));
  return people.flatMap((person) => {
    const should = score(workouts.get(person.id) ?? []);
    const told = (what: string, is: number | null | undefined): string[] =>
      (is ?? 0) === should ? [] : [`${person.username} has ${what} ${is ?? 'nothing'} instead of ${should}`];
    return [...told('the score', scores.get(person.id)), ...told('on the board', entries.get(person.id))];
  });
}

async function compareRewards(
  { client, username }: Person,
  workouts: readonly WorkoutSummaryFragment[],
): Promise<string[]> {
  const [rewards, badges] = await Promise.all([client.run(RewardsDocument, {}), client.run(BadgesDocument, {})]);
  const balance = rewards.viewer?.rewardAccount?.balanceTokens ?? '0.000000';
  const should = earnedTokens(workouts);
  const count = badges.viewer?.badges?.edges.length ?? 0;
  return [
    ...(balance === should ? [] : [`${username} has ${balance} tokens instead of ${should}`]),
    ...(count === Math.min(1, workouts.length) ? [] : [`${username} has ${count} badges`]),
  ];
}

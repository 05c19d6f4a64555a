import {
  CompetitionTeamsDocument,
  LeaveSquadDocument,
  TeamLeaderboardDocument,
  type WorkoutSummaryFragment,
} from '#client/__generated__/graphql.ts';
import { explain } from '#client/laurel.ts';
import type { Person } from '#client/people.ts';
import { join, newCompetition } from '../support/competitions.ts';
import { enterSquad, newSquad } from '../support/squads.ts';
import { persistently } from './persistence.ts';

/** A competition of squads, and who plays for which. */
export interface TeamContest {
  readonly competitionId: string;
  readonly organizer: Person;
  readonly teams: readonly Team[];
  readonly score: Score;
}

type Score = (workouts: readonly WorkoutSummaryFragment[]) => number;

interface Team {
  readonly id: string;
  readonly name: string;
  readonly squadId: string;
  readonly players: Person[];
}

/** Makes two squads of all people, if there are enough, and a competition by distance that both have entered; `score` recounts it. */
export async function makeTeamContest(people: readonly Person[], score: Score): Promise<TeamContest> {
  const [organizer] = people;
  if (!organizer) throw new Error('nobody is there');
  const { id: competitionId } = await newCompetition(organizer, { metric: 'DISTANCE', teams: [] });
  const teams: Team[] = [];
  for (const [index, name] of ['The even', 'The odd'].entries()) {
    const players = people.filter((_person, position) => position % 2 === index);
    const [owner, ...members] = players;
    if (!owner) continue;
    const squadId = await newSquad(owner, ...members);
    const id = await enterSquad(owner, competitionId, squadId, name);
    for (const player of players) await join(player, competitionId, { teamId: id });
    teams.push({ id, name, squadId, players });
  }
  return { competitionId, organizer, teams, score };
}

/** The last of each squad leaves it, and so their team, though processes die on the way. */
export async function leaveStubbornly({ teams }: TeamContest): Promise<void> {
  for (const { squadId, players } of teams) {
    const leaving = players.length > 1 ? players.pop() : undefined;
    await persistently('to leave a squad', async () => {
      const left = await leaving?.client.run(LeaveSquadDocument, { input: { squadId } });
      const problems = left?.leaveSquad.userErrors ?? [];
      // Who does not know whether it worked has left when there is no such squad for them.
      if (problems.some(({ code }) => code !== 'NOT_FOUND')) throw new Error(explain(problems));
    });
  }
}

/** Compares the teams of a competition, and the board of teams, with a recount from their players' workouts. */
export async function compareTeams(
  { competitionId, organizer, teams, score: recount }: TeamContest,
  workouts: ReadonlyMap<string, readonly WorkoutSummaryFragment[]>,
): Promise<string[]> {
  const { client } = organizer;
  const { competition } = await client.run(CompetitionTeamsDocument, { id: competitionId });
  const board = (await client.run(TeamLeaderboardDocument, { competitionId })).competition?.leaderboard;
  const should = teams
    .map(({ name, players }) => ({
      name,
      score: recount(players.flatMap(({ id }) => workouts.get(id) ?? [])),
      players: players.map(({ id }) => id).sort(),
    }))
    .sort((one, other) => other.score - one.score);
  const shown = board?.teamEntries.map(({ score, team }) => `${team?.name ?? 'nobody'} ${score}`);
  const members = new Map(
    competition?.teams.map(({ name, members: found }) => [name, found.edges.map(({ node }) => node.user?.id).sort()]),
  );
  const expected = should.map(({ name, score }) => `${name} ${score}`);
  return [
    ...(shown?.join() === expected.join()
      ? []
      : [`the teams stand as ${String(shown?.join())} instead of ${expected.join()}`]),
    ...should.flatMap(({ name, players }) =>
      members.get(name)?.join() === players.join()
        ? []
        : [`${name} are ${members.get(name)?.length ?? 0} instead of ${players.length}, or others`],
    ),
  ];
}

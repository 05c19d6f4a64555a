import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { SquadMemberJoined, SquadMemberLeft, SquadMemberRoleChanged } from '#events/users.ts';
import type { EventData } from '#events/define.ts';
import { TeamScoreChanged } from '#events/competitions.ts';
import { createEvent, envelopeSchema, type Message } from '#platform/events/envelope.ts';
import { until } from '#platform/testing/until.ts';
import { NOBODY, type Running } from './support.ts';

/** A squad as users tells of it: each event counts its version up. */
export function newSquad() {
  const squadId = uuidv7();
  let version = 1;
  const next = (userId: string, role: 'OWNER' | 'MEMBER') => {
    version += 1;
    return { version, squadId, userId, role };
  };
  const event = (definition: typeof SquadMemberJoined, userId: string, role: 'OWNER' | 'MEMBER'): Message =>
    createEvent(definition, squadId, next(userId, role), new Date());
  return {
    id: squadId,
    joined: (userId: string, role: 'OWNER' | 'MEMBER' = 'MEMBER') => event(SquadMemberJoined, userId, role),
    left: (userId: string, role: 'OWNER' | 'MEMBER' = 'MEMBER') => event(SquadMemberLeft, userId, role),
    roleChanged: (userId: string, role: 'OWNER' | 'MEMBER') => event(SquadMemberRoleChanged, userId, role),
  };
}

const problems = z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() }));
const entered = z.object({
  enterSquad: z.object({ team: z.object({ id: z.string() }).nullable(), userErrors: problems }),
});

/** Enters a squad into a competition. */
export async function enter({ ask }: Running, userId: string, input: object) {
  const data = await ask(
    userId,
    'mutation ($input: EnterSquadInput!) { enterSquad(input: $input) { team { id } userErrors { code path } } }',
    { input: { name: 'Rollers', ...input } },
  );
  return entered.parse(data).enterSquad;
}

const seated = z.object({
  joinCompetition: z.object({
    participation: z
      .object({ id: z.string(), score: z.number().nullable(), team: z.object({ id: z.string() }).nullable() })
      .nullable(),
    userErrors: problems,
  }),
});

/** Joins a competition for a team. */
export async function joinTeam({ ask }: Running, userId: string, input: object) {
  const data = await ask(
    userId,
    `mutation ($input: JoinCompetitionInput!) {
      joinCompetition(input: $input) { participation { id score team { id } } userErrors { code path } }
    }`,
    { input },
  );
  return seated.parse(data).joinCompetition;
}

const teams = z.object({
  competition: z.object({
    teams: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        memberCount: z.int(),
        maxMembers: z.int().nullable(),
        members: z.object({ edges: z.array(z.object({ node: z.object({ user: z.object({ id: z.string() }) }) })) }),
      }),
    ),
  }),
});

/** The teams of a competition, with the people who play for them. */
export async function readTeams({ ask }: Running, competitionId: string) {
  const data = await ask(
    NOBODY,
    `query ($id: ID!) {
      competition(id: $id) {
        teams { id name memberCount maxMembers members(first: 100) { edges { node { user { id } } } } }
      }
    }`,
    { id: competitionId },
  );
  return teams.parse(data).competition.teams.map(({ members, ...team }) => ({
    ...team,
    people: members.edges.map(({ node }) => node.user.id),
  }));
}

/** Waits until the stream TEAM_SCORES holds this score of a team. */
export const publishedTeamScore = (
  { broker }: Running,
  competitionId: string,
  teamId: string,
  score: number | null,
): Promise<EventData<typeof TeamScoreChanged>> =>
  until(`the team's score ${score}`, async () => {
    const subject = `team-scores.${competitionId}.${teamId}`;
    const message = await broker.manager.streams.getMessage('TEAM_SCORES', { last_by_subj: subject });
    const found = message && TeamScoreChanged.data.parse(envelopeSchema.parse(message.json()).data);
    return found?.score === score ? found : undefined;
  });

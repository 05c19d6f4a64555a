import { z } from 'zod';
import type { Running } from './support.ts';

const created = z.object({
  createCompetition: z.object({
    competition: z.object({ id: z.string(), inviteCode: z.string().nullable(), status: z.string() }).nullable(),
    userErrors: z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() })),
  }),
});

/** What asking for a competition came to. */
export async function askForCompetition(
  { ask: query }: Running,
  organizerId: string,
  input: object = {},
): Promise<z.infer<typeof created>['createCompetition']> {
  const data = await query(
    organizerId,
    `mutation ($input: CreateCompetitionInput!) {
      createCompetition(input: $input) { competition { id inviteCode status } userErrors { code path } }
    }`,
    {
      input: {
        title: 'May',
        metric: 'DISTANCE',
        startsAt: '2026-05-01T00:00:00Z',
        endsAt: '2099-06-01T00:00:00Z',
        countsWorkoutsBeforeJoining: true,
        ...input,
      },
    },
  );
  return created.parse(data).createCompetition;
}

/** Makes a competition over everything since May 2026, by distance, also before joining, unless told otherwise. */
export async function newCompetition(
  running: Running,
  organizerId: string,
  input: object = {},
): Promise<{ id: string; inviteCode: string | null }> {
  const { competition, userErrors } = await askForCompetition(running, organizerId, input);
  if (!competition) throw new Error(JSON.stringify(userErrors));
  return competition;
}

const joined = z.object({
  joinCompetition: z.object({
    participation: z.object({ id: z.string(), score: z.number().nullable() }).nullable(),
    userErrors: z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() })),
  }),
});

/** Joins a competition. */
export async function join(
  { ask: query }: Running,
  userId: string,
  competitionId: string,
  inviteCode?: string | null,
): Promise<z.infer<typeof joined>['joinCompetition']> {
  const data = await query(
    userId,
    `mutation ($input: JoinCompetitionInput!) {
      joinCompetition(input: $input) { participation { id score } userErrors { code path } }
    }`,
    { input: { competitionId, inviteCode } },
  );
  return joined.parse(data).joinCompetition;
}

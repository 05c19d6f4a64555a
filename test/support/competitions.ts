import {
  CreateCompetitionDocument,
  JoinCompetitionDocument,
  type CreateCompetitionInput,
  type JoinCompetitionInput,
} from '#client/__generated__/graphql.ts';
import { explain } from '#client/laurel.ts';
import type { Person } from '#client/people.ts';

/** Makes a competition over all times, by distance unless told otherwise. @returns its id and invite code. */
export async function newCompetition(
  organizer: Person,
  settings: Partial<CreateCompetitionInput> = {},
): Promise<{ id: string; inviteCode: string | null }> {
  const input: CreateCompetitionInput = {
    title: 'All kilometres',
    metric: 'DISTANCE',
    startsAt: '2001-01-01T00:00:00.000Z',
    endsAt: new Date(Date.now() + 86_400_000).toISOString(),
    countsWorkoutsBeforeJoining: true,
    ...settings,
  };
  const { createCompetition } = await organizer.client.run(CreateCompetitionDocument, { input });
  if (!createCompetition.competition) throw new Error(explain(createCompetition.userErrors));
  return createCompetition.competition;
}

/** Joins a competition, by its code or for one of its teams where that is needed. */
export async function join(
  person: Person,
  competitionId: string,
  by: Pick<JoinCompetitionInput, 'inviteCode' | 'teamId'> = {},
): Promise<void> {
  const input = { competitionId, ...by };
  const { joinCompetition } = await person.client.run(JoinCompetitionDocument, { input });
  if (!joinCompetition.participation) throw new Error(explain(joinCompetition.userErrors));
}

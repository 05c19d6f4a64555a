import {
  AcceptSquadInvitationDocument,
  CreateSquadDocument,
  EnterSquadDocument,
  InviteToSquadDocument,
} from '#client/__generated__/graphql.ts';
import { explain } from '#client/laurel.ts';
import type { Person } from '#client/people.ts';

/** Makes a squad of its owner and some members. @returns its id. */
export async function newSquad(owner: Person, ...members: readonly Person[]): Promise<string> {
  const { createSquad } = await owner.client.run(CreateSquadDocument, { input: { name: 'Rollers' } });
  if (!createSquad.squad) throw new Error(explain(createSquad.userErrors));
  const squadId = createSquad.squad.id;
  for (const { id: userId, client } of members) {
    await owner.client.run(InviteToSquadDocument, { input: { squadId, userId } });
    const { acceptSquadInvitation } = await client.run(AcceptSquadInvitationDocument, { input: { squadId } });
    if (acceptSquadInvitation.userErrors.length > 0) throw new Error(explain(acceptSquadInvitation.userErrors));
  }
  return squadId;
}

/** Enters a squad of somebody's into a competition as a team. @returns the team's id. */
export async function enterSquad(owner: Person, competitionId: string, squadId: string, name: string): Promise<string> {
  const input = { competitionId, squadId, name };
  const { enterSquad: entered } = await owner.client.run(EnterSquadDocument, { input });
  if (!entered.team) throw new Error(explain(entered.userErrors));
  return entered.team.id;
}

import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { unauthenticated } from '#platform/errors.ts';
import type { Transaction } from '#platform/postgres/connection.ts';
import { isForgotten } from '#platform/postgres/forgotten.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { decideSquadEntry, noSuchSquad, type Team, type TeamTerms } from '../domain/team.ts';
import { holdCompetition } from '../store/competitions.ts';
import { findParticipationsOf } from '../store/participations.ts';
import { findSquadPlace } from '../store/squads.ts';
import { findTeamsIn, insertTeam, lockTeamsIn } from '../store/teams.ts';
import { knowsCode } from './inviteCode.ts';
import { noSuchCompetition } from './joinCompetition.ts';
import { maxMembers, placeInSquad, teamName } from './teamInputs.ts';

const input = z.object({
  competitionId: z.string(),
  squadId: z.string(),
  name: teamName,
  maxMembers,
  inviteCode: z.string().max(200).nullish(),
});

/** Makes a squad of the caller's a team of a competition. */
export const enterSquad = defineAction({
  input,
  run: async (context: Context, wanted: z.output<typeof input>): Promise<Outcome<{ team: Team }>> => {
    const { userId } = requirePerson(context.viewer);
    const [competitionId, squadId] = [parseId(wanted.competitionId), parseId(wanted.squadId)];
    if (competitionId === undefined) return noSuchCompetition;
    if (squadId === undefined) return noSuchSquad('squadId');
    await placeInSquad(context.pool, squadId, userId);
    const terms = { name: wanted.name, squadId, maxMembers: wanted.maxMembers };
    const wish = { competitionId, userId, terms, squadId, code: wanted.inviteCode ?? '', now: context.now() };
    return writeAtomically(context, 'competitions.enter-squad', (tx) => enter(tx, wish));
  },
});

interface Wish {
  readonly competitionId: string;
  readonly userId: string;
  readonly terms: TeamTerms;
  readonly squadId: string;
  readonly code: string;
  readonly now: Date;
}

async function enter(tx: Transaction, wish: Wish): Promise<Outcome<{ team: Team }>> {
  const { competitionId, userId, terms, squadId, code, now } = wish;
  if (await isForgotten(tx, userId)) throw unauthenticated();
  const competition = await holdCompetition(tx, competitionId);
  if (!competition) return noSuchCompetition;
  await lockTeamsIn(tx, competitionId);
  const decided = decideSquadEntry(competition, terms, {
    id: uuidv7(),
    userId,
    place: await findSquadPlace(tx, squadId, userId),
    participates: (await findParticipationsOf(tx, userId, [competitionId])).length > 0,
    knowsCode: knowsCode(competition, code),
    teams: await findTeamsIn(tx, [competitionId]),
    now,
  });
  if (!decided.ok) return decided;
  await insertTeam(tx, decided.value);
  return done({ team: decided.value });
}

import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { unauthenticated } from '#platform/errors.ts';
import { ParticipantJoined } from '#events/competitions.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import type { Transaction } from '#platform/postgres/connection.ts';
import { writeEvents, writeState } from '#platform/postgres/outbox.ts';
import { isForgotten } from '#platform/postgres/forgotten.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import type { Competition, Participation } from '../domain/competition.ts';
import { decideJoining, type Joined } from '../domain/join.ts';
import type { SeatWish } from '../domain/team.ts';
import { rescoreTeams, scored, scoreSubject } from '../scores.ts';
import { holdCompetition } from '../store/competitions.ts';
import { findParticipationsOf, insertParticipation } from '../store/participations.ts';
import { lockPerson } from '../store/people.ts';
import { findSquadPlace } from '../store/squads.ts';
import { countTeamMembers, findTeams, lockTeam, saveSeat } from '../store/teams.ts';
import { knowsCode } from './inviteCode.ts';
import { placeInSquad } from './teamInputs.ts';

const input = z.object({
  competitionId: z.string(),
  inviteCode: z.string().max(200).nullish(),
  teamId: z.string().nullish(),
});

/** Makes the caller a participant, who may play for a team; the workouts that count already are in the score at once. */
export const joinCompetition = defineAction({
  input,
  run: async (context: Context, { competitionId, inviteCode, teamId }: z.output<typeof input>) => {
    const { userId } = requirePerson(context.viewer);
    const id = parseId(competitionId);
    if (id === undefined) return noSuchCompetition;
    const team = typeof teamId === 'string' ? parseTeam(teamId) : undefined;
    if (team) await awaitSquad(context, team.id, userId);
    const joined = await writeAtomically(context, 'competitions.join', (tx) =>
      join(tx, { competitionId: id, userId, inviteCode: inviteCode ?? '', team, now: context.now() }),
    );
    context.loaders.forgetViewerIn(id);
    return joined;
  },
});

/** A team by what may be its id. */
const parseTeam = (text: string): { readonly id: string | undefined } => ({ id: parseId(text) });

/** Waits a little for word that somebody is in a team's squad. */
async function awaitSquad({ pool }: Context, teamId: string | undefined, userId: string): Promise<void> {
  const [team] = teamId === undefined ? [] : await findTeams(pool, [teamId]);
  if (typeof team?.squadId === 'string') await placeInSquad(pool, team.squadId, userId);
}

interface Wish {
  readonly competitionId: string;
  readonly userId: string;
  readonly inviteCode: string;
  /** Without an id it cannot be found. */
  readonly team: { readonly id: string | undefined } | undefined;
  readonly now: Date;
}

/** Under the person's lock: no workout of theirs can come in between counting and joining. */
async function join(tx: Transaction, wish: Wish): Promise<Outcome<{ participation: Participation }>> {
  const { competitionId, userId, inviteCode, team, now } = wish;
  if (await isForgotten(tx, userId)) throw unauthenticated();
  await lockPerson(tx, userId);
  const competition = await holdCompetition(tx, competitionId);
  if (!competition) return noSuchCompetition;
  const [present] = await findParticipationsOf(tx, userId, [competitionId]);
  const decided = decideJoining(competition, {
    id: uuidv7(),
    userId,
    present,
    knowsCode: knowsCode(competition, inviteCode),
    wish: team && (await seatWish(tx, team.id, competition, userId)),
    now,
  });
  return decided.ok ? done({ participation: await keep(tx, competition, decided.value, now) }) : decided;
}

/** What there is to know of a seat, which nobody else is given meanwhile. */
async function seatWish(
  tx: Transaction,
  teamId: string | undefined,
  competition: Competition,
  userId: string,
): Promise<SeatWish> {
  const team = teamId === undefined ? undefined : await lockTeam(tx, teamId, competition.id);
  if (!team) return { team, memberCount: 0, place: undefined };
  const [counted] = await countTeamMembers(tx, [team.id]);
  const place = team.squadId === null ? undefined : await findSquadPlace(tx, team.squadId, userId);
  return { team, memberCount: counted?.count ?? 0, place };
}

async function keep(
  tx: Transaction,
  competition: Competition,
  { participation: decided, isNew, seat }: Joined,
  now: Date,
): Promise<Participation> {
  const participation = isNew ? await scored(tx, competition, decided) : decided;
  if (isNew) {
    await insertParticipation(tx, participation);
    await writeEvents(tx, [joinedEvent(participation, now)]);
    await writeState(tx, scoreSubject(participation));
  }
  if (seat) {
    await saveSeat(tx, participation.id, seat);
    await rescoreTeams(tx, [seat.teamId]);
  }
  return participation;
}

/** What one hears of a competition that does not exist. */
export const noSuchCompetition = refused('NOT_FOUND', 'There is no such competition.', 'competitionId');

function joinedEvent({ id, competitionId, userId, joinedAt, teamId }: Participation, now: Date): Message {
  const data = { version: 1, participationId: id, competitionId, userId, joinedAt: joinedAt.toISOString(), teamId };
  return createEvent(ParticipantJoined, id, data, now);
}

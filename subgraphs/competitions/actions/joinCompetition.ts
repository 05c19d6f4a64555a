import { createHash, timingSafeEqual } from 'node:crypto';
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
import type { Participation } from '../domain/competition.ts';
import { decideJoining } from '../domain/join.ts';
import { scored, scoreSubject } from '../scores.ts';
import { holdCompetition } from '../store/competitions.ts';
import { findParticipationsOf, insertParticipation } from '../store/participations.ts';
import { lockPerson } from '../store/people.ts';

const input = z.object({ competitionId: z.string(), inviteCode: z.string().max(200).nullish() });

/** Makes the caller a participant; the workouts that count already are in the score at once. */
export const joinCompetition = defineAction({
  input,
  run: async (context: Context, { competitionId, inviteCode }: z.output<typeof input>) => {
    const { userId } = requirePerson(context.viewer);
    const id = parseId(competitionId);
    if (id === undefined) return noSuchCompetition;
    const joined = await writeAtomically(context, 'competitions.join', (tx) =>
      join(tx, { competitionId: id, userId, inviteCode: inviteCode ?? '', now: context.now() }),
    );
    context.loaders.forgetViewerIn(id);
    return joined;
  },
});

interface Wish {
  readonly competitionId: string;
  readonly userId: string;
  readonly inviteCode: string;
  readonly now: Date;
}

/** Under the person's lock: no workout of theirs can come in between counting and joining. */
async function join(tx: Transaction, wish: Wish): Promise<Outcome<{ participation: Participation }>> {
  const { competitionId, userId, inviteCode, now } = wish;
  if (await isForgotten(tx, userId)) throw unauthenticated();
  await lockPerson(tx, userId);
  const competition = await holdCompetition(tx, competitionId);
  if (!competition) return noSuchCompetition;
  const parts = await findParticipationsOf(tx, userId, [competitionId]);
  const decided = decideJoining(competition, {
    id: uuidv7(),
    userId,
    participates: parts.length > 0,
    knowsCode: competition.inviteCode !== null && sameText(competition.inviteCode, inviteCode),
    now,
  });
  if (!decided.ok) return decided;
  const participation = await scored(tx, competition, decided.value);
  await insertParticipation(tx, participation);
  await writeEvents(tx, [joinedEvent(participation, now)]);
  await writeState(tx, scoreSubject(participation));
  return done({ participation });
}

const noSuchCompetition = refused('NOT_FOUND', 'There is no such competition.', 'competitionId');

/** Compares in the same time wherever texts differ. */
function sameText(a: string, b: string): boolean {
  const [hashA, hashB] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return hashA !== undefined && hashB !== undefined && timingSafeEqual(hashA, hashB);
}

function joinedEvent({ id, competitionId, userId, joinedAt }: Participation, now: Date): Message {
  const data = { version: 1, participationId: id, competitionId, userId, joinedAt: joinedAt.toISOString() };
  return createEvent(ParticipantJoined, id, data, now);
}

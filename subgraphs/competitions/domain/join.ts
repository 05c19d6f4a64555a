import { done, refused, type Outcome } from '#platform/problems.ts';
import type { Competition, Participation } from './competition.ts';
import { statusAt } from './lifecycle.ts';
import { decideSeat, type Seat, type SeatWish } from './team.ts';

/** Somebody who wants to take part. */
export interface Joining {
  /** The new participation's id. */
  readonly id: string;
  readonly userId: string;
  /** Their part, when they take part already. */
  readonly present: Participation | undefined;
  /** Whether the invite code given is the competition's. */
  readonly knowsCode: boolean;
  /** The seat in a team that they want, if they want one. */
  readonly wish: SeatWish | undefined;
  readonly now: Date;
}

/** What comes of it. */
export interface Joined {
  /** Without a score yet, when it is new. */
  readonly participation: Participation;
  readonly isNew: boolean;
  readonly seat: Seat | undefined;
}

/** Makes somebody a participant, or gives a participant a seat in a team, or says why not. */
export function decideJoining(competition: Competition, joining: Joining): Outcome<Joined> {
  const { userId, present, knowsCode, wish, now } = joining;
  if (present && !wish) return refused('ALREADY_JOINED', 'You take part already.', 'competitionId');
  if (present?.teamId) return refused('ALREADY_JOINED', 'You play for a team already.', 'teamId');
  if (!present && competition.visibility === 'INVITE' && userId !== competition.organizerId && !knowsCode) {
    return refused('INVALID_INVITE_CODE', 'This competition is by invitation, and this is not its code.', 'inviteCode');
  }
  const status = statusAt(competition, now);
  if (status !== 'UPCOMING' && status !== 'ACTIVE') {
    return refused('COMPETITION_CLOSED', 'This competition is over.', 'competitionId');
  }
  const seated = wish ? decideSeat(wish) : done(undefined);
  if (!seated.ok) return seated;
  const seat = seated.value;
  const participation = present ?? begin(competition, joining);
  return done({ participation: { ...participation, teamId: seat?.teamId ?? null }, isNew: !present, seat });
}

const begin = ({ id: competitionId }: Competition, { id, userId, now }: Joining): Participation => ({
  id,
  competitionId,
  userId,
  joinedAt: now,
  version: 1,
  score: null,
  reachedAt: null,
  activityCount: 0,
  completedAt: null,
  teamId: null,
});

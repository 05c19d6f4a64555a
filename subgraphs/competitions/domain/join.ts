import { done, refused, type Outcome } from '#platform/problems.ts';
import type { Competition, Participation } from './competition.ts';
import { statusAt } from './lifecycle.ts';

/** Somebody who wants to take part. */
export interface Joining {
  /** The new participation's id. */
  readonly id: string;
  readonly userId: string;
  readonly participates: boolean;
  /** Whether the invite code given is the competition's. */
  readonly knowsCode: boolean;
  readonly now: Date;
}

/** Makes somebody a participant, without a score yet, or says why not. */
export function decideJoining(competition: Competition, joining: Joining): Outcome<Participation> {
  const { id, userId, participates, knowsCode, now } = joining;
  if (participates) return refused('ALREADY_JOINED', 'You take part already.', 'competitionId');
  if (competition.visibility === 'INVITE' && userId !== competition.organizerId && !knowsCode) {
    return refused('INVALID_INVITE_CODE', 'This competition is by invitation, and this is not its code.', 'inviteCode');
  }
  const status = statusAt(competition, now);
  if (status !== 'UPCOMING' && status !== 'ACTIVE') {
    return refused('COMPETITION_CLOSED', 'This competition is over.', 'competitionId');
  }
  return done({
    id,
    competitionId: competition.id,
    userId,
    joinedAt: now,
    version: 1,
    score: null,
    reachedAt: null,
    activityCount: 0,
    completedAt: null,
  });
}

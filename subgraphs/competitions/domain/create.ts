import { done, invalid, type Outcome, type Problem } from '#platform/problems.ts';
import type { Competition, CompetitionTerms } from './competition.ts';
import { standardDistance } from './efforts.ts';

/** What comes from outside when a competition is made. */
export interface Making {
  readonly id: string;
  readonly organizerId: string;
  /** Used for INVITE competitions alone. */
  readonly inviteCode: string;
  readonly now: Date;
}

/** Makes a competition that has not begun yet, or says which fields stand against each other. */
export function decideCreation(terms: CompetitionTerms, making: Making): Outcome<Competition> {
  const problems = [...windowProblems(terms, making.now), ...distanceProblems(terms)];
  if (problems.length > 0) return { ok: false, problems };
  const { effortDistanceMeters } = terms;
  return done({
    ...terms,
    effortDistanceMeters: effortDistanceMeters === null ? null : (standardDistance(effortDistanceMeters) ?? null),
    id: making.id,
    organizerId: making.organizerId,
    inviteCode: terms.visibility === 'INVITE' ? making.inviteCode : null,
    status: 'UPCOMING',
    version: 1,
    createdAt: making.now,
  });
}

function windowProblems({ startsAt, endsAt }: CompetitionTerms, now: Date): Problem[] {
  if (endsAt <= startsAt) return [invalid('endsAt', 'A competition ends after it starts.')];
  return endsAt <= now ? [invalid('endsAt', 'A competition ends in the future.')] : [];
}

function distanceProblems({ metric, effortDistanceMeters }: CompetitionTerms): Problem[] {
  const field = 'effortDistanceMeters';
  if (metric !== 'FASTEST_EFFORT') {
    return effortDistanceMeters === null ? [] : [invalid(field, 'Only FASTEST_EFFORT is over a distance.')];
  }
  if (effortDistanceMeters === null) return [invalid(field, 'FASTEST_EFFORT needs the distance it is over.')];
  return standardDistance(effortDistanceMeters) === undefined
    ? [invalid(field, 'This is not one of the standard distances, such as 1000, 5000, 10000, 21097.5 or 42195.')]
    : [];
}

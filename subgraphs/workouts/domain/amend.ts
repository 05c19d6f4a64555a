import { done, refused, type Outcome } from '#platform/problems.ts';
import type { Sport } from './sport.ts';

/** What an owner gives in place of what the recording says; null where it stands. */
type Given = { sport: Sport | null; startedAt: Date | null; elapsedSeconds: number | null };
type Wish = { sport: Sport | null; startedAt: Date | null; elapsedSeconds: number | null };

/**
 * What is still given when another recording takes the place of the one there was: a sport, be it said with the new
 * recording or before. It has times of its own.
 */
export const givenBeside = (known: Given, sport: Sport | null): Given => ({
  sport: sport ?? known.sport,
  startedAt: null,
  elapsedSeconds: null,
});

/**
 * What is given in place of a recording from now on, undefined when that stays as it is. A sport that the recording says as
 * well is given all the same: another recording may say another. Times can be given, both, only to a recording that has no
 * usable ones.
 */
export function decideGiven(
  known: { status: string; given: Given },
  { sport, startedAt, elapsedSeconds }: Wish,
): Outcome<Given | undefined> {
  const { given } = known;
  const wantsTimes = startedAt !== null || elapsedSeconds !== null;
  const hasNone = known.status === 'NEEDS_TIMES' || given.startedAt !== null;
  if (wantsTimes && !hasNone) {
    const field = startedAt === null ? 'elapsedSeconds' : 'startedAt';
    return refused('INVALID_INPUT', 'The recording has times of its own.', field);
  }
  const next = {
    sport: sport ?? given.sport,
    startedAt: startedAt ?? given.startedAt,
    elapsedSeconds: elapsedSeconds ?? given.elapsedSeconds,
  };
  if (wantsTimes && next.startedAt === null) return refused('INVALID_INPUT', 'Give the start as well.', 'startedAt');
  if (wantsTimes && next.elapsedSeconds === null) {
    return refused('INVALID_INPUT', 'Say how long it took as well.', 'elapsedSeconds');
  }
  const changes = wantsTimes || (sport !== null && sport !== given.sport);
  return done(changes ? next : undefined);
}

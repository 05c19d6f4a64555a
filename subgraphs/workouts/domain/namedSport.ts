import type { Sport } from './sport.ts';

/** What is known of the sport of a recording. */
export type RecordedSport = {
  sport: Sport;
  /** Whether the recording names no sport that we know: it is guessed, or OTHER. */
  isSportUnnamed: boolean;
};

/**
 * The sport that somebody names: the owner of a recording, or itself. Null where neither does: it was guessed, or is OTHER for a
 * name that we do not know, such as the "Other" of TCX.
 */
export const namedSport = ({ sport, isSportUnnamed }: RecordedSport, given: Sport | null): Sport | null =>
  given ?? (isSportUnnamed ? null : sport);

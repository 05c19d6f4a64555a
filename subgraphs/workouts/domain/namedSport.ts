import type { Sport } from './sport.ts';

/** What is known of the sport of a recording. */
export type RecordedSport = {
  sport: Sport;
  /** Whether it was guessed, since the recording names none that we know. */
  isSportGuessed: boolean;
};

/**
 * The sport that somebody names: the owner of a recording, or itself. Null where it was guessed, and where it is another one of a
 * name that we do not know, such as the "Other" of TCX.
 */
export const namedSport = ({ sport, isSportGuessed }: RecordedSport, given: Sport | null): Sport | null =>
  given ?? (isSportGuessed ? null : sport);

import type { Flag } from './flags.ts';
import type { FileFormat } from './recording.ts';
import type { Sport } from './sport.ts';

/** What is known of the sport of a recording. */
export type RecordedSport = {
  format: FileFormat;
  sport: Sport;
  /** Whether it was guessed, since the recording says none. */
  isSportGuessed: boolean;
  flags: readonly Pick<Flag, 'code'>[];
};

/**
 * The sport that somebody names: the owner of a recording, or itself. Null where it was guessed, and where a TCX says no more than
 * that it is another one, as it does of all but running and cycling; one of several sports is of another one for sure.
 */
export function namedSport({ format, sport, isSportGuessed, flags }: RecordedSport, given: Sport | null): Sport | null {
  if (given !== null) return given;
  const isOfSeveral = flags.some(({ code }) => code === 'SEVERAL_SPORTS');
  const saysNothing = format === 'TCX' && sport === 'OTHER' && !isOfSeveral;
  return isSportGuessed || saysNothing ? null : sport;
}

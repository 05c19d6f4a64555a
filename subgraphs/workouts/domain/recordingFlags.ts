import { flag, type Flag } from './flags.ts';
import { plausibilityFlags, type PlausibilityInput } from './plausibility.ts';
import type { Recording } from './recording.ts';

/** What is doubtful about a recording: damage to the file, its clock, and what plausibility says. */
export function recordingFlags({ damage, clock, hasSeveralSports }: Recording, input: PlausibilityInput): Flag[] {
  const flags: Flag[] = [];
  if (damage.includes('TRUNCATED')) {
    flags.push(flag('TRUNCATED', 'INFO', 'The file ends too early; what could be read is kept.'));
  }
  if (damage.includes('BAD_CHECKSUM')) {
    flags.push(flag('BAD_CHECKSUM', 'INFO', "The file's checksum is wrong; what could be read is kept."));
  }
  if (clock === 'LOCAL') {
    flags.push(
      flag('CLOCK_WRONG', 'INFO', "The device's clock was not set; the start is taken from the local time it noted."),
    );
  }
  if (hasSeveralSports) {
    flags.push(flag('SEVERAL_SPORTS', 'INFO', 'The file holds several sports; they are kept as one workout.'));
  }
  if (input.startedAt === null) {
    flags.push(flag('MISSING_TIMES', 'HARD', 'Too few points have a time; give start and duration by hand.'));
  }
  return [...flags, ...plausibilityFlags(input)];
}

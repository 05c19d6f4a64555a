/** What can be doubtful about a recording; the meaning of each stands in schema.graphql. */
export const FLAG_CODES = [
  'TRUNCATED',
  'BAD_CHECKSUM',
  'MISSING_TIMES',
  'CLOCK_WRONG',
  'SEVERAL_SPORTS',
  'IMPLAUSIBLE_SPEED',
  'IMPLAUSIBLE_BURST',
  'IMPLAUSIBLE_ACCELERATION',
  'NO_STEPS',
  'TELEPORT',
  'IMPLAUSIBLE_START',
  'IMPLAUSIBLE_DURATION',
  'OVERLAP',
  'IMPLAUSIBLE_TRAVEL',
  'FOREIGN_FILE',
] as const;

export type FlagCode = (typeof FLAG_CODES)[number];

/** Lightest first. */
export const FLAG_SEVERITIES = ['INFO', 'SOFT', 'HARD'] as const;
export type FlagSeverity = (typeof FLAG_SEVERITIES)[number];

/** These speak of another workout of the same person, which others may not see. */
export const ABOUT_OTHERS: readonly FlagCode[] = ['OVERLAP', 'IMPLAUSIBLE_TRAVEL'];

/** `message` is a sentence for the owner. */
export type Flag = { code: FlagCode; severity: FlagSeverity; message: string };

export const flag = (code: FlagCode, severity: FlagSeverity, message: string): Flag => ({ code, severity, message });

/** What anybody may see of the flags of a workout that they see. */
export const openFlags = (flags: readonly Flag[]): Flag[] => flags.filter(({ code }) => !ABOUT_OTHERS.includes(code));

/** The heaviest severity among the flags, or null without any. */
export function worstSeverity(flags: readonly Flag[]): FlagSeverity | null {
  return FLAG_SEVERITIES.findLast((severity) => flags.some((each) => each.severity === severity)) ?? null;
}

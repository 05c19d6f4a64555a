/** A start this long before the first sample is none of that recording: a clock was wrong. */
const START_TOLERANCE_MS = 3_600_000;

/** What is told of a start. */
export interface ToldStart {
  readonly source: 'LIVE' | 'DEVICE';
  readonly startedAt: Date;
}

/**
 * When a workout began, in ms: as told, but with its first sample where that came before or an hour later; that of a device's
 * batch always with its first sample. `first` is the instant of the first sample, null without any.
 */
export function startOf({ source, startedAt }: ToldStart, first: number | null): number {
  const told = startedAt.getTime();
  if (first === null) return told;
  return source === 'LIVE' && told <= first && first - told <= START_TOLERANCE_MS ? told : first;
}

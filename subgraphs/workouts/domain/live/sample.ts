/** One moment of a running workout, as it is kept: instants in ms since 1970, other units as in domain/recording.ts. */
export interface Sample {
  readonly sequence: number;
  readonly at: number;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly elevation: number | null;
  readonly heartRate: number | null;
  readonly cadence: number | null;
  readonly power: number | null;
  readonly distance: number | null;
  /** What is done, and how often in this set by then: see sets.ts. */
  readonly exercise: string | null;
  readonly repetitions: number | null;
}

/** When the person paused or went on. */
export interface TimerChange {
  readonly at: number;
  readonly kind: 'PAUSE' | 'RESUME';
}

/** Whether an instant lies within a pause: after its beginning, which still belongs to what was before, and before its end. */
export function isPaused(timer: readonly TimerChange[], at: number): boolean {
  return timer.findLast((change) => change.at < at || (change.at === at && change.kind === 'RESUME'))?.kind === 'PAUSE';
}

/** Whether the person went on after a pause between two instants. */
export const resumedBetween = (timer: readonly TimerChange[], from: number, to: number): boolean =>
  timer.some(({ at, kind }) => kind === 'RESUME' && at > from && at <= to);

/**
 * All samples of a workout in order of time, each sequence once: the first that was kept counts. Without those recorded in
 * pauses. The order in which batches come does not matter, but for two that differ and claim the same sequence.
 */
export function inOrder(batches: readonly (readonly Sample[])[], timer: readonly TimerChange[]): Sample[] {
  const known = new Map<number, Sample>();
  for (const sample of batches.flat()) if (!known.has(sample.sequence)) known.set(sample.sequence, sample);
  return [...known.values()]
    .filter(({ at }) => !isPaused(timer, at))
    .sort((a, b) => a.at - b.at || a.sequence - b.sequence);
}

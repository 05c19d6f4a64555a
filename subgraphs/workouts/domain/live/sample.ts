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
  let last = countUntil(timer, at) - 1;
  while (timer[last]?.at === at && timer[last]?.kind === 'PAUSE') last -= 1;
  return timer[last]?.kind === 'PAUSE';
}

/** Whether the person went on after a pause between two instants. */
export function resumedBetween(timer: readonly TimerChange[], from: number, to: number): boolean {
  for (let i = countUntil(timer, from); (timer[i]?.at ?? Infinity) <= to; i++)
    if (timer[i]?.kind === 'RESUME') return true;
  return false;
}

/** How many changes lie no later than an instant. They stand in the order of time; it is asked for each sample, so they are looked for by halves. */
function countUntil(timer: readonly TimerChange[], at: number): number {
  let [low, high] = [0, timer.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timer[middle]?.at ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

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

import { crossWorkoutFlags, foreignFileFlag, type WorkoutPlace } from './crossChecks.ts';
import { compareTelling, isSameActivity, type Telling, type WorkoutTrace } from './duplicates.ts';
import type { WorkoutFigures } from './figures.ts';
import type { Flag } from './flags.ts';
import { namedSport } from './namedSport.ts';
import type { Sport } from './sport.ts';

/** A workout of the same person about the same time; its times are its recording's own, or its owner told them. */
export type Neighbour = WorkoutTrace & WorkoutPlace & Telling & { id: string; hasOwnTimes: boolean };

/** What a recording is to its person, and all that is doubtful about it: something NEW, or a KNOWN activity, which it may tell more of. */
export type Recognition = { flags: Flag[] } & (
  { kind: 'NEW' } | { kind: 'KNOWN'; workoutId: string; tellsMore: boolean }
);

/** Where a recording came from, and the sport that its owner says; null where they say none. */
export type SaidOfRecording = { source: string; sport: Sport | null };

/** Workouts of which any part lies between these instants matter for one that lasts from `startedAt` to `endedAt`: nobody travels longer. */
export const neighbourhoodOf = ({ startedAt, endedAt }: { startedAt: number; endedAt: number }) => ({
  from: startedAt - NEAR_MS,
  to: endedAt + NEAR_MS,
});
const NEAR_MS = 48 * 3_600_000;

/**
 * Decides what a recording that has times of its own is to its person (FORMULAS.md, Duplicates and Plausibility), and
 * what the other workouts and the file's history make doubtful about it. It tells more than any whose times were told by hand.
 */
export function recognise(
  figures: WorkoutFigures,
  { source, sport }: SaidOfRecording,
  neighbours: readonly Neighbour[],
  isForeign: boolean,
): Recognition {
  const trace = { ...figures, source, namedSport: namedSport(figures, sport) };
  const same = nearest(
    figures,
    neighbours.filter((other) => isSameActivity(trace, other)),
  );
  const others = neighbours.filter((other) => other !== same);
  const flags = [...figures.flags, ...crossFlags(figures, others), ...(isForeign ? [foreignFileFlag()] : [])];
  if (!same) return { kind: 'NEW', flags };
  const tellsMore = !same.hasOwnTimes || compareTelling(figures, same) > 0;
  return { kind: 'KNOWN', workoutId: same.id, tellsMore, flags };
}

/** The one that began the least time before or after. */
function nearest({ startedAt }: WorkoutFigures, others: readonly Neighbour[]): Neighbour | undefined {
  const apart = (other: Neighbour): number => Math.abs(other.startedAt - (startedAt ?? 0));
  return others.toSorted((a, b) => apart(a) - apart(b))[0];
}

function crossFlags(figures: WorkoutFigures, others: readonly Neighbour[]): Flag[] {
  const { startedAt, endedAt, startPosition, endPosition } = figures;
  if (startedAt === null || endedAt === null) return [];
  return crossWorkoutFlags({ startedAt, endedAt, startPosition, endPosition }, others);
}

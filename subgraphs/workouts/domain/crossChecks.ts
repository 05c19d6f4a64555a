import { flag, type Flag } from './flags.ts';
import { haversineMeters, type Position } from './formulas/geo.ts';

/** What must be known of a workout to compare it with others of the same person. Instants in ms since 1970. */
export type WorkoutPlace = {
  startedAt: number;
  endedAt: number;
  startPosition: Position | null;
  endPosition: Position | null;
};

const OVERLAP_SHARE = 0.5;
const FASTEST_TRAVEL_KMH = 1000;

/**
 * What a workout's neighbours make doubtful (design/formulas.md, Plausibility): half or more of it, or of the other one,
 * overlaps with another workout of the same person; or the person would have travelled here from the last one at more than
 * 1000 km/h.
 */
export function crossWorkoutFlags(workout: WorkoutPlace, others: readonly WorkoutPlace[]): Flag[] {
  const flags: Flag[] = [];
  if (others.some((other) => overlapShare(workout, other) >= OVERLAP_SHARE)) {
    flags.push(flag('OVERLAP', 'SOFT', 'It overlaps with another of your workouts.'));
  }
  const speed = impliedTravelSpeed(workout, others);
  if (speed !== null && speed > FASTEST_TRAVEL_KMH) {
    flags.push(flag('IMPLAUSIBLE_TRAVEL', 'SOFT', 'Nobody travels here from your last workout in that time.'));
  }
  return flags;
}

/** The flag for a file that another person imported before: the later of the two is not believed. */
export const foreignFileFlag = (): Flag => flag('FOREIGN_FILE', 'HARD', 'Somebody else imported the same file before.');

/** Common time as a share of the shorter of the two. */
export function overlapShare(a: WorkoutPlace, b: WorkoutPlace): number {
  const common = Math.min(a.endedAt, b.endedAt) - Math.max(a.startedAt, b.startedAt);
  const shorter = Math.min(a.endedAt - a.startedAt, b.endedAt - b.startedAt);
  return common > 0 && shorter > 0 ? common / shorter : 0;
}

/** km/h from the end of the last workout that ended before this one began; null where either place is unknown. */
function impliedTravelSpeed(
  { startedAt, startPosition }: WorkoutPlace,
  others: readonly WorkoutPlace[],
): number | null {
  const before = others.filter((other) => other.endedAt <= startedAt && other.endPosition);
  const last = before.reduce<WorkoutPlace | null>(
    (latest, each) => (latest && latest.endedAt >= each.endedAt ? latest : each),
    null,
  );
  if (!startPosition || !last?.endPosition) return null;
  const { latitude, longitude } = last.endPosition;
  const kilometers = haversineMeters(latitude, longitude, startPosition.latitude, startPosition.longitude) / 1000;
  // positions are good to some metres: next to each other is no travel, however short the time
  if (kilometers < 1) return 0;
  return kilometers / Math.max((startedAt - last.endedAt) / 3_600_000, 1 / 3600);
}

import { countClimb, GPS_HYSTERESIS } from './formulas/elevation.ts';
import { isPlaced, metersApart } from './positionSpikes.ts';
import type { Points } from './recording.ts';
import { possibleClimb } from './sanity.ts';
import { firstTime } from './timeOrder.ts';
import { at, type Segment } from './track.ts';

/**
 * Forgets the times of segments that a program stamped with a single one, as it does a plan: beside others, they tell neither when it
 * began nor when it ended. One whose positions lie no further apart than somebody goes in a second keeps its time.
 */
export function forgetStamps(points: Points, segments: readonly Segment[], spikeSpeed: number): void {
  const timed = segments.filter((segment) => !Number.isNaN(firstTime(points.time, segment)));
  const stamped = timed.filter((segment) => isStamped(points, segment, spikeSpeed));
  if (stamped.length === timed.length) return;
  for (const { from, to } of stamped) points.time.fill(NaN, from, to);
}

function isStamped(points: Points, segment: Segment, spikeSpeed: number): boolean {
  const stamp = firstTime(points.time, segment);
  const rows: number[] = [];
  for (let i = segment.from; i < segment.to; i++) {
    const time = at(points.time, i);
    if (!Number.isNaN(time) && time !== stamp) return false;
    if (!Number.isNaN(at(points.latitude, i))) rows.push(i);
  }
  return metersAlong(points, rows) > spikeSpeed;
}

/**
 * Which rows to leave out because no time is left for them: beside timed positions, one without a time counts only between two of
 * them, where somebody can have come by in the gap, in the order of the segments. Null where none has to go, and where no position
 * has a time.
 */
export function untimedStrays(points: Points, segments: readonly Segment[], spikeSpeed: number): Uint8Array | null {
  const strays: number[] = [];
  let before: number | undefined;
  let untimed: number[] = [];
  const decide = (after: number | undefined): void => {
    if (untimed.length > 0 && !fits(points, before, untimed, after, spikeSpeed))
      for (const row of untimed) strays.push(row);
    untimed = [];
  };
  for (const { from, to } of segments) {
    for (let i = from; i < to; i++) {
      if (Number.isNaN(at(points.latitude, i))) continue;
      if (isPlaced(points, i)) {
        decide(i);
        before = i;
      } else untimed.push(i);
    }
  }
  if (before === undefined) return null;
  decide(undefined);
  if (strays.length === 0) return null;
  const out = new Uint8Array(points.length);
  for (const row of strays) out[row] = 1;
  return out;
}

/** Whether somebody comes by the untimed rows, and climbs to them, on the way from the timed one before to the one behind. */
function fits(
  points: Points,
  before: number | undefined,
  untimed: readonly number[],
  after: number | undefined,
  spikeSpeed: number,
): boolean {
  if (before === undefined || after === undefined) return false;
  const seconds = (at(points.time, after) - at(points.time, before)) / 1000;
  const rows = [before, ...untimed, after];
  const heights = rows.map((row) => at(points.elevation, row)).filter((height) => !Number.isNaN(height));
  const { gain } = countClimb(heights, GPS_HYSTERESIS);
  return metersAlong(points, rows) <= spikeSpeed * seconds && possibleClimb(gain, seconds) !== null;
}

const metersAlong = (points: Points, rows: readonly number[]): number =>
  rows.reduce((sum, row, i) => (i === 0 ? 0 : sum + metersApart(points, rows[i - 1] ?? row, row)), 0);

import { metersBetweenPositions } from './formulas/distance.ts';
import { countClimb, GPS_HYSTERESIS } from './formulas/elevation.ts';
import { movingSecondsFromPoints } from './formulas/movingTime.ts';
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
  for (let i = segment.from; i < segment.to; i++) {
    const time = at(points.time, i);
    if (!Number.isNaN(time) && time !== stamp) return false;
  }
  return metersAlong(points, placesOf(points, segment)) > spikeSpeed;
}

/** The speeds beyond which nobody comes by, and below which somebody stands still, m/s. */
type Speeds = { spikeSpeed: number; stillSpeed: number };

/**
 * Which rows to leave out because no time is left for them: beside timed positions, one without a time counts only between two of
 * them, where somebody can have come by in the gap, in the order of the segments; or in a segment without any time, where all such
 * fit into the time at rest. Null where none has to go, and where no position has a time.
 */
export function untimedStrays(points: Points, segments: readonly Segment[], speeds: Speeds): Uint8Array | null {
  const isTimed = (segment: Segment): boolean => !Number.isNaN(firstTime(points.time, segment));
  const isFree = fitRest(
    points,
    segments,
    segments.filter((segment) => !isTimed(segment)),
    speeds,
  );
  const judged = isFree ? segments.filter(isTimed) : segments;
  const strays: number[] = [];
  let before: number | undefined;
  let untimed: number[] = [];
  const decide = (after: number | undefined): void => {
    if (untimed.length > 0 && !fitGap(points, before, untimed, after, speeds.spikeSpeed))
      for (const row of untimed) strays.push(row);
    untimed = [];
  };
  for (const { from, to } of judged) {
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
function fitGap(
  points: Points,
  before: number | undefined,
  untimed: readonly number[],
  after: number | undefined,
  spikeSpeed: number,
): boolean {
  if (before === undefined || after === undefined) return false;
  const seconds = (at(points.time, after) - at(points.time, before)) / 1000;
  return isManaged(points, [[before, ...untimed, after]], seconds, spikeSpeed);
}

/** Whether the segments without a time take no longer, all of them, than those with one stand still. */
function fitRest(
  points: Points,
  segments: readonly Segment[],
  untimed: readonly Segment[],
  { spikeSpeed, stillSpeed }: Speeds,
): boolean {
  const ways = untimed.map((segment) => placesOf(points, segment));
  if (ways.every(({ length }) => length === 0)) return false;
  const segmentStarts = segments.map(({ from }) => from).sort((a, b) => a - b);
  const offset = points.time.map((time) => time / 1000);
  const track = {
    length: points.length,
    segmentStarts,
    offset,
    distance: metersBetweenPositions(points, segmentStarts),
  };
  const known = offset.filter((second) => !Number.isNaN(second));
  const elapsed =
    known.reduce((latest, second) => Math.max(latest, second), 0) - known.reduce((a, b) => Math.min(a, b), Infinity);
  return isManaged(points, ways, elapsed - (movingSecondsFromPoints(track, stillSpeed) ?? elapsed), spikeSpeed);
}

/** Whether somebody goes the ways, given as rows, and climbs as they do, in so many seconds. */
function isManaged(points: Points, ways: readonly (readonly number[])[], seconds: number, spikeSpeed: number): boolean {
  const heights = ways
    .flat()
    .map((row) => at(points.elevation, row))
    .filter((height) => !Number.isNaN(height));
  const meters = ways.reduce((sum, rows) => sum + metersAlong(points, rows), 0);
  return meters <= spikeSpeed * seconds && possibleClimb(countClimb(heights, GPS_HYSTERESIS).gain, seconds) !== null;
}

/** The rows of a segment that have a position. */
function placesOf({ latitude }: Points, { from, to }: Segment): number[] {
  const rows: number[] = [];
  for (let i = from; i < to; i++) if (!Number.isNaN(at(latitude, i))) rows.push(i);
  return rows;
}

const metersAlong = (points: Points, rows: readonly number[]): number =>
  rows.reduce((sum, row, i) => (i === 0 ? 0 : sum + metersApart(points, rows[i - 1] ?? row, row)), 0);

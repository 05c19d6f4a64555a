import { at, type Track, type TrackColumn } from '../track.ts';

export const STREAM_KINDS = [
  'HEART_RATE',
  'ELEVATION',
  'SPEED',
  'DISTANCE',
  'CADENCE',
  'POWER',
  'TEMPERATURE',
] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

/** Values over seconds since the workout's start; arrays of equal length, offsets rising. */
export type Stream = { kind: StreamKind; offsetsSeconds: number[]; values: number[] };

const COLUMNS: Record<StreamKind, TrackColumn> = {
  HEART_RATE: 'heartRate',
  ELEVATION: 'elevation',
  SPEED: 'speed',
  DISTANCE: 'distance',
  CADENCE: 'cadence',
  POWER: 'power',
  TEMPERATURE: 'temperature',
};

/** The streams asked for, each thinned out to at most `maxPoints` (≥ 2) values; kinds without any value are left out. */
export function streamsOf(track: Track, kinds: readonly StreamKind[], maxPoints: number): Stream[] {
  return [...new Set(kinds)].flatMap((kind) => {
    const { xs, ys } = knownPairs(track.offset, track[COLUMNS[kind]]);
    if (xs.length === 0) return [];
    const rows = largestTriangles(xs, ys, maxPoints);
    return [{ kind, offsetsSeconds: rows.map((i) => at(xs, i)), values: rows.map((i) => at(ys, i)) }];
  });
}

function knownPairs(offsets: Float64Array, values: Float64Array): { xs: Float64Array; ys: Float64Array } {
  const xs = new Float64Array(offsets.length);
  const ys = new Float64Array(offsets.length);
  let count = 0;
  for (let i = 0; i < offsets.length; i++) {
    if (Number.isNaN(at(offsets, i)) || Number.isNaN(at(values, i))) continue;
    xs[count] = at(offsets, i);
    ys[count] = at(values, i);
    count += 1;
  }
  return { xs: xs.subarray(0, count), ys: ys.subarray(0, count) };
}

/**
 * The rows to keep so that the curve looks the same: "largest triangle three buckets" (Steinarsson 2013, Downsampling Time
 * Series for Visual Representation). First and last stay; of each bucket between, the point that spans the largest triangle
 * with the one chosen before and the mean of the next bucket. Linear time.
 */
export function largestTriangles(xs: Float64Array, ys: Float64Array, maxPoints: number): number[] {
  const count = xs.length;
  if (count <= maxPoints) return Array.from({ length: count }, (_, i) => i);
  if (maxPoints < 3) return [0, count - 1].slice(0, Math.max(1, maxPoints));
  const width = (count - 2) / (maxPoints - 2);
  const edge = (bucket: number): number => Math.min(count - 1, Math.floor(bucket * width) + 1);
  const rows = [0];
  let chosen = 0;
  for (let bucket = 0; bucket < maxPoints - 2; bucket++) {
    const nextFrom = edge(bucket + 1);
    const nextTo = Math.max(nextFrom + 1, Math.min(count, edge(bucket + 2)));
    chosen = widestTriangle(
      xs,
      ys,
      chosen,
      { from: edge(bucket), to: nextFrom },
      mean(xs, nextFrom, nextTo),
      mean(ys, nextFrom, nextTo),
    );
    rows.push(chosen);
  }
  rows.push(count - 1);
  return rows;
}

function widestTriangle(
  xs: Float64Array,
  ys: Float64Array,
  before: number,
  bucket: { from: number; to: number },
  nextX: number,
  nextY: number,
): number {
  const x = at(xs, before);
  const y = at(ys, before);
  let widest = bucket.from;
  let largest = -1;
  for (let i = bucket.from; i < bucket.to; i++) {
    const area = Math.abs((x - nextX) * (at(ys, i) - y) - (x - at(xs, i)) * (nextY - y));
    if (area > largest) {
      largest = area;
      widest = i;
    }
  }
  return widest;
}

function mean(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += at(values, i);
  return sum / (to - from);
}

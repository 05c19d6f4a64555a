import { at, segmentsOf, timedRows, type Track } from '../track.ts';
import { boundsOf, EARTH_RADIUS_METERS, type Bounds } from './geo.ts';

/** `polyline`: Google's encoded polyline of precision 5; `bounds` are those of all recorded positions. */
export type Route = { polyline: string; pointCount: number; bounds: Bounds };

type Line = { latitudes: number[]; longitudes: number[] };

/**
 * Where the track went, each segment simplified so that no recorded position lies further than `toleranceMeters` from the
 * line; segments are joined. Null without positions.
 */
export function routeOf(track: Track, toleranceMeters: number): Route | null {
  const bounds = boundsOf(track.latitude, track.longitude);
  if (!bounds) return null;
  const line: Line = { latitudes: [], longitudes: [] };
  for (const { from, to } of segmentsOf(track.segmentStarts, track.length))
    addSegment(line, track, from, to, toleranceMeters);
  return { polyline: encodePolyline(line.latitudes, line.longitudes), pointCount: line.latitudes.length, bounds };
}

/** A place of the route at a time; seconds and metres from the start, as those of streams. */
export type TimedPoint = { offsetSeconds: number; distanceMeters: number | null; latitude: number; longitude: number };

/** The positions that have a time, of more than `maxPoints` (≥ 2) so many, spread evenly over them, with the first and the last. */
export function timedPointsOf(track: Track, maxPoints: number): TimedPoint[] {
  const rows = timedRows(track).filter((row) => !Number.isNaN(at(track.latitude, row)));
  const step = Math.max(1, (rows.length - 1) / (maxPoints - 1));
  return Array.from({ length: Math.min(rows.length, maxPoints) }, (_, i) => {
    const row = rows[Math.round(i * step)] ?? -1;
    const meters = at(track.distance, row);
    return {
      offsetSeconds: at(track.offset, row),
      distanceMeters: Number.isNaN(meters) ? null : meters,
      latitude: at(track.latitude, row),
      longitude: at(track.longitude, row),
    };
  });
}

function addSegment(line: Line, track: Track, from: number, to: number, toleranceMeters: number): void {
  const rows: number[] = [];
  for (let i = from; i < to; i++) if (!Number.isNaN(at(track.latitude, i))) rows.push(i);
  const latitudes = Float64Array.from(rows, (i) => at(track.latitude, i));
  const longitudes = Float64Array.from(rows, (i) => at(track.longitude, i));
  for (const i of simplify(latitudes, longitudes, toleranceMeters)) {
    line.latitudes.push(at(latitudes, i));
    line.longitudes.push(at(longitudes, i));
  }
}

/**
 * Real tracks need far fewer levels. A track made to need one level a point would take quadratic time: below this level the
 * middle is kept besides, which halves what is left.
 */
const DEEPEST_LEVEL = 32;
const METERS_PER_DEGREE = (EARTH_RADIUS_METERS * Math.PI) / 180;

/**
 * The rows that Douglas and Peucker (1973) keep at the tolerance, on a plane laid at the first position's latitude.
 * O(n log n), also at worst.
 */
export function simplify(latitudes: Float64Array, longitudes: Float64Array, toleranceMeters: number): number[] {
  const count = latitudes.length;
  if (toleranceMeters <= 0 || count < 3) return Array.from({ length: count }, (_, i) => i);
  const shrink = Math.cos((at(latitudes, 0) * Math.PI) / 180);
  const xs = longitudes.map((longitude) => nearestTurn(longitude - at(longitudes, 0)) * METERS_PER_DEGREE * shrink);
  const ys = latitudes.map((latitude) => (latitude - at(latitudes, 0)) * METERS_PER_DEGREE);
  const keep = new Uint8Array(count);
  keepCorners(keep, xs, ys, toleranceMeters);
  return Array.from(keep.keys()).filter((i) => keep[i] === 1);
}

/** The difference of two longitudes the short way round, so that the date line is no wall. */
const nearestTurn = (difference: number, turn = 360): number => difference - turn * Math.round(difference / turn);

function keepCorners(keep: Uint8Array, xs: Float64Array, ys: Float64Array, tolerance: number): void {
  const stack = [{ from: 0, to: keep.length - 1, level: 0 }];
  keep[0] = 1;
  keep[keep.length - 1] = 1;
  for (let piece = stack.pop(); piece; piece = stack.pop()) {
    const { from, to, level } = piece;
    const { row: corner, distance } = farthest(xs, ys, from, to);
    if (distance <= tolerance) continue;
    const row = level < DEEPEST_LEVEL ? corner : (from + to) >>> 1;
    keep[row] = 1;
    stack.push({ from, to: row, level: level + 1 }, { from: row, to, level: level + 1 });
  }
}

function farthest(xs: Float64Array, ys: Float64Array, from: number, to: number): { row: number; distance: number } {
  const [x, y] = [at(xs, from), at(ys, from)];
  const [dx, dy] = [at(xs, to) - x, at(ys, to) - y];
  const length = dx * dx + dy * dy;
  let row = from;
  let largest = 0;
  for (let i = from + 1; i < to; i++) {
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((at(xs, i) - x) * dx + (at(ys, i) - y) * dy) / length));
    const [ex, ey] = [at(xs, i) - x - share * dx, at(ys, i) - y - share * dy];
    const squared = ex * ex + ey * ey;
    if (squared > largest) {
      largest = squared;
      row = i;
    }
  }
  return { row, distance: Math.sqrt(largest) };
}

/**
 * Google's encoded polyline algorithm format, precision 5. From the first position on longitudes are not bound to ±180: maps
 * that draw a line as it is told would draw one round the world where it crosses the date line.
 */
export function encodePolyline(latitudes: readonly number[], longitudes: readonly number[]): string {
  const parts: string[] = [];
  let [lastLatitude, lastLongitude] = [0, 0];
  for (let i = 0; i < latitudes.length; i++) {
    const latitude = Math.round((latitudes[i] ?? 0) * 1e5);
    const longitude = Math.round((longitudes[i] ?? 0) * 1e5);
    parts.push(encodeNumber(latitude - lastLatitude), encodeNumber(nearestTurn(longitude - lastLongitude, 360e5)));
    [lastLatitude, lastLongitude] = [latitude, longitude];
  }
  return parts.join('');
}

function encodeNumber(value: number): string {
  let rest = value < 0 ? ~(value << 1) : value << 1;
  let text = '';
  while (rest >= 0x20) {
    text += String.fromCharCode((0x20 | (rest & 0x1f)) + 63);
    rest >>= 5;
  }
  return text + String.fromCharCode(rest + 63);
}

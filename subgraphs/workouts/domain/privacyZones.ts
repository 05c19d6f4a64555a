import type { BestEffort } from './formulas/bestEfforts.ts';
import { haversineMeters } from './formulas/geo.ts';
import { seconds } from './rounding.ts';
import { at, TRACK_COLUMNS, type Segment, type Track } from './track.ts';

/** A circle in which a person's workouts begin and end unseen. */
export interface PrivacyZone {
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusMeters: number;
}

/** A recording that tells no position for longer has paused, whether it says so or not. */
const PAUSE_SECONDS = 60;
/** Who is in the same square of this side again after as long as a pause has paused, too. */
const REST_METERS = 25;
const METERS_OF_LATITUDE = 111_195;
/** Whoever is well outside is as far from the zones at least once, and for so many positions; else it was a stray fix, and they were at home. */
const CLEAR_METERS = 100;
const CLEAR_POSITIONS = 3;

/**
 * What others than its owner see of a track: nothing of a stay in the zones that is not shown to be a passage. A passage leads
 * from well outside through to well outside, in one segment, without a pause or a rest, and never faster than `fastest`, in
 * m/s. Any other stay has an end of the way in it, be it of the whole or of a part before or behind a pause or a jump; with its
 * positions goes what was recorded beside them. Empty when nothing lies outside.
 *
 * What is left counts its seconds from its own beginning, and the metres that are seen: so that by themselves they do not tell
 * how long head and tail are. Between two parts the clock goes on, as where somebody pauses.
 *
 * The totals of the workout stay those of the whole, since competitions count them: the difference is the length of what is
 * hidden, all of it together, and from several straight ways the place can be reckoned. So this keeps the place off the
 * map, and from who looks; not from who reckons.
 */
export function visiblePart(track: Track, zones: readonly PrivacyZone[], fastest: number): Track {
  const hidden = zones.length === 0 ? [] : hiddenStays(track, zones, fastest);
  return hidden.length === 0 ? track : without(track, hidden);
}

/** The rows of stays that are no passages, each from behind the last position outside up to the next one; in order. */
function hiddenStays(track: Track, zones: readonly PrivacyZone[], fastest: number): Segment[] {
  const runs = runsOf(track, zones, fastest);
  const outside = [-1, ...runs.flatMap((run, i) => (isClear(run) ? [i] : [])), runs.length];
  // From one time well outside to the next it is one stay, though the way may leave the zones for a little on its way.
  return outside.slice(1).flatMap((next, i) => {
    const first = (outside[i] ?? -1) + 1;
    const stay = runs.slice(first, next);
    if (first > 0 && isPassage(track, stay, runs[next])) return [];
    return stay.flatMap((run, at) =>
      run.isInside ? [rowsOf(run, runs[first + at - 1], runs[first + at + 1], track)] : [],
    );
  });
}

/** The rows of a run in the zones, with those without a position around it. */
const rowsOf = (run: Run, before: Run | undefined, after: Run | undefined, { length }: Track): Segment => ({
  from: before === undefined ? 0 : before.isInside ? run.first : before.last + 1,
  to: after?.first ?? length,
});

/** Positions one after the other that are all in the zones, or all outside, without a break between them. */
interface Run {
  readonly isInside: boolean;
  /** Whether nothing breaks the way to it from the run before. */
  readonly isJoined: boolean;
  /** Rows. */
  readonly first: number;
  last: number;
  positions: number;
  /** How far the furthest of them is from the zones, m. */
  clearance: number;
}

const isPassage = (track: Track, stay: readonly Run[], after: Run | undefined): boolean =>
  after?.isJoined === true && stay.every(({ isJoined }) => isJoined) && !hasRest(track, stay);

const isClear = ({ isInside, positions, clearance }: Run): boolean =>
  !isInside && positions >= CLEAR_POSITIONS && clearance >= CLEAR_METERS;

function runsOf(track: Track, zones: readonly PrivacyZone[], fastest: number): Run[] {
  const starts = new Set(track.segmentStarts);
  const runs: Run[] = [];
  let run: Run | undefined;
  let isBroken = true;
  for (let row = 0; row < track.length; row++) {
    isBroken ||= starts.has(row);
    if (Number.isNaN(at(track.latitude, row))) continue;
    isBroken ||= run !== undefined && isBreak(track, run.last, row, fastest);
    const clearance = clearanceOf(track, row, zones);
    const isInside = clearance <= 0;
    if (run?.isInside !== isInside || isBroken) {
      run = { isInside, isJoined: !isBroken, first: row, last: row, positions: 0, clearance };
      runs.push(run);
    }
    run.last = row;
    run.positions += 1;
    run.clearance = Math.max(run.clearance, clearance);
    isBroken = false;
  }
  return runs;
}

/** Whether somebody was in one place twice, more than a pause apart: they stayed, however the positions jump about, or came back. */
function hasRest(track: Track, stay: readonly Run[]): boolean {
  const [first, last] = [stay[0]?.first ?? 0, stay.at(-1)?.last ?? -1];
  const metersOfLongitude = METERS_OF_LATITUDE * Math.cos((at(track.latitude, first) * Math.PI) / 180);
  const since = new Map<string, number>();
  for (let row = first; row <= last; row++) {
    const [latitude, longitude] = [at(track.latitude, row), at(track.longitude, row)];
    if (Number.isNaN(latitude)) continue;
    const square = [latitude * METERS_OF_LATITUDE, longitude * metersOfLongitude].map((meters) =>
      Math.floor(meters / REST_METERS),
    );
    const place = square.join();
    const begun = since.get(place);
    if (begun === undefined) since.set(place, row);
    else if (secondsBetween(track, begun, row) > PAUSE_SECONDS) return true;
  }
  return false;
}

/** Whether from one position to the next there is a pause, as far as one knows, or a jump. */
function isBreak(track: Track, from: number, to: number, fastest: number): boolean {
  const seconds = secondsBetween(track, from, to);
  return !(seconds <= PAUSE_SECONDS) || metersBetween(track, from, to) > fastest * seconds;
}

const secondsBetween = ({ offset }: Track, from: number, to: number): number => at(offset, to) - at(offset, from);

const metersBetween = ({ latitude, longitude }: Track, from: number, to: number): number =>
  haversineMeters(at(latitude, from), at(longitude, from), at(latitude, to), at(longitude, to));

/** How far a position is outside of all zones, m; 0 and less within one. */
const clearanceOf = (track: Track, row: number, zones: readonly PrivacyZone[]): number =>
  Math.min(
    ...zones.map(
      ({ latitude, longitude, radiusMeters }) =>
        haversineMeters(latitude, longitude, at(track.latitude, row), at(track.longitude, row)) - radiusMeters,
    ),
  );

/** A track without some of its rows; what lies behind them is a segment of its own. */
function without(track: Track, hidden: readonly Segment[]): Track {
  const parts = [...hidden, { from: track.length, to: track.length }]
    .map(({ from }, i) => ({ from: hidden[i - 1]?.to ?? 0, to: from }))
    .filter(({ from, to }) => from < to);
  const columns = Object.fromEntries(TRACK_COLUMNS.map((name) => [name, join(track[name], parts)]));
  const offset = join(track.offset, parts);
  const seconds = offset.find(isTold) ?? 0;
  const begins = new Set([...track.segmentStarts, ...parts.map(({ from }) => from)]);
  const segmentStarts: number[] = [];
  let length = 0;
  for (const { from, to } of parts)
    for (let row = from; row < to; row++, length++) if (begins.has(row)) segmentStarts.push(length);
  return {
    ...track,
    ...columns,
    offset: offset.map((value) => value - seconds),
    distance: join(metersAlong(track.distance, parts), parts),
    length,
    segmentStarts,
    startedAt: track.startedAt === null ? null : track.startedAt + seconds * 1000,
  };
}

function join(column: Float64Array, parts: readonly Segment[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, { from, to }) => sum + to - from, 0));
  let length = 0;
  for (const { from, to } of parts) {
    joined.set(column.subarray(from, to), length);
    length += to - from;
  }
  return joined;
}

/** Metres that count on from part to part, from 0. */
function metersAlong(distance: Float64Array, parts: readonly Segment[]): Float64Array {
  const along = distance.slice();
  let covered = 0;
  for (const { from, to } of parts) {
    const part = along.subarray(from, to);
    const hidden = (part.find(isTold) ?? covered) - covered;
    part.set(part.map((meters) => meters - hidden));
    covered = part.findLast(isTold) ?? covered;
  }
  return along;
}

const isTold = (value: number): boolean => !Number.isNaN(value);

/** Best efforts with their offsets counted from where the visible part begins; those begun before begin there. */
export const effortsFrom = (efforts: readonly BestEffort[], hiddenSeconds: number): BestEffort[] =>
  efforts.map((effort) => ({
    ...effort,
    startOffsetSeconds: Math.max(0, seconds(effort.startOffsetSeconds - hiddenSeconds)),
  }));

import type { BestEffort } from './formulas/bestEfforts.ts';
import { haversineMeters } from './formulas/geo.ts';
import { seconds } from './rounding.ts';
import { at, type Segment, type Track } from './track.ts';
import { without } from './trackParts.ts';

/** A circle in which a person's workouts begin and end unseen. */
export interface PrivacyZone {
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusMeters: number;
}

/** A recording that tells no position for longer has paused, whether it says so or not. */
const PAUSE_SECONDS = 60;
/** Positions are looked at so far apart for a rest. */
const STEP_SECONDS = 10;
/** Whoever falls so far behind their pace in at most so long rests; less half of the time from one position to the next. */
const REST_SECONDS = 70;
const REST_WITHIN_SECONDS = 180;
/** Who gets as far does not rest: their way winds. */
const WINDING_METERS = 80;
/** A pace is that of times so long. */
const PACE_SECONDS = 60;
/** Who is so near to where they were longer than a rest ago, and no longer than this, comes back. */
const BACK_METERS = 25;
const BACK_WITHIN_SECONDS = 3600;
/** Whoever is well outside is as far from the zones at least once, and for so many positions; else it was stray fixes, and they were at home. */
const CLEAR_METERS = 100;
const CLEAR_POSITIONS = 3;

/**
 * What others than its owner see of a track: nothing of a stay in the zones that is not shown to be a passage. A passage leads
 * from well outside through to well outside, in one segment, without a pause or a rest, and never faster than `fastest`, in
 * m/s. Any other stay has an end of the way in it, be it of the whole or of a part before or behind a pause or a jump. With it go
 * the positions around the zones from which nothing leads well outside, since they lie around a home as a ring; and with
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

/** The rows of stays that are no passages, with what lies around them and is not well outside; in order. */
function hiddenStays(track: Track, zones: readonly PrivacyZone[], fastest: number): Segment[] {
  const runs = runsOf(track, zones, fastest);
  const outside = [-1, ...runs.flatMap((run, i) => (isClear(run) ? [i] : [])), runs.length];
  // From one time well outside to the next it is one stay, though the way may leave the zones for a little on its way.
  return outside.slice(1).flatMap((next, i) => {
    const first = (outside[i] ?? -1) + 1;
    const stay = runs.slice(first, next);
    if (!stay.some(({ isInside }) => isInside)) return [];
    if (first > 0 && isPassage(track, stay, runs[next], zones)) return [];
    return hiddenRows(merged(runs.slice(Math.max(0, first - 1), next + 1)), track);
  });
}

/** The rows of what is not well outside, with those without a position around it. */
const hiddenRows = (runs: readonly Run[], { length }: Track): Segment[] =>
  runs.flatMap((run, i) => {
    const [before, after] = [runs[i - 1], runs[i + 1]];
    if (isClear(run)) return [];
    const from = before === undefined ? 0 : isClear(before) ? before.last + 1 : run.first;
    return [{ from, to: after?.first ?? length }];
  });

/** Runs inside and outside by turns: who is outside on both sides of a break is outside at that time, too. */
function merged(runs: readonly Run[]): Run[] {
  const parts: Run[] = [];
  for (const run of runs) {
    const part = parts.at(-1);
    if (part?.isInside !== run.isInside) {
      parts.push({ ...run });
      continue;
    }
    part.last = run.last;
    part.positions += run.positions;
    part.clearance = Math.max(part.clearance, run.clearance);
  }
  return parts;
}

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

const isPassage = (
  track: Track,
  stay: readonly Run[],
  after: Run | undefined,
  zones: readonly PrivacyZone[],
): boolean => after?.isJoined === true && stay.every(({ isJoined }) => isJoined) && !hasRest(track, stay, zones);

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

/**
 * Whether somebody rests on the way through a stay, from well outside to well outside: falls a minute behind their own pace,
 * however the positions jump about, or comes back to where they were in the stay. The pace is that of this way, since who climbs
 * a hill gets no further than a walker who stops. What rare positions leave open is taken for a rest: so the fewer there are,
 * the less is needed.
 */
function hasRest(track: Track, stay: readonly Run[], zones: readonly PrivacyZone[]): boolean {
  const [first, last] = [stay[0]?.first ?? 0, stay.at(-1)?.last ?? -1];
  const way = wayThrough(track, first, last, zones);
  const pace = paceOf(track, way);
  return way.some((to, i) => {
    for (let steps = 1; steps <= i; steps++) {
      const from = way[i - steps] ?? NaN;
      const seconds = secondsBetween(track, from, to);
      if (seconds > BACK_WITHIN_SECONDS) break;
      const isBack = seconds > REST_WITHIN_SECONDS;
      if (isBack && (from < first || to > last)) break;
      const reach = isBack ? BACK_METERS : restingReach(seconds, seconds / steps, pace);
      if (metersBetween(track, from, to) < reach) return true;
    }
    return false;
  });
}

/** How far, m, one gets at most in a time with a rest in it; `gap` is the time from one position to the next, s. */
const restingReach = (seconds: number, gap: number, pace: number): number =>
  Math.min(pace * (seconds - REST_SECONDS + gap / 2), WINDING_METERS);

/** The rows of positions, a step apart, from the last one well outside before to the first one behind. */
function wayThrough(track: Track, first: number, last: number, zones: readonly PrivacyZone[]): number[] {
  let [begin, end] = [first, last];
  while (begin > 0 && !(clearanceOf(track, begin, zones) >= CLEAR_METERS)) begin--;
  while (end < track.length - 1 && !(clearanceOf(track, end, zones) >= CLEAR_METERS)) end++;
  const way: number[] = [];
  for (let row = begin; row <= end; row++) {
    const before = way.at(-1);
    if (Number.isNaN(at(track.latitude, row))) continue;
    if (before === undefined || secondsBetween(track, before, row) >= STEP_SECONDS) way.push(row);
  }
  return way;
}

/** The mean speed, m/s, of the minutes of a way, as the crow flies, each weighed by how far it leads: so rests hardly count. */
function paceOf(track: Track, way: readonly number[]): number {
  let [sum, squares, end] = [0, 0, 0];
  for (const from of way) {
    while (secondsBetween(track, from, way[end] ?? NaN) < PACE_SECONDS) end++;
    const to = way[end];
    if (to === undefined) break;
    const speed = metersBetween(track, from, to) / secondsBetween(track, from, to);
    sum += speed;
    squares += speed ** 2;
  }
  return squares / sum;
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

/**
 * Best efforts with their offsets counted from where the visible part begins, and none that reaches out of it, as far as it is
 * long enough: so that by themselves they do not tell of a hidden head or tail.
 */
export function effortsIn(
  { startedAt, offset }: Pick<Track, 'startedAt' | 'offset'>,
  efforts: readonly BestEffort[],
  beganAt: number,
): BestEffort[] {
  const hidden = ((startedAt ?? beganAt) - beganAt) / 1000;
  const visible = offset.findLast((each) => !Number.isNaN(each)) ?? 0;
  return efforts.map((effort) => {
    const latest = Math.max(0, visible - effort.elapsedSeconds);
    const start = Math.min(Math.max(0, effort.startOffsetSeconds - hidden), latest);
    return { ...effort, startOffsetSeconds: seconds(start) };
  });
}

import { metersBetweenPositions } from '../formulas/distance.ts';
import { haversineMeters, isPosition } from '../formulas/geo.ts';
import { isLongStop, isUnknownWay } from '../formulas/unknownWay.ts';
import { dropFirstSpikes, dropPositionSpikes, OPENING_SAMPLES, speedBetween } from '../positionSpikes.ts';
import { makeColumns, type Points } from '../recording.ts';
import { spikeSpeed, stillSpeed, TELEPORT_SAMPLES, type Sport } from '../sport.ts';
import { resumedBetween, type Sample, type TimerChange } from './sample.ts';

/** Where somebody was, and when. */
interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly at: number;
}

/** What decides what of the samples counts. */
export interface Reckoning {
  readonly timer: readonly TimerChange[];
  /** Null while it is not known. */
  readonly sport: Sport | null;
}

/** How far positions of a running workout show that somebody came, and what is needed to carry it on. */
export interface Way {
  /** Sum over positions; null without any. */
  readonly gpsMeters: number | null;
  /** The part of it up to where the trail begins. */
  readonly metersToTrail: number;
  /** How far the ends of stops are apart from which nobody knows the way. */
  readonly unknownMeters: number;
  /** The positions that are judged again with the next ones: see `Judged`. */
  readonly trail: readonly Place[];
  /** Whether a segment begins with the trail. */
  readonly trailOpens: boolean;
}

/** Before the first position. */
export const NO_WAY: Way = { gpsMeters: null, metersToTrail: 0, unknownMeters: 0, trail: [], trailOpens: true };

/** The way with what the positions of further samples add: the trail is judged again with them. */
export function goOnWay(way: Way, samples: readonly Sample[], { timer, sport }: Reckoning): Way {
  const places = [...way.trail, ...samples.flatMap(placeOf)];
  let { metersToTrail, unknownMeters, trail, trailOpens, gpsMeters } = way;
  // Nothing is covered between a pause and where the person went on.
  const starts: number[] = [];
  for (const [i, place] of places.entries()) {
    const last = places[i - 1];
    if (!last) continue;
    const isResumed = resumedBetween(timer, last.at, place.at);
    const unknown = isResumed ? 0 : unknownWay(last, place, sport);
    unknownMeters += unknown;
    if (isResumed || unknown > 0) starts.push(i);
  }
  let before = metersToTrail;
  for (const [i, from] of [0, ...starts].entries()) {
    const segment = withoutRepeats(places.slice(from, starts[i]));
    if (segment.length === 0) continue;
    const judged = judge(segment, sport, i > 0 || trailOpens);
    gpsMeters = before + judged.meters;
    metersToTrail = before + judged.metersToTrail;
    ({ trail, trailOpens } = judged);
    before = gpsMeters;
  }
  return { metersToTrail, unknownMeters, trail, trailOpens, gpsMeters };
}

/** How far the ends of a gap are apart, if it is a stop from which nobody knows how the person came here, as in a finished workout; else 0. */
function unknownWay(before: Place, { latitude, longitude, at }: Place, sport: Sport | null): number {
  const seconds = (at - before.at) / 1000;
  if (!isLongStop(seconds)) return 0;
  const meters = haversineMeters(before.latitude, before.longitude, latitude, longitude);
  return isUnknownWay(meters, seconds, stillSpeed(sport ?? 'OTHER')) ? meters : 0;
}

/**
 * How long the way over positions of a segment is, and what of it is judged again with the next ones: all while the segment
 * opens, then the last place that is believed, from when it was told first, and what comes after it and may be spikes.
 */
interface Judged {
  readonly meters: number;
  readonly metersToTrail: number;
  readonly trail: readonly Place[];
  readonly trailOpens: boolean;
}

/** Judges positions by the rules for those of files (domain/positionSpikes.ts); `opens`: the segment begins with them. */
function judge(places: readonly Place[], sport: Sport | null, opens: boolean): Judged {
  const limit = spikeSpeed(sport ?? 'OTHER');
  const points = pointsOf(places);
  const starts = [0];
  if (opens) dropFirstSpikes(points, starts, limit);
  dropPositionSpikes(points, starts, limit);
  // The place before a leap may have been told again in passing: what is no leap from its first time on is way.
  const told = pointsOf(places);
  const isLeap = (row: number): boolean => speedBetween(told, firstTold(places, row - 1), row) > limit;
  const cumulative = metersBetweenPositions(
    points,
    starts.filter((row) => row === 0 || isLeap(row)),
  );
  const believed = cumulative.findLastIndex((meters) => !Number.isNaN(meters));
  const meters = cumulative[believed] ?? 0;
  return opens && places.length < OPENING_SAMPLES
    ? { meters, metersToTrail: 0, trail: places, trailOpens: true }
    : { meters, metersToTrail: meters, trail: places.slice(firstTold(places, believed)), trailOpens: false };
}

const placeOf = ({ latitude, longitude, at }: Sample): Place[] =>
  latitude !== null && longitude !== null && isPosition(latitude, longitude) ? [{ latitude, longitude, at }] : [];

/** So often in a row a place is judged: as often as it takes to be believed, and when it was told last. */
const MOST_TOLD = TELEPORT_SAMPLES + 1;

/** The places, each at an instant of its own, and none more often in a row than it is judged. */
function withoutRepeats(places: readonly Place[]): Place[] {
  const kept: Place[] = [];
  for (const place of places) {
    const last = kept.length - 1;
    if (place.at === kept[last]?.at) continue;
    if (isSame(place, kept[last]) && last - firstTold(kept, last) + 1 === MOST_TOLD) kept.pop();
    kept.push(place);
  }
  return kept;
}

/** Where it begins that the place at `row` is told time and again. */
function firstTold(places: readonly Place[], row: number): number {
  let first = row;
  while (first > 0 && isSame(places[row], places[first - 1])) first -= 1;
  return first;
}

const isSame = (one: Place | undefined, other: Place | undefined): boolean =>
  one?.latitude === other?.latitude && one?.longitude === other?.longitude;

function pointsOf(places: readonly Place[]): Points {
  const columns = makeColumns(() => new Float64Array(places.length).fill(NaN));
  for (const [row, { latitude, longitude, at }] of places.entries()) {
    columns.time[row] = at;
    columns.latitude[row] = latitude;
    columns.longitude[row] = longitude;
  }
  return { ...columns, length: places.length };
}

import { isCounted, metersBefore, metersBetweenPositions } from '../formulas/distance.ts';
import { haversineMeters, isPosition } from '../formulas/geo.ts';
import { countedMeters, withValue, type Stretch } from '../formulas/runningDistance.ts';
import { isLongStop, isUnknownWay } from '../formulas/unknownWay.ts';
import { dropFirstSpikes, dropPositionSpikes, OPENING_SAMPLES, speedBetween } from '../positionSpikes.ts';
import { makeColumns, type Points } from '../recording.ts';
import { spikeSpeed, stillSpeed, TELEPORT_SAMPLES, type Sport } from '../sport.ts';
import { inOrder, isPaused, resumedBetween, type Sample, type TimerChange } from './sample.ts';
import { include, type Ranges } from './sequences.ts';
import { addToSets, type ExerciseSet } from './sets.ts';

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

/** What is shown of a running workout, and what is needed to carry it on. */
export interface LiveView {
  /** The last message of the log that is in it; 0 for none. */
  readonly through: number;
  /** Whether something has come that lies before what it shows: it is to be made of all samples anew. */
  readonly isBehind: boolean;
  /** The sport that positions were judged by, and how many changes of the timer. */
  readonly sport: Sport | null;
  readonly turns: number;
  readonly sequences: Ranges;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  /** When the last of all samples was recorded, also of those in pauses. */
  readonly heardUntil: number | null;
  /** Sum over positions; null without any. */
  readonly gpsMeters: number | null;
  /** The part of it up to where the trail begins. */
  readonly metersToTrail: number;
  /** How far the ends of stops are apart from which nobody knows the way. */
  readonly unknownMeters: number;
  /** What the device itself counts: the first value, null without any, and the last stretches. */
  readonly firstDeviceMeters: number | null;
  readonly stretches: readonly Stretch[];
  /** The positions that are judged again with the next ones: see `Judged`. */
  readonly trail: readonly Place[];
  /** Whether a segment begins with the trail. */
  readonly trailOpens: boolean;
  readonly heartRateBpm: number | null;
  readonly sets: readonly ExerciseSet[];
}

export const EMPTY_VIEW: LiveView = {
  through: 0,
  isBehind: false,
  sport: null,
  turns: 0,
  sequences: [],
  firstAt: null,
  lastAt: null,
  heardUntil: null,
  gpsMeters: null,
  metersToTrail: 0,
  unknownMeters: 0,
  firstDeviceMeters: null,
  stretches: [],
  trail: [],
  trailOpens: true,
  heartRateBpm: null,
  sets: [],
};

/**
 * The view with further samples, none of which it knows. What was recorded in a pause is passed over. Of those that lie before
 * what it shows, it shows no more than that they are there, and is behind from then on.
 */
export function advance(view: LiveView, samples: readonly Sample[], by: Reckoning, through: number): LiveView {
  const counted = samples
    .filter(({ at }) => !isPaused(by.timer, at))
    .sort((a, b) => a.at - b.at || a.sequence - b.sequence);
  const next = counted.filter(({ at }) => at >= (view.lastAt ?? at));
  const first = counted[0]?.at ?? null;
  return {
    ...goOn(view, next, by),
    through,
    isBehind: isBehind(view, by) || next.length < counted.length,
    sport: by.sport,
    turns: by.timer.length,
    sequences: include(
      view.sequences,
      samples.map(({ sequence }) => sequence),
    ),
    firstAt: first === null ? view.firstAt : Math.min(first, view.firstAt ?? first),
    heardUntil: latest(view.heardUntil, samples),
  };
}

/** The view with the next samples in order of time, none of them of a pause. */
const goOn = (view: LiveView, samples: readonly Sample[], by: Reckoning): LiveView =>
  samples.reduce(addSample, { ...view, ...moved(view, samples, by) });

/** Whether a view is to be made of all samples anew: it lacks some, or the sport or a pause of what it shows is another by now. */
export function isBehind({ isBehind: lacksSome, sport, turns, heardUntil }: LiveView, by: Reckoning): boolean {
  if (lacksSome || sport !== by.sport) return true;
  const until = heardUntil ?? -Infinity;
  return by.timer.slice(turns).some(({ at, kind }) => at < until || (at === until && kind === 'RESUME'));
}

/** So many samples are shown at a time: a few ms of work. */
const AT_A_TIME = 1000;

/** The view of all samples of a workout, made in small steps, so that others can be served between them. */
export function* viewOf(
  batches: readonly (readonly Sample[])[],
  by: Reckoning,
  through: number,
): Generator<undefined, LiveView> {
  const samples = inOrder(batches, by.timer);
  yield;
  const sequences = include(
    [],
    batches.flatMap((batch) => batch.map(({ sequence }) => sequence)),
  );
  let view: LiveView = { ...EMPTY_VIEW, through, sport: by.sport, turns: by.timer.length, sequences };
  for (let from = 0; from < samples.length; from += AT_A_TIME) {
    yield;
    view = goOn(view, samples.slice(from, from + AT_A_TIME), by);
  }
  return { ...view, heardUntil: batches.reduce(latest, null) };
}

const latest = (until: number | null, samples: readonly Sample[]): number | null =>
  samples.reduce<number | null>((last, { at }) => Math.max(at, last ?? at), until);

function addSample(view: LiveView, sample: Sample): LiveView {
  return {
    ...view,
    firstAt: view.firstAt ?? sample.at,
    lastAt: sample.at,
    firstDeviceMeters: view.firstDeviceMeters ?? sample.distance,
    stretches: sample.distance === null ? view.stretches : withValue(view.stretches, sample.distance, sample.at),
    heartRateBpm: sample.heartRate ?? view.heartRateBpm,
    sets: addToSets(view.sets, sample),
  };
}

/** What positions add: the trail is judged again with them. */
function moved(view: LiveView, samples: readonly Sample[], { timer, sport }: Reckoning) {
  const places = [...view.trail, ...samples.flatMap(placeOf)];
  let { metersToTrail, unknownMeters, trail, trailOpens, gpsMeters } = view;
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

/** Metres covered so far: the device's word over positions, without what it counted before, as in a finished workout. */
export function distanceOf({ firstDeviceMeters, stretches, gpsMeters, unknownMeters }: LiveView): number | null {
  const deviceMeters = countedMeters(stretches);
  if (deviceMeters === null || firstDeviceMeters === null) return gpsMeters;
  const counted = deviceMeters - metersBefore(firstDeviceMeters, deviceMeters, null);
  return isCounted(counted, gpsMeters ?? 0, unknownMeters) ? counted : gpsMeters;
}

import { cleanPoints } from '../clean.ts';
import { distanceOf as distanceOfPoints, isCounted, metersBefore } from '../formulas/distance.ts';
import { isPosition } from '../formulas/geo.ts';
import { makeColumns, type Points } from '../recording.ts';
import { spikeSpeed, type Sport } from '../sport.ts';
import { isPaused, resumedBetween, type Sample, type TimerChange } from './sample.ts';
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
  /** The sport that positions were judged by. */
  readonly sport: Sport | null;
  readonly sequences: Ranges;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  /** Sum over positions; null without any. */
  readonly gpsMeters: number | null;
  /** What the device itself counts: the first value and the highest; null without any. */
  readonly firstDeviceMeters: number | null;
  readonly deviceMeters: number | null;
  /** The last position that is believed, and those after it that may be spikes. */
  readonly trail: readonly Place[];
  readonly heartRateBpm: number | null;
  readonly sets: readonly ExerciseSet[];
}

export const EMPTY_VIEW: LiveView = {
  through: 0,
  sport: null,
  sequences: [],
  firstAt: null,
  lastAt: null,
  gpsMeters: null,
  firstDeviceMeters: null,
  deviceMeters: null,
  trail: [],
  heartRateBpm: null,
  sets: [],
};

/**
 * The view with further samples, none of which it knows; undefined when one of them lies before what it shows, or the
 * sport is another by now: then it is to be made of all samples anew. What was recorded in a pause is passed over.
 */
export function advance(
  view: LiveView,
  samples: readonly Sample[],
  by: Reckoning,
  through: number,
): LiveView | undefined {
  if (view.sport !== by.sport) return undefined;
  const sequences = include(
    view.sequences,
    samples.map(({ sequence }) => sequence),
  );
  const counted = samples
    .filter(({ at }) => !isPaused(by.timer, at))
    .sort((a, b) => a.at - b.at || a.sequence - b.sequence);
  const [first] = counted;
  if (first && view.lastAt !== null && first.at < view.lastAt) return undefined;
  return counted.reduce(addSample, { ...view, ...moved(view, counted, by), sequences, through });
}

function addSample(view: LiveView, sample: Sample): LiveView {
  return {
    ...view,
    firstAt: view.firstAt ?? sample.at,
    lastAt: sample.at,
    firstDeviceMeters: view.firstDeviceMeters ?? sample.distance,
    deviceMeters: sample.distance === null ? view.deviceMeters : Math.max(sample.distance, view.deviceMeters ?? 0),
    heartRateBpm: sample.heartRate ?? view.heartRateBpm,
    sets: addToSets(view.sets, sample),
  };
}

/** What positions add, by the rules for those of files: the trail is judged again with them. */
function moved(view: LiveView, samples: readonly Sample[], { timer, sport }: Reckoning) {
  const places: Place[] = [];
  for (const place of [...view.trail, ...samples.flatMap(placeOf)]) {
    const before = places.at(-1);
    if (!before || isAnother(place, before, timer)) places.push(place);
  }
  // Nothing is covered between a pause and where the person went on.
  const starts = places.flatMap(({ at }, i) => {
    const before = places[i - 1];
    return !before || resumedBetween(timer, before.at, at) ? [i] : [];
  });
  const options = { spikeSpeed: spikeSpeed(sport ?? 'OTHER'), useTimes: true, told: null, isWhole: false };
  const { points, segmentStarts } = cleanPoints(pointsOf(places), starts, options);
  const { totalMeters } = distanceOfPoints(points, segmentStarts, null);
  if (totalMeters === null) return {};
  const believed = points.latitude.findLastIndex((latitude) => !Number.isNaN(latitude));
  return { gpsMeters: (view.gpsMeters ?? 0) + totalMeters, trail: places.slice(believed) };
}

const placeOf = ({ latitude, longitude, at }: Sample): Place[] =>
  latitude !== null && longitude !== null && isPosition(latitude, longitude) ? [{ latitude, longitude, at }] : [];

/** A place that is told again may be told in passing: how fast the next one was reached is judged from the first time on. */
function isAnother(place: Place, before: Place, timer: readonly TimerChange[]): boolean {
  if (place.at === before.at) return false;
  const isSame = place.latitude === before.latitude && place.longitude === before.longitude;
  return !isSame || resumedBetween(timer, before.at, place.at);
}

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
export function distanceOf({ firstDeviceMeters, deviceMeters, gpsMeters }: LiveView): number | null {
  if (deviceMeters === null || firstDeviceMeters === null) return gpsMeters;
  const counted = deviceMeters - metersBefore(firstDeviceMeters, deviceMeters, null);
  return isCounted(counted, gpsMeters ?? 0) ? counted : gpsMeters;
}

import { haversineMeters } from '../formulas/geo.ts';
import { isPaused, resumedBetween, type Sample, type TimerChange } from './sample.ts';
import { include, type Ranges } from './sequences.ts';

/** What is shown of a running workout, and what is needed to carry it on. */
export interface LiveView {
  /** The last message of the log that is in it; 0 for none. */
  readonly through: number;
  readonly sequences: Ranges;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  /** Sum over positions, and what the device itself counts; null without either. */
  readonly gpsMeters: number | null;
  readonly deviceMeters: number | null;
  readonly position: { readonly latitude: number; readonly longitude: number; readonly at: number } | null;
  readonly heartRateBpm: number | null;
}

export const EMPTY_VIEW: LiveView = {
  through: 0,
  sequences: [],
  firstAt: null,
  lastAt: null,
  gpsMeters: null,
  deviceMeters: null,
  position: null,
  heartRateBpm: null,
};

/**
 * The view with further samples, none of which it knows; undefined when one of them lies before what it shows: then it is
 * to be made of all samples anew. What was recorded in a pause is passed over.
 */
export function advance(
  view: LiveView,
  samples: readonly Sample[],
  timer: readonly TimerChange[],
  through: number,
): LiveView | undefined {
  const sequences = include(
    view.sequences,
    samples.map(({ sequence }) => sequence),
  );
  const counted = samples
    .filter(({ at }) => !isPaused(timer, at))
    .sort((a, b) => a.at - b.at || a.sequence - b.sequence);
  const [first] = counted;
  if (first && view.lastAt !== null && first.at < view.lastAt) return undefined;
  return counted.reduce((seen, sample) => addSample(seen, sample, timer), { ...view, sequences, through });
}

function addSample(view: LiveView, sample: Sample, timer: readonly TimerChange[]): LiveView {
  return {
    ...view,
    ...moved(view, sample, timer),
    firstAt: view.firstAt ?? sample.at,
    lastAt: sample.at,
    deviceMeters: sample.distance === null ? view.deviceMeters : Math.max(sample.distance, view.deviceMeters ?? 0),
    heartRateBpm: sample.heartRate ?? view.heartRateBpm,
  };
}

/** Nothing is covered between a pause and where the person went on. */
function moved({ position, gpsMeters }: LiveView, { latitude, longitude, at }: Sample, timer: readonly TimerChange[]) {
  if (latitude === null || longitude === null) return {};
  const isStep = position !== null && !resumedBetween(timer, position.at, at);
  const step = isStep ? haversineMeters(position.latitude, position.longitude, latitude, longitude) : 0;
  return { position: { latitude, longitude, at }, gpsMeters: (gpsMeters ?? 0) + step };
}

/** Metres covered so far: the device's word over positions, as in a finished workout. */
export const distanceOf = ({ deviceMeters, gpsMeters }: LiveView): number | null => deviceMeters ?? gpsMeters;

import { isCounted, metersBefore } from '../formulas/distance.ts';
import { countedMeters, withValue, type Stretch } from '../formulas/runningDistance.ts';
import type { Sport } from '../sport.ts';
import { inOrder, isPaused, type Sample } from './sample.ts';
import { include, type Ranges } from './sequences.ts';
import { addToSets, type ExerciseSet } from './sets.ts';
import { goOnWay, NO_WAY, type Reckoning, type Way } from './way.ts';

/** What is shown of a running workout, and what is needed to carry it on. */
export interface LiveView extends Way {
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
  /** What the device itself counts: the first value, null without any, and the last stretches. */
  readonly firstDeviceMeters: number | null;
  readonly stretches: readonly Stretch[];
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
  ...NO_WAY,
  firstDeviceMeters: null,
  stretches: [],
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
  samples.reduce(addSample, { ...view, ...goOnWay(view, samples, by) });

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

/** Metres covered so far: the device's word over positions, without what it counted before, as in a finished workout. */
export function distanceOf({ firstDeviceMeters, stretches, gpsMeters, unknownMeters }: LiveView): number | null {
  const deviceMeters = countedMeters(stretches);
  if (deviceMeters === null || firstDeviceMeters === null) return gpsMeters;
  const counted = deviceMeters - metersBefore(firstDeviceMeters, deviceMeters, null);
  return isCounted(counted, gpsMeters ?? 0, unknownMeters) ? counted : gpsMeters;
}

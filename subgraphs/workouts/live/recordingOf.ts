import type { Sample } from '../domain/live/sample.ts';
import { startOf } from '../domain/live/start.ts';
import type { LaurelFile } from '../files/laurel/laurelFile.ts';
import { LONGEST_SECONDS } from '../domain/times.ts';
import type { LiveWorkout } from '../store/liveWorkouts.ts';

/**
 * What was recorded of a workout, as a file. How long it took is told by its owner, else by the last sample; without samples
 * by when it was ended; no longer than a week.
 */
export function recordingOf(live: LiveWorkout, samples: readonly Sample[]): LaurelFile {
  const first = samples[0]?.at;
  const last = samples.at(-1)?.at;
  const startedAt = startOf(live, first ?? null);
  const told =
    live.endedAt?.getTime() ?? (last === undefined ? (live.closedAt ?? live.lastHeardAt).getTime() : undefined);
  const end =
    told === undefined
      ? undefined
      : Math.max(Math.min(told, startedAt + LONGEST_SECONDS * 1000), last ?? 0, startedAt + SHORTEST_MS);
  return {
    laurel: 1,
    byHand: false,
    sport: live.sport,
    startedAt,
    elapsedSeconds: end === undefined ? null : (end - startedAt) / 1000,
    distanceMeters: null,
    kilocalories: null,
    timer: live.timer,
    time: samples.map(({ at }) => at),
    latitude: samples.map((each) => each.latitude),
    longitude: samples.map((each) => each.longitude),
    elevation: samples.map((each) => each.elevation),
    distance: samples.map((each) => each.distance),
    heartRate: samples.map((each) => each.heartRate),
    cadence: samples.map((each) => each.cadence),
    power: samples.map((each) => each.power),
  };
}

const SHORTEST_MS = 1000;

/** The same without its samples: what is left when nothing can be made of them. */
export const withoutSamples = (file: LaurelFile): LaurelFile => ({
  ...file,
  elapsedSeconds: Math.max(file.elapsedSeconds ?? 0, SHORTEST_MS / 1000),
  time: [],
  latitude: [],
  longitude: [],
  elevation: [],
  distance: [],
  heartRate: [],
  cadence: [],
  power: [],
});

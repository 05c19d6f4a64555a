import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sample } from '../domain/live/sample.ts';
import { advance, distanceOf, EMPTY_VIEW, type LiveView } from '../domain/live/view.ts';
import { buildTrack } from '../domain/buildTrack.ts';
import type { Recording } from '../domain/recording.ts';
import { act, pieces, run, start, update } from './liveSupport.ts';
import { sum } from './numbers.ts';
import { METER, recordingOf } from './recordings.ts';
import { somebody, useWorkouts } from './support.ts';

const subgraph = useWorkouts();
const url = (): string => subgraph.url;

const START = Date.UTC(2025, 4, 1, 6);
const NOTHING = {
  elevation: null,
  heartRate: null,
  cadence: null,
  power: null,
  distance: null,
  exercise: null,
  repetitions: null,
};

/** How far north somebody is each second who goes at these speeds, by a phone that tells each fix for so many seconds. */
function metersOf(way: readonly { seconds: number; speed: number }[], hold: number): number[] {
  const speeds = way.flatMap(({ seconds, speed }) => new Array<number>(seconds).fill(speed));
  let meters = 0;
  let told = 0;
  return speeds.map((speed, second) => {
    if (second % hold === 0) told = meters;
    meters += speed;
    return told;
  });
}

/** For one sample or two somewhere else, so many of them after the stray before, the second so many metres from the first. */
type Stray = { after: number; meters: number; apart: number | null };

/** Samples of a way, a second apart. */
function samplesOf(way: readonly number[], strays: readonly Stray[]): Sample[] {
  const strayed = new Map<number, number>();
  let row = 0;
  for (const { after, meters, apart } of strays) {
    strayed.set((row += after), meters);
    if (apart !== null) strayed.set((row += 1), meters + apart);
  }
  return way.map((meters, sequence) => ({
    ...NOTHING,
    sequence,
    at: START + sequence * 1000,
    latitude: 46 + meters * METER,
    longitude: 14.5 + (strayed.get(sequence) ?? 0) * METER,
  }));
}

/** So many samples after the one before, nothing is told for a while, and then from a place further on. */
type Stop = { after: number; seconds: number; meters: number };

function withStops(samples: readonly Sample[], stops: readonly Stop[]): Sample[] {
  let row = 0;
  const rows = stops.map((stop) => ({ ...stop, row: (row += stop.after) }));
  return samples.map((sample, i) => {
    const before = rows.filter((stop) => stop.row <= i);
    return {
      ...sample,
      at: sample.at + sum(before.map(({ seconds }) => seconds)) * 1000,
      latitude: (sample.latitude ?? NaN) + sum(before.map(({ meters }) => meters)) * METER,
    };
  });
}

/** The same samples as a device counts them that begins anew at some, and loses count for a moment at others. */
function countedBy(
  samples: readonly Sample[],
  way: readonly number[],
  anew: readonly number[],
  slips: readonly number[],
) {
  let from = 0;
  return samples.map((sample, i) => {
    const meters = way[i] ?? 0;
    if (anew.includes(i)) from = meters;
    return { ...sample, distance: slips.includes(i) ? 20_000 : meters - from };
  });
}

/** The same samples as they are read when the workout is finished. */
const recordingOfSamples = (samples: readonly Sample[]): Recording =>
  recordingOf([
    samples.map(({ at, latitude, longitude, distance }) => ({
      time: (at - START) / 1000,
      distance: distance ?? NaN,
      latitude: latitude ?? NaN,
      longitude: longitude ?? NaN,
    })),
  ]);

describe('the distance that is shown of a running workout', () => {
  it('passes over what is no position and over spikes, as the finished one does', async () => {
    const me = somebody();
    const { samples, startedAt, meters } = run(60);
    const wrong = new Map([
      [20, { latitude: 0, longitude: 0 }],
      [29, { latitude: 40, longitude: 3 }],
      [30, { latitude: 40, longitude: 3.1 }],
    ]);
    const sent = samples.map((sample, i) => ({ ...sample, ...wrong.get(i) }));
    const workoutId = await start(url(), me, { startedAt });
    for (const batch of pieces(sent, 15)) {
      const { workout } = await act(url(), me, 'recordSamples', { workoutId, samples: batch });
      const last = batch.findLast(({ sequence }) => !wrong.has(sequence - 1))?.sequence ?? 0;
      expect(workout?.distanceMeters).toBeCloseTo((last - 1) * 3, 0);
    }
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout?.distanceMeters).toBeCloseTo(meters, 0);
  });

  it.each([1, 2, 3, 1000])('passes over wrong fixes that it begins with, in batches of %d', async (size) => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const wrong = [{ latitude: 45 }, { latitude: 47 }];
    const sent = samples.map((sample, i) => ({ ...sample, ...wrong[i] }));
    const workoutId = await start(url(), me, { startedAt });
    let shown;
    for (const batch of pieces(sent, size))
      ({ workout: shown } = await act(url(), me, 'recordSamples', { workoutId, samples: batch }));
    expect(shown?.distanceMeters).toBeCloseTo(58 * 3, 0);
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout?.distanceMeters).toBeCloseTo(58 * 3, 0);
  });

  it('is judged by the sport that it has now', async () => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const workoutId = await start(url(), me, { startedAt });
    // 30 m/s: nobody runs so fast, some ride.
    const fast = samples.map((sample, i) => ({ ...sample, latitude: 46 + (i % 2) * (30 / 111_195.08) }));
    await act(url(), me, 'recordSamples', { workoutId, samples: fast });
    const shownMeters = async () =>
      (await act(url(), me, 'recordSamples', { workoutId, samples: [] })).workout?.distanceMeters;
    expect(await shownMeters()).toBe(0);
    await update(url(), me, { workoutId, sport: 'CYCLING' });
    expect(await shownMeters()).toBeCloseTo(1800, 0);
  });

  it('is the same however the samples come in pieces, with spikes, leaps, pauses and positions told again', () => {
    const step = fc.record({ seconds: fc.integer({ min: 0, max: 3 }), leap: fc.constantFrom(0, 0, 0, 0, 0, 0.002, 1) });
    const turns = fc.uniqueArray(fc.integer({ min: 1, max: 80 }), { maxLength: 4 });
    const sizes = fc.record({ size: fc.integer({ min: 1, max: 9 }), hold: fc.constantFrom(1, 7, 20) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), sizes, turns, (steps, { size, hold }, at) => {
        let second = 0;
        const samples = steps.map(({ seconds, leap }, sequence) => {
          second += seconds;
          return {
            ...NOTHING,
            sequence,
            at: START + second * 1000,
            latitude: 46 + Math.floor(second / hold) * hold * 4e-5 + leap,
            longitude: 14.5,
          };
        });
        const timer = at
          .sort((one, other) => one - other)
          .map((each, i) => ({ at: START + each * 1000, kind: i % 2 ? ('RESUME' as const) : ('PAUSE' as const) }));
        const by = { sport: 'RUNNING' as const, timer };
        const begin: LiveView = { ...EMPTY_VIEW, sport: by.sport };
        const whole = advance(begin, samples, by, 1);
        const inPieces = pieces(samples, size).reduce((view, piece) => advance(view, piece, by, 1), begin);
        expect(distanceOf(inPieces) ?? 0).toBeCloseTo(distanceOf(whole) ?? 0, 6);
        expect(inPieces.trail).toEqual(whole.trail);
        expect(whole.trail.length).toBeLessThanOrEqual(6);
      }),
    );
  });

  const stretch = fc.record({ seconds: fc.integer({ min: 5, max: 120 }), speed: fc.constantFrom(0, 0, 2, 3, 4) });
  const stretches = fc.array(stretch, { minLength: 1, maxLength: 8 });
  const size = fc.integer({ min: 1, max: 50 });

  const RUNNING = { sport: 'RUNNING' as const, timer: [] };
  const shownOf = (samples: readonly Sample[], inPiecesOf: number): number => {
    const begin: LiveView = { ...EMPTY_VIEW, sport: RUNNING.sport };
    const view = pieces(samples, inPiecesOf).reduce((known, piece) => advance(known, piece, RUNNING, 1), begin);
    return distanceOf(view) ?? NaN;
  };

  it('is the finished one, with rests of one fix told again and again, and strays of one sample or two, also as the last', () => {
    const stray = fc.record({
      after: fc.integer({ min: 8, max: 150 }),
      meters: fc.integer({ min: 40, max: 5000 }),
      apart: fc.constantFrom(null, 0.01, 4),
    });
    fc.assert(
      fc.property(stretches, fc.array(stray, { maxLength: 8 }), size, (way, strays, inPiecesOf) => {
        const samples = samplesOf(metersOf(way, 1), strays);
        const finished = buildTrack(recordingOfSamples(samples), RUNNING.sport, true).distance.totalMeters;
        expect(shownOf(samples, inPiecesOf)).toBeCloseTo(finished ?? 0, 0);
      }),
      { numRuns: 500 },
    );
  });

  it('is the finished one also with stops in which somebody came elsewhere', () => {
    const stop = fc.record({
      after: fc.integer({ min: 1, max: 150 }),
      seconds: fc.integer({ min: 60, max: 7200 }),
      meters: fc.integer({ min: 0, max: 1000 }),
    });
    const stray = fc.record({
      after: fc.integer({ min: 8, max: 150 }),
      meters: fc.integer({ min: 40, max: 5000 }),
      apart: fc.constantFrom(null, 4),
    });
    const way = metersOf([{ seconds: 600, speed: 3 }], 1);
    const elsewhere = withStops(samplesOf(way, []), [{ after: 300, seconds: 3600, meters: 500 }]);
    expect(shownOf(elsewhere, 7)).toBeCloseTo(598 * 3, 0);
    const [stops, strays] = [fc.array(stop, { maxLength: 4 }), fc.array(stray, { maxLength: 4 })];
    // nothing is counted, or metres or kilometres, of unknown ways, too, or not
    const counts = fc.record({ unit: fc.constantFrom(null, 1, 0.001), isOfStops: fc.boolean() });
    fc.assert(
      fc.property(stops, strays, size, counts, (rests, wrong, inPiecesOf, { unit, isOfStops }) => {
        const stopped = withStops(samplesOf(way, wrong), rests);
        const samples = stopped.map((sample, i) => {
          const meters = isOfStops ? ((sample.latitude ?? NaN) - 46) / METER : (way[i] ?? NaN);
          return { ...sample, distance: unit === null ? null : meters * unit };
        });
        const finished = buildTrack(recordingOfSamples(samples), RUNNING.sport, true).distance.totalMeters;
        expect(shownOf(samples, inPiecesOf)).toBeCloseTo(finished ?? 0, 0);
      }),
      { numRuns: 500 },
    );
  });

  it('is the finished one also by a device that begins to count anew, or loses count for a moment', () => {
    const rows = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 4 });
    fc.assert(
      fc.property(stretches, rows, rows, size, (stretchesOfWay, anew, slips, inPiecesOf) => {
        const way = metersOf(stretchesOfWay, 1);
        const samples = countedBy(samplesOf(way, []), way, anew, slips);
        const finished = buildTrack(recordingOfSamples(samples), RUNNING.sport, true).distance.totalMeters;
        expect(shownOf(samples, inPiecesOf)).toBeCloseTo(finished ?? 0, 0);
      }),
      { numRuns: 500 },
    );
    const way = metersOf([{ seconds: 1000, speed: 3 }], 1);
    expect(shownOf(countedBy(samplesOf(way, []), way, [500], [250]), 7)).toBeCloseTo(2994, 6);
  });

  it('is all that a phone has told that tells each fix many times in passing, but for the newest one', () => {
    fc.assert(
      fc.property(stretches, fc.integer({ min: 2, max: 20 }), size, (way, hold, inPiecesOf) => {
        const told = metersOf(way, hold);
        const shown = shownOf(samplesOf(told, []), inPiecesOf);
        expect(shown).toBeLessThan((told.at(-1) ?? 0) + 1);
        expect(shown).toBeGreaterThan((told.at(-1 - hold) ?? 0) - 1);
      }),
      { numRuns: 500 },
    );
  });
});

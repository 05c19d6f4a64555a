import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, distanceOf, EMPTY_VIEW, type LiveView } from '../domain/live/view.ts';
import { act, pieces, run, start, update } from './liveSupport.ts';
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
    const step = fc.record({ seconds: fc.integer({ min: 0, max: 3 }), leap: fc.constantFrom(0, 0, 0, 0, 0, 1, 2) });
    const turns = fc.uniqueArray(fc.integer({ min: 1, max: 80 }), { maxLength: 4 });
    const sizes = fc.record({ size: fc.integer({ min: 1, max: 9 }), hold: fc.constantFrom(1, 1, 7) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), sizes, turns, (steps, { size, hold }, at) => {
        let second = 0;
        const samples = steps.map(({ seconds, leap }, sequence) => {
          second += seconds;
          return {
            ...NOTHING,
            sequence,
            at: START + second * 1000,
            latitude: 46 + Math.floor(second / hold) * hold * 2e-5 + leap,
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
        expect(whole.trail.length).toBeLessThanOrEqual(4);
      }),
    );
  });
});

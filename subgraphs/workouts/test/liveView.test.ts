import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyOrder } from '#platform/testing/anyOrder.ts';
import type { Sample, TimerChange } from '../domain/live/sample.ts';
import { advance, EMPTY_VIEW, isBehind, viewOf, type LiveView } from '../domain/live/view.ts';
import type { Reckoning } from '../domain/live/way.ts';
import { pieces } from './liveSupport.ts';

const START = Date.UTC(2025, 4, 1, 6);
const RUNNING = { sport: 'RUNNING' as const, timer: [] };
const BEGIN: LiveView = { ...EMPTY_VIEW, sport: 'RUNNING' };

/** Somebody who runs north at 3 m/s, but for what leaps a degree away; with a sample at each of these seconds. */
const runAt = (seconds: readonly number[], leaps: ReadonlySet<number> = new Set()): Sample[] =>
  seconds.map((second, sequence) => ({
    sequence,
    at: START + second * 1000,
    latitude: 46 + (second * 3) / 111_195 + (leaps.has(second) ? 1 : 0),
    longitude: 14.5,
    elevation: null,
    heartRate: 100 + (second % 50),
    cadence: null,
    power: null,
    distance: null,
    exercise: 'squat',
    repetitions: second % 7,
  }));

const timerAt = (seconds: readonly number[]): TimerChange[] =>
  seconds.map((second, i) => ({ at: START + second * 1000, kind: i % 2 ? 'RESUME' : 'PAUSE' }));

function wholeOf(batches: readonly (readonly Sample[])[], by: Reckoning): LiveView {
  const steps = viewOf(batches, by, 1);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same but for what adding up in another order makes of metres. */
function expectSame(view: LiveView, whole: LiveView): void {
  const { gpsMeters, metersToTrail, turns, ...rest } = view;
  expect(whole).toMatchObject(rest);
  expect(turns).toBeLessThanOrEqual(whole.turns);
  expect(gpsMeters ?? -1).toBeCloseTo(whole.gpsMeters ?? -1, 6);
  expect(metersToTrail).toBeCloseTo(whole.metersToTrail, 6);
}

describe('the view of a running workout', () => {
  const second = fc.integer({ min: 0, max: 60 });
  const seconds = fc.uniqueArray(second, { minLength: 1, maxLength: 40 }).map((all) => all.sort((a, b) => a - b));
  const turns = fc.array(second, { maxLength: 6 }).map((all) => all.sort((a, b) => a - b));

  it('shows what one that is made of all samples shows, unless it says that it is behind', () => {
    const way = fc.record({ seconds, leaps: fc.array(second), turns, size: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(
        way.chain((each) => {
          const batches = pieces(runAt(each.seconds, new Set(each.leaps)), each.size);
          return fc.tuple(fc.constant({ ...each, batches }), anyOrder(batches.keys(), 3));
        }),
        fc.array(fc.nat(20), { maxLength: 6 }),
        ([{ batches, turns: told }, order], toldAfter) => {
          let [view, come] = [BEGIN, new Array<Sample[]>()];
          for (const [i, index] of order.entries()) {
            const by = { ...RUNNING, timer: timerAt(told.slice(0, toldAfter.filter((after) => after <= i).length)) };
            const batch = batches[index] ?? [];
            if (!come.includes(batch)) {
              view = advance(view, batch, by, 1);
              come = [...come, batch];
            }
            const whole = wholeOf(come, by);
            if (!isBehind(view, by)) expectSame(view, whole);
            else view = i % 2 ? whole : view;
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is not behind for pauses that are told as they happen', () => {
    fc.assert(
      fc.property(seconds, turns, fc.integer({ min: 1, max: 9 }), (all, at, size) => {
        const timer = timerAt(at);
        let view = BEGIN;
        for (const batch of pieces(runAt(all), size)) {
          // Those that lie between the samples of a batch are told before it, too.
          const by = { ...RUNNING, timer: timer.filter((change) => change.at <= (batch.at(-1)?.at ?? 0)) };
          expect(isBehind(view, by)).toBe(false);
          view = advance(view, batch, by, 1);
          expect(isBehind(view, by)).toBe(false);
        }
        expectSame(view, wholeOf([runAt(all)], { ...RUNNING, timer }));
      }),
    );
  });

  it('begins and ends with what came late at once, and is behind until it is made anew', () => {
    const samples = runAt([0, 10, 20, 30]);
    const batches = [samples.slice(2, 3), [...samples.slice(0, 1), ...samples.slice(3)]];
    const view = batches.reduce((known, batch) => advance(known, batch, RUNNING, 1), BEGIN);
    expect(view).toMatchObject({ firstAt: START, lastAt: START + 30_000, isBehind: true });
    expect(advance(view, samples.slice(1, 2), RUNNING, 1).isBehind).toBe(true);
    expect(isBehind(advance(BEGIN, samples, RUNNING, 1), { ...RUNNING, sport: 'CYCLING' })).toBe(true);
  });
});

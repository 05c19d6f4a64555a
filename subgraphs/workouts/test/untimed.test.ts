import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorkoutFigures } from '../domain/figures.ts';
import { spikeSpeed } from '../domain/sport.ts';
import { range } from './numbers.ts';
import { figuresOf, METER, recordingOf, START, straightLine, type PointValues } from './recordings.ts';

const RUN = straightLine(1800, 2.5).map((each) => ({ ...each, elevation: 300 }));
const PLAN: PointValues[] = range(200).map((i) => ({
  latitude: 47 + i * 0.002,
  longitude: 14,
  elevation: 300 + i * 20,
}));
const WAY_AGAIN = RUN.map(({ latitude, longitude, elevation }) => ({ latitude, longitude, elevation }));
const stamped = (time: number): PointValues[] => PLAN.map((each) => ({ ...each, time }));
const YEAR_1970 = -START / 1000;

const figuresIn = (...segments: PointValues[][]): WorkoutFigures => figuresOf(recordingOf(segments));
const measured = ({ richness: _, ...figures }: WorkoutFigures) => figures;

describe('positions without a time beside a recording', () => {
  const plain = measured(figuresIn(RUN));

  it.each<[string, PointValues[][]]>([
    ['a plan behind it', [RUN, PLAN]],
    ['a plan before it', [PLAN, RUN]],
    ['the same way again', [RUN, WAY_AGAIN]],
    ['a plan from before clocks were set', [RUN, PLAN.map((each, i) => ({ ...each, time: YEAR_1970 + i * 60 }))]],
    ['points in steps of 222 m behind it, in its segment', [[...RUN, ...PLAN]]],
    ['points in steps of 222 m before it, in its segment', [[...PLAN, ...RUN]]],
    ['a plan stamped with a time the day before', [RUN, stamped(-86_400)]],
    ['a plan stamped with a time an hour later', [RUN, stamped(5400)]],
    [
      'a plan of which a single point has a time',
      [RUN, PLAN.map((each, i) => (i === 9 ? { ...each, time: 5400 } : each))],
    ],
  ])('count for nothing: %s', (_, segments) => {
    expect(measured(figuresIn(...segments))).toEqual(plain);
  });

  const early = RUN.slice(0, 900);
  const late = RUN.slice(900).map((each) => ({ ...each, time: (each.time ?? NaN) + 600 }));
  const paused = figuresIn(early, late);

  it('count between two parts of it, where somebody comes by in that time', () => {
    const [from, to] = [early.at(-1)?.latitude ?? NaN, late[0]?.latitude ?? NaN];
    const onTheWay = range(101).map((i) => ({ latitude: from + i * 10 * METER, longitude: 14.5, elevation: 300 }));
    const back = onTheWay.map((each, i) => ({ ...each, latitude: to + (100 - i) * 10 * METER }));
    const found = figuresIn(early, onTheWay, back, late);
    expect((found.distanceMeters ?? NaN) - (paused.distanceMeters ?? NaN)).toBeCloseTo(2000, 0);
    expect(measured(figuresIn(early, PLAN, late))).toEqual(measured(paused));
  });

  it('count wherever they stand, in segments of their own, where the recording rests for long enough', () => {
    const loop = range(101).map((i) => ({ latitude: 47 + Math.min(i, 100 - i) * 50 * METER, longitude: 14 }));
    const gained = (...segments: PointValues[][]): number =>
      (figuresIn(...segments).distanceMeters ?? NaN) - (paused.distanceMeters ?? NaN);
    expect(gained(loop, early, late)).toBeCloseTo(5000, 0);
    expect(gained(early, late, loop)).toBeCloseTo(5000, 0);
    expect(gained(loop, early, late, loop, loop)).toBeCloseTo(0, 0);
    expect(gained(early, [...late, ...loop])).toBeCloseTo(0, 0);
  });

  it('leave parts in order that were written the newest first', () => {
    expect(measured(figuresIn(late, PLAN, early))).toEqual(measured(paused));
  });

  it('never add way or climb beyond what a pause allows, nor a faster effort', () => {
    const segment = fc
      .record({ step: fc.integer({ min: 1, max: 300 }), climb: fc.integer({ min: 0, max: 30 }), count: fc.nat(60) })
      .map(({ step, climb, count }) =>
        range(count).map((i) => ({ latitude: 46.02 + i * step * METER, longitude: 14.5, elevation: 300 + i * climb })),
      );
    const some = fc.array(segment, { maxLength: 2 });
    const fastest = ({ bestEfforts }: WorkoutFigures) => bestEfforts.map(({ elapsedSeconds }) => elapsedSeconds);
    fc.assert(
      fc.property(some, some, some, (before, between, behind) => {
        const found = figuresIn(...before, early, ...between, late, ...behind);
        const gained = (name: 'distanceMeters' | 'elevationGainMeters') => (found[name] ?? NaN) - (paused[name] ?? NaN);
        expect(gained('distanceMeters')).toBeLessThanOrEqual(601 * spikeSpeed('RUNNING'));
        expect(gained('elevationGainMeters')).toBeLessThanOrEqual(3 * 661 + 10);
        expect(fastest(found)).toEqual(fastest(paused));
        expect([found.startedAt, found.elapsedSeconds]).toEqual([paused.startedAt, paused.elapsedSeconds]);
      }),
    );
  });

  it('stay where nothing has a time', () => {
    const found = figuresIn(WAY_AGAIN, PLAN);
    expect(found.needsTimes).toBe(true);
    expect(found.distanceMeters).toBeGreaterThan(45_000);
  });
});

it('a segment of one time whose points are next to each other keeps it', () => {
  const [first] = RUN;
  const start = [0, 1].map((i) => ({ ...first, latitude: 46 - i * METER, time: -300 }));
  expect(figuresIn(start, RUN).elapsedSeconds).toBe(2100);
});

describe('what nobody does in the time it took', () => {
  it('is doubted where no point tells how fast it was', () => {
    const late = straightLine(600, 2.5).map((each) => ({ ...each, time: (each.time ?? NaN) + 3600 }));
    const away = range(500).map((i) => ({ latitude: 46.02 + Math.min(i, 499 - i) * 80 * METER, longitude: 14.5 }));
    expect(figuresIn(straightLine(600, 2.5), away, late).flags).toMatchObject([
      { code: 'IMPLAUSIBLE_SPEED', severity: 'HARD' },
    ]);
  });

  it('is no climb', () => {
    const climbing = (aSecond: number) => {
      const { elevationGainMeters, elevationLossMeters } = figuresIn(
        straightLine(1000, 3).map((each, i) => ({ ...each, elevation: 300 + i * aSecond })),
      );
      return [elevationGainMeters === null, elevationLossMeters];
    };
    expect([climbing(2.9), climbing(3.5)]).toEqual([
      [false, 0],
      [true, 0],
    ]);
  });
});

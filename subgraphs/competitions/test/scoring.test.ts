import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyOrder } from '#platform/testing/anyOrder.ts';
import type { Metric, ScoringRules } from '../domain/competition.ts';
import { EFFORT_DISTANCES_METERS } from '../domain/efforts.ts';
import { progressOf, scoreOf } from '../domain/scoring.ts';
import type { Workout } from '../domain/workout.ts';
import { workout } from './samples.ts';

const rules = (changes: Partial<ScoringRules> = {}): ScoringRules => ({
  metric: 'DISTANCE',
  effortDistanceMeters: null,
  sports: [],
  sources: [],
  minimumDistanceMeters: null,
  minimumSeconds: null,
  startsAt: new Date('2026-05-01T00:00:00Z'),
  endsAt: new Date('2026-06-01T00:00:00Z'),
  countsWorkoutsBeforeJoining: true,
  target: null,
  ...changes,
});
const joinedAt = new Date('2026-05-10T00:00:00Z');
const on = (day: number, changes: Partial<Workout> = {}): Workout => {
  const date = `2026-05-${String(day).padStart(2, '0')}`;
  return workout({
    startedAt: new Date(`${date}T06:00:00Z`),
    endedAt: new Date(`${date}T06:30:00Z`),
    localDate: date,
    ...changes,
  });
};
const end = (day: number): Date => new Date(`2026-05-${String(day).padStart(2, '0')}T06:30:00Z`);

describe('a score', () => {
  test.each<[Metric, number]>([
    ['DISTANCE', 10_000],
    ['MOVING_TIME', 3500],
    ['ENERGY', 800],
    ['ELEVATION_GAIN', 100],
    ['WORKOUT_COUNT', 2],
    ['ACTIVE_DAYS', 2],
  ])('by %s sums what the workouts bring', (metric, value) => {
    expect(scoreOf(rules({ metric }), joinedAt, [on(3), on(2)])).toEqual({
      value,
      reachedAt: end(3),
      activityCount: 2,
      completedAt: null,
    });
  });

  test('is none without a counting workout', () => {
    expect(scoreOf(rules(), joinedAt, [])).toBeUndefined();
    expect(scoreOf(rules(), joinedAt, [on(2, { distanceMeters: null })])).toBeUndefined();
    expect(scoreOf(rules({ metric: 'FASTEST_EFFORT', effortDistanceMeters: 5000 }), joinedAt, [on(2)])).toBeUndefined();
  });

  test('counts workouts that start in the window, its first instant in and its last out', () => {
    const { startsAt, endsAt } = rules();
    const at = (time: Date): Workout => workout({ startedAt: time, endedAt: new Date(time.getTime() + 1) });
    const before = (time: Date): Date => new Date(time.getTime() - 1);
    const count = (time: Date): number => scoreOf(rules(), joinedAt, [at(time)])?.activityCount ?? 0;
    expect([before(startsAt), startsAt, before(endsAt), endsAt].map(count)).toEqual([0, 1, 1, 0]);
  });

  test('counts workouts from joining on, by their start, unless the rules say otherwise', () => {
    const over = workout({ startedAt: new Date(joinedAt.getTime() - 1), endedAt: new Date(joinedAt.getTime() + 9) });
    const after = workout({ startedAt: joinedAt, endedAt: new Date(joinedAt.getTime() + 9) });
    const score = (countsWorkoutsBeforeJoining: boolean): number | undefined =>
      scoreOf(rules({ countsWorkoutsBeforeJoining }), joinedAt, [over, after])?.activityCount;
    expect([score(false), score(true)]).toEqual([1, 2]);
  });

  test.each<[string, Partial<ScoringRules>, Partial<Workout>]>([
    ['of another sport', { sports: ['CYCLING', 'ROWING'] }, { sport: 'RUNNING' }],
    ['from another source', { sources: ['FILE'] }, { source: 'MANUAL' }],
    ['too short', { minimumDistanceMeters: 5000 }, { distanceMeters: 4999.99 }],
    [
      'of unknown length where length matters',
      { minimumDistanceMeters: 1, metric: 'ENERGY' },
      { distanceMeters: null },
    ],
    ['with too little time in motion', { minimumSeconds: 600 }, { movingSeconds: 599.9 }],
    ['that nobody believes', {}, { believed: false }],
  ])('leaves out workouts %s', (_what, rule, figures) => {
    expect(scoreOf(rules(rule), joinedAt, [on(2, figures)])).toBeUndefined();
  });

  test('counts a day once, and was reached when its first workout ended', () => {
    const again = on(3, { endedAt: new Date('2026-05-03T20:00:00Z'), startedAt: new Date('2026-05-03T19:00:00Z') });
    expect(scoreOf(rules({ metric: 'ACTIVE_DAYS', target: 2 }), joinedAt, [again, on(3), on(2)])).toEqual({
      value: 2,
      reachedAt: end(3),
      activityCount: 3,
      completedAt: end(3),
    });
  });

  test('by FASTEST_EFFORT is the best over its distance, as first run', () => {
    const effort = (elapsedSeconds: number, distanceMeters = 1609.344): Partial<Workout> => ({
      bestEfforts: [
        { distanceMeters: 1000, elapsedSeconds: 1 },
        { distanceMeters, elapsedSeconds },
      ],
    });
    const workouts = [on(2, effort(400)), on(4, effort(390.5)), on(3, effort(390.5)), on(5, effort(300, 3218.688))];
    const by = rules({ metric: 'FASTEST_EFFORT', effortDistanceMeters: 1609.344, target: 400 });
    expect(scoreOf(by, joinedAt, workouts)).toEqual({
      value: 390.5,
      reachedAt: end(3),
      activityCount: 3,
      completedAt: end(2),
    });
  });

  test('tells which workout reached the target', () => {
    const workouts = [on(2), on(3), on(4), on(5)];
    expect(scoreOf(rules({ target: 15_000 }), joinedAt, workouts)?.completedAt).toEqual(end(4));
    expect(scoreOf(rules({ target: 20_000.01 }), joinedAt, workouts)?.completedAt).toBeNull();
  });

  test('does not depend on the order the workouts come in', () => {
    fc.assert(
      fc.property(shuffled, fc.constantFrom(...metrics), ([some, shuffledSome], metric) => {
        const by = rules({ metric, effortDistanceMeters: metric === 'FASTEST_EFFORT' ? 1000 : null, target: 9000 });
        expect(scoreOf(by, joinedAt, shuffledSome)).toEqual(scoreOf(by, joinedAt, some));
      }),
    );
  });
});

const metrics: Metric[] = [
  'DISTANCE',
  'MOVING_TIME',
  'ENERGY',
  'ELEVATION_GAIN',
  'WORKOUT_COUNT',
  'ACTIVE_DAYS',
  'FASTEST_EFFORT',
];
const figure = fc.option(fc.double({ min: 0, max: 1e5, noNaN: true }));
const someWorkout = fc
  .record({
    day: fc.integer({ min: 1, max: 28 }),
    distanceMeters: figure,
    kilocalories: figure,
    elevationGainMeters: figure,
    movingSeconds: fc.double({ min: 0, max: 1e5, noNaN: true }),
    believed: fc.boolean(),
    bestEfforts: fc.array(
      fc.record({
        distanceMeters: fc.constantFrom(...EFFORT_DISTANCES_METERS),
        elapsedSeconds: fc.double({ min: 1, max: 1e4, noNaN: true }),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ day, ...others }) => on(day, others));
const shuffled = fc.array(someWorkout, { maxLength: 12 }).chain((some) => fc.tuple(fc.constant(some), anyOrder(some)));

describe('progress', () => {
  test('is the share of the target, at most 1', () => {
    expect([null, 0, 25, 100, 130].map((score) => progressOf('DISTANCE', score, 100))).toEqual([0, 0, 0.25, 1, 1]);
  });
  test('of a time rises while the time falls', () => {
    expect([null, 400, 200, 100].map((score) => progressOf('FASTEST_EFFORT', score, 200))).toEqual([0, 0.5, 1, 1]);
  });
});

import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { formatTokens } from '../domain/amount.ts';
import { addDays, eachDate, isMonday, mondayOf } from '../domain/calendar.ts';
import { dayTokens, daysNeededFor, daysTouchedBy } from '../domain/dayTokens.ts';
import { pendingOf } from '../domain/ledger.ts';
import { decidePostings } from '../domain/postings.ts';
import type { Workout } from '../domain/workout.ts';
import { workoutTokens } from '../domain/workoutTokens.ts';
import { anyFigures, workout } from './support.ts';

const earns = (changes: Partial<Workout>): string => formatTokens(workoutTokens(workout(changes)));
const minutes = (count: number): bigint => BigInt(count * 60_000);
/** A distance that makes 30 minutes this fast. */
const atSpeed = (kilometersPerHour: number): bigint => BigInt(kilometersPerHour * 500_000);
const dayOf = (workouts: readonly Workout[], date = '2026-05-01'): string =>
  formatTokens(dayTokens(workouts, { from: date, to: date }).get(date) ?? -1n);
const daysBefore = (count: number, changes: Partial<Workout> = {}): Workout[] =>
  Array.from({ length: count }, (_, index) => workout({ localDate: addDays('2026-05-01', -1 - index), ...changes }));

describe('the vectors of FORMULAS.md', () => {
  test('30 min run at 10 km/h with GPS and heart rate, streak 0', () => {
    expect(dayOf([workout()])).toBe('30.000000');
  });
  test('the same with a streak of 4', () => {
    expect(dayOf([workout(), ...daysBefore(4)])).toBe('36.000000');
  });
  test('the same by hand', () => {
    expect(dayOf([workout({ source: 'MANUAL' })])).toBe('12.000000');
  });
  test('4 h of that in a day reach the cap', () => {
    expect(dayOf(Array.from({ length: 8 }, () => workout()))).toBe('120.000000');
  });
});

describe('a workout earns', () => {
  test.each([
    ['RUNNING', '30.000000'],
    ['TRAIL_RUNNING', '33.000000'],
    ['WALKING', '1.200000'],
    ['HIKING', '1.800000'],
    ['CYCLING', '14.700000'],
    ['MOUNTAIN_BIKING', '21.000000'],
    ['INDOOR_CYCLING', '18.000000'],
    ['SWIMMING', '39.000000'],
    ['OPEN_WATER_SWIMMING', '39.000000'],
    ['ROWING', '30.000000'],
    ['SKIING', '21.000000'],
    ['STRENGTH', '18.000000'],
    ['YOGA', '9.000000'],
    ['OTHER', '9.000000'],
  ] as const)('by its sport: 30 min of %s at 10 km/h', (sport, tokens) => {
    expect(earns({ sport })).toBe(tokens);
  });

  test.each([
    [0, 'MANUAL', true, true, '12.000000'],
    [0, 'FILE', true, false, '27.000000'],
    [0, 'FILE', false, true, '24.000000'],
    [0, 'LIVE', true, true, '30.000000'],
    [0, 'DEVICE', true, false, '27.000000'],
    [0, 'DEVICE', false, false, '24.000000'],
  ] as const)('by how it was recorded (%#)', (_n, source, hasPositions, hasHeartRate, tokens) => {
    expect(earns({ source, hasPositions, hasHeartRate })).toBe(tokens);
  });

  test('less when it is doubtful, nothing when it is not believed', () => {
    expect([null, 'INFO', 'SOFT', 'HARD'].map((worstFlag) => earns({ worstFlag: flag(worstFlag) }))).toEqual([
      '30.000000',
      '30.000000',
      '24.000000',
      '0.000000',
    ]);
  });

  test('nothing below five minutes of movement', () => {
    expect(earns({ movingMilliseconds: minutes(5) - 1n, distanceMillimeters: 800_000n })).toBe('0.000000');
    expect(earns({ movingMilliseconds: minutes(5), distanceMillimeters: 800_000n })).toBe('5.000000');
  });

  test('for parts of a minute too, rounded down to the sixth decimal', () => {
    expect(earns({ movingMilliseconds: 400_001n, distanceMillimeters: null })).toBe('6.666683');
  });

  test.each([
    [0, '30.000000'],
    [2, '3.000000'],
    [4, '3.000000'],
    [5, '12.000000'],
    [6, '21.000000'],
    [7, '30.000000'],
    [16, '30.000000'],
    [18, '16.500000'],
    [20, '3.000000'],
    [40, '3.000000'],
  ])('by its speed: running at %d km/h (0: no distance)', (speed, tokens) => {
    expect(earns({ distanceMillimeters: atSpeed(speed) })).toBe(tokens);
  });

  test('without a distance as inside the band', () => {
    expect(earns({ distanceMillimeters: null })).toBe('30.000000');
  });
});

describe('a streak', () => {
  test('adds five percent a day, and no more after ten', () => {
    const tokens = [0, 1, 9, 10, 11, 30].map((days) => dayOf([workout(), ...daysBefore(days)]));
    expect(tokens).toEqual(['30.000000', '31.500000', '43.500000', '45.000000', '45.000000', '45.000000']);
  });

  test('is broken by a day without a qualifying workout', () => {
    const short = workout({ localDate: '2026-04-29', movingMilliseconds: minutes(4) });
    const disbelieved = workout({ localDate: '2026-04-29', worstFlag: 'HARD' });
    const others = daysBefore(5).filter(({ localDate }) => localDate !== '2026-04-29');
    expect(dayOf([workout(), short, disbelieved, ...others])).toBe('31.500000');
  });

  test('goes by the calendar, over the end of a month and a leap day', () => {
    const before = ['2028-02-28', '2028-02-29'].map((localDate) => workout({ localDate }));
    expect(dayOf([workout({ localDate: '2028-03-01' }), ...before], '2028-03-01')).toBe('33.000000');
  });

  test('is kept alive also by what earns little', () => {
    expect(dayOf([workout(), ...daysBefore(2, { source: 'MANUAL', sport: 'OTHER' })])).toBe('33.000000');
  });
});

describe('caps', () => {
  const long = (localDate: string): Workout => workout({ localDate, sport: 'YOGA', movingMilliseconds: minutes(600) });
  const week = [...eachDate({ from: '2026-04-27', to: '2026-05-03' })];

  test('leave 120 a day and 600 an ISO week, to the first days of it', () => {
    const earned = dayTokens(week.map(long), { from: '2026-04-27', to: '2026-05-04' });
    expect([...earned.values()].map(formatTokens)).toEqual([
      ...Array.from({ length: 5 }, () => '120.000000'),
      '0.000000',
      '0.000000',
      '0.000000',
    ]);
  });

  test('begin anew on Monday, over the turn of the year', () => {
    expect(mondayOf('2027-01-03')).toBe('2026-12-28');
    const days = [...eachDate({ from: '2026-12-28', to: '2027-01-05' })];
    const earned = dayTokens(days.map(long), { from: '2026-12-28', to: '2027-01-05' });
    expect([...earned.values()].map(formatTokens).slice(4)).toEqual([
      '120.000000',
      '0.000000',
      '0.000000',
      '120.000000',
      '120.000000',
    ]);
  });

  test('count what came before in the week, also when only a later day is asked for', () => {
    expect(dayOf(week.map(long), '2026-05-02')).toBe('0.000000');
  });
});

describe('days', () => {
  const anyWorkout = anyFigures.map((figures): Workout => ({
    ...figures,
    movingMilliseconds: BigInt(Math.round(figures.movingSeconds * 1000)),
    distanceMillimeters: figures.distanceMeters === null ? null : BigInt(Math.round(figures.distanceMeters * 1000)),
  }));
  const all = { from: '2026-04-01', to: '2026-06-30' };

  test('earn what FORMULAS.md says, written down anew with floats', () => {
    fc.assert(
      fc.property(fc.array(anyWorkout, { maxLength: 40 }), (workouts) => {
        for (const [date, tokens] of dayTokens(workouts, all)) {
          expect(Math.abs(Number(tokens) / 1e6 - naively(workouts, date))).toBeLessThan(0.001);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('follow each other and begin weeks as Temporal counts them', () => {
    const epoch = Temporal.PlainDate.from('1970-01-01');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50_000 }), fc.integer({ min: -400, max: 400 }), (sinceEpoch, days) => {
        const date = epoch.add({ days: sinceEpoch });
        expect(addDays(date.toString(), days)).toBe(date.add({ days }).toString());
        expect(mondayOf(date.toString())).toBe(date.subtract({ days: date.dayOfWeek - 1 }).toString());
        expect(isMonday(date.toString())).toBe(date.dayOfWeek === 1);
      }),
    );
  });

  test('that a workout does not touch earn the same with and without it', () => {
    fc.assert(
      fc.property(fc.array(anyWorkout, { maxLength: 30 }), anyWorkout, (workouts, added) => {
        const touched = daysTouchedBy(added.localDate);
        const without = dayTokens(workouts, all);
        for (const [date, tokens] of dayTokens([...workouts, added], all)) {
          if (date < touched.from || date > touched.to) expect(tokens).toBe(without.get(date));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('can be computed from the workouts around them alone', () => {
    fc.assert(
      fc.property(fc.array(anyWorkout, { maxLength: 40 }), anyWorkout, (workouts, { localDate }) => {
        const days = daysTouchedBy(localDate);
        const needed = daysNeededFor(days);
        const around = workouts.filter((one) => one.localDate >= needed.from && one.localDate <= needed.to);
        const whole = dayTokens(workouts, all);
        for (const [date, tokens] of dayTokens(around, days)) expect(tokens).toBe(whole.get(date));
      }),
      { numRuns: 60 },
    );
  });

  test('are posted by what they differ from what was posted', () => {
    const days = { from: '2026-05-01', to: '2026-05-03' };
    const posted = new Map([
      ['2026-05-01', 30_000_000n],
      ['2026-05-02', 5_000_000n],
    ]);
    expect(decidePostings([workout(), workout({ localDate: '2026-05-03' })], posted, days)).toEqual([
      { earnedOn: '2026-05-02', amount: -5_000_000n },
      { earnedOn: '2026-05-03', amount: 30_000_000n },
    ]);
  });
});

test('what is pending is what came during the hold, less what went of the same day, at most the balance', () => {
  expect(pendingOf(50n, [30n, -10n, 5n])).toBe(35n);
  expect(pendingOf(20n, [30n])).toBe(20n);
  expect(pendingOf(20n, [-30n])).toBe(0n);
  expect(pendingOf(0n, [])).toBe(0n);
});

test('amounts are written with six decimals, whatever their size and sign', () => {
  expect([0n, 1n, -1n, 36_000_000n, -1_500_000n, 9_007_199_254_740_993_000_001n].map(formatTokens)).toEqual([
    '0.000000',
    '0.000001',
    '-0.000001',
    '36.000000',
    '-1.500000',
    '9007199254740993.000001',
  ]);
});

function flag(text: string | null): Workout['worstFlag'] {
  return text === 'INFO' || text === 'SOFT' || text === 'HARD' ? text : null;
}

const RATES: Record<string, number> = { RUNNING: 1, WALKING: 0.4, CYCLING: 0.7, SWIMMING: 1.3, YOGA: 0.3 };
const BANDS: Record<string, readonly [number, number, number, number]> = {
  RUNNING: [4, 7, 16, 20],
  WALKING: [1, 3, 8, 9],
  CYCLING: [6, 12, 40, 60],
};

/** The rules once more, slowly and with floats: tokens of a date. */
function naively(workouts: readonly Workout[], date: string): number {
  const counts = (one: Workout): boolean => one.movingMilliseconds >= 300_000n && one.worstFlag !== 'HARD';
  let left = 600;
  let tokens = 0;
  for (const day of eachDate({ from: mondayOf(date), to: date })) {
    let streak = 0;
    while (workouts.some((one) => counts(one) && one.localDate === addDays(day, -1 - streak))) streak++;
    const sum = workouts
      .filter((one) => one.localDate === day && counts(one))
      .reduce((total, one) => total + naiveWorkout(one), 0);
    tokens = Math.min(sum * (1 + 0.05 * Math.min(streak, 10)), 120, left);
    left -= tokens;
  }
  return tokens;
}

function naiveWorkout(one: Workout): number {
  const trust = one.source === 'MANUAL' ? 0.4 : !one.hasPositions ? 0.8 : one.hasHeartRate ? 1 : 0.9;
  const doubt = one.worstFlag === 'SOFT' ? 0.8 : 1;
  return (Number(one.movingMilliseconds) / 60_000) * (RATES[one.sport] ?? 0) * naiveSpeed(one) * trust * doubt;
}

function naiveSpeed(one: Workout): number {
  const band = BANDS[one.sport];
  if (!band || !one.distanceMillimeters) return 1;
  const speed = (Number(one.distanceMillimeters) / Number(one.movingMilliseconds)) * 3.6;
  const [lowest, low, high, highest] = band;
  const inside = speed < low ? (speed - lowest) / (low - lowest) : (highest - speed) / (highest - high);
  return speed >= low && speed <= high ? 1 : 0.1 + 0.9 * Math.max(0, inside);
}

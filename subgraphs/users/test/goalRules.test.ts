import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysIn } from '../domain/calendar.ts';
import { currentWindow, decideGoal, goalStatus, isOpen, windowWith, type WantedGoal } from '../domain/goal.ts';
import { RECURRENCES, startBefore, windowAt, windowOf } from '../domain/goalWindows.ts';

const today = '2026-05-15';
const own = { id: 'g', accountId: 'a', now: new Date('2026-05-15T10:00:00Z') };
const wanted: WantedGoal = {
  metric: 'DISTANCE',
  targetValue: 100_000,
  sports: [],
  startDate: null,
  targetDate: '2026-05-31',
  recurrence: null,
};
const decided = (changes: Partial<WantedGoal>) => {
  const outcome = decideGoal({ ...wanted, ...changes }, own, today);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
};

describe('a goal', () => {
  test('begins today, or so that its windows follow one another', () => {
    expect(decided({}).startDate).toBe(today);
    expect(decided({ targetDate: '2026-05-17', recurrence: 'WEEKLY' }).startDate).toBe('2026-05-11');
    expect(decided({ targetDate: '2026-05-31', recurrence: 'MONTHLY' }).startDate).toBe('2026-05-01');
    expect(decided({ targetDate: today, recurrence: 'DAILY' }).startDate).toBe(today);
  });

  test('may begin ten years ago, to the day, and end in ten years', () => {
    const dates = { startDate: '2016-05-15', targetDate: '2036-05-15' };
    expect(decided(dates)).toMatchObject(dates);
  });

  test.each([
    ['a day that is over', { targetDate: '2026-05-14' }, 'targetDate'],
    ['a day too far away', { targetDate: '2036-05-16' }, 'targetDate'],
    ['a beginning after the end', { startDate: '2026-06-01' }, 'startDate'],
    ['a beginning long ago', { startDate: '2016-05-14' }, 'startDate'],
    [
      'a window longer than its recurrence',
      { startDate: '2026-05-10', targetDate: '2026-05-17', recurrence: 'WEEKLY' },
      'recurrence',
    ],
    ['nothing to reach', { targetValue: 0 }, 'targetValue'],
    ['half a workout', { metric: 'WORKOUT_COUNT', targetValue: 1.5 }, 'targetValue'],
    ['more active days than there are', { metric: 'ACTIVE_DAYS', targetValue: 18 }, 'targetValue'],
  ] as const)('is refused with %s', (_what, changes, field) => {
    expect(decideGoal({ ...wanted, ...changes }, own, today)).toMatchObject({
      ok: false,
      problems: [{ code: 'INVALID_INPUT', path: [field] }],
    });
  });

  test.each([
    [{ metric: 'WORKOUT_COUNT', targetValue: 2.5, targetDate: '2026-05-14' }, ['targetDate', 'targetValue']],
    [{ startDate: '2006-06-01', targetDate: '2046-05-14', targetValue: 0 }, ['targetDate', 'startDate', 'targetValue']],
    [{ metric: 'ACTIVE_DAYS', targetValue: 0.5, startDate: '2026-06-01' }, ['startDate', 'targetValue']],
  ] as const)(
    'is told at once of all that is wrong with %j, and of nothing that follows from it',
    (changes, fields) => {
      const outcome = decideGoal({ ...wanted, ...changes }, own, today);
      expect(outcome.ok ? [] : outcome.problems.map(({ path }) => path?.join('.'))).toEqual(fields);
    },
  );

  test('is active, then missed; achieved for good; abandoned only in what was not over', () => {
    const goal = decided({ targetDate: '2026-05-17', recurrence: 'WEEKLY' });
    const at = (date: string) => currentWindow(goal, date);
    expect(goalStatus(at('2026-05-17'), null, '2026-05-17')).toBe('ACTIVE');
    expect(goalStatus(at('2026-05-17'), null, '2026-05-18')).toBe('MISSED');
    expect(goalStatus(at('2026-05-17'), own.now, '2026-05-18')).toBe('ACHIEVED');
    const abandoned = { ...goal, abandonedOn: '2026-05-20' };
    expect(currentWindow(abandoned, '2027-01-01').window.index).toBe(1);
    expect(goalStatus(currentWindow(abandoned, '2027-01-01'), null, '2027-01-01')).toBe('ABANDONED');
    const [before, after] = [windowOf(goal, 0), windowOf(goal, 2)].map((window) => ({ goal: abandoned, window }));
    // Also where it is an earlier day.
    for (const day of ['2027-01-01', '2026-05-17']) {
      expect(currentWindow(abandoned, day).window.index).toBe(1);
      expect(goalStatus(currentWindow(abandoned, day), null, day)).toBe('ABANDONED');
      expect([before, after].map((each) => each && goalStatus(each, null, day))).toEqual(['MISSED', 'ABANDONED']);
    }
    expect([before, after].map((each) => each && isOpen(each))).toEqual([true, false]);
  });

  test('given up between two windows is so in the last, which may be achieved late', () => {
    const goal = decided({ startDate: '2026-05-15', targetDate: '2026-05-17', recurrence: 'WEEKLY' });
    const abandoned = currentWindow({ ...goal, abandonedOn: '2026-05-19' }, '2026-06-01');
    expect(abandoned.window.index).toBe(0);
    expect(goalStatus(abandoned, null, '2026-06-01')).toBe('ABANDONED');
    expect(isOpen(abandoned)).toBe(true);
  });
});

describe('the windows of a goal that recurs', () => {
  test('follow months of any length', () => {
    const monthly = { startDate: '2026-01-31', targetDate: '2026-02-27', recurrence: 'MONTHLY' as const };
    expect([0, 1, 2].map((index) => windowOf(monthly, index))).toEqual([
      { index: 0, from: '2026-01-31', to: '2026-02-27' },
      { index: 1, from: '2026-02-28', to: '2026-03-30' },
      { index: 2, from: '2026-03-31', to: '2026-04-29' },
    ]);
    const lastDays = { startDate: '2027-05-28', targetDate: '2027-05-28', recurrence: 'MONTHLY' as const };
    expect(windowOf(lastDays, 117)).toEqual({ index: 117, from: '2037-02-28', to: '2037-02-28' });
    const february = { startDate: '2026-02-01', targetDate: '2026-02-28', recurrence: 'MONTHLY' as const };
    expect(windowOf(february, 1)).toEqual({ index: 1, from: '2026-03-01', to: '2026-03-31' });
  });

  test('follow one another without a gap from any last day, when nobody says where the first begins', () => {
    for (const recurrence of RECURRENCES) {
      for (let day = 0; day < 3 * 366; day++) {
        const targetDate = addDays(today, day);
        const rounds = decided({ targetDate, recurrence });
        expect(windowOf(rounds, 0)).toEqual({ index: 0, from: rounds.startDate, to: targetDate });
        for (const index of [0, 1, 11]) {
          const [window, next] = [windowOf(rounds, index), windowOf(rounds, index + 1)];
          expect(next.from, `${targetDate} ${recurrence}`).toBe(addDays(window.to, 1));
          expect([windowAt(rounds, window.from), windowAt(rounds, window.to)]).toEqual([window, window]);
        }
      }
    }
    const ofThe31st = decided({ targetDate: '2026-12-30', recurrence: 'MONTHLY' });
    expect([0, 1, 2, 3].map((index) => windowOf(ofThe31st, index))).toEqual([
      { index: 0, from: '2026-11-30', to: '2026-12-30' },
      { index: 1, from: '2026-12-31', to: '2027-01-30' },
      { index: 2, from: '2027-01-31', to: '2027-02-27' },
      { index: 3, from: '2027-02-28', to: '2027-03-30' },
    ]);
  });

  test('never overlap, and each day finds its own', () => {
    const anyRounds = fc
      .record({
        start: fc.integer({ min: 0, max: 800 }),
        length: fc.integer({ min: 0, max: 30 }),
        recurrence: fc.constantFrom(...RECURRENCES),
      })
      .map(({ start, length, recurrence }) => {
        const targetDate = addDays('2026-05-15', start);
        const earliest = startBefore(targetDate, recurrence);
        const shorter = addDays(targetDate, -length);
        return { startDate: shorter > earliest ? shorter : earliest, targetDate, recurrence };
      });
    fc.assert(
      fc.property(
        anyRounds,
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 0, max: 40 }),
        (rounds, index, skip) => {
          const [window, next] = [windowOf(rounds, index), windowOf(rounds, index + 1)];
          expect(window.from <= window.to).toBe(true);
          expect(window.to < next.from).toBe(true);
          const day = addDays(window.from, skip % daysIn(window));
          expect(windowAt(rounds, day)).toEqual(window);
        },
      ),
    );
  });

  test('do not hold the days between them', () => {
    const goal = decided({ startDate: '2026-05-15', targetDate: '2026-05-17', recurrence: 'WEEKLY' });
    expect(windowWith(goal, '2026-05-18')).toBeUndefined();
    expect(windowWith(goal, '2026-05-14')).toBeUndefined();
    expect(windowWith(goal, '2026-05-22')?.window.index).toBe(1);
  });
});

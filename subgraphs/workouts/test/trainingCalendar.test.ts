import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { occurrences } from '../domain/training/recurrence.ts';
import { firstInstantOf, localDateOf, localHourOf } from '../domain/times.ts';
import type { Schedule } from '../store/schedules.ts';
import type { Workout } from '../store/workoutDocument.ts';
import { plannedBetween } from '../training/occurrences.ts';
import { planOf } from './plans.ts';
import { workoutOf } from './workouts.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const dailyPlan = (change: Partial<Schedule>): Schedule =>
  planOf({ startsAt: new Date('2026-03-01T07:00:00Z'), recurrenceRule: 'FREQ=DAILY', ...change });
const runAt = (startedAt: number): Workout => workoutOf({ startedAt: new Date(startedAt), sport: 'RUNNING' });

/** What a person's calendar says of some days, who has these plans and these workouts. */
const calendarOf = (plans: readonly Schedule[], workouts: readonly Workout[], from: string, to = from) =>
  plannedBetween(
    {
      schedules: { list: () => Promise.resolve([...plans]) },
      list: {
        startedWithin: (_ownerId, spans) =>
          Promise.resolve(
            workouts.filter(({ startedAt }) =>
              spans.some((span) => startedAt !== null && startedAt >= span.from && startedAt <= span.to),
            ),
          ),
      },
      now: () => new Date('2026-12-01T00:00:00Z'),
    },
    'me',
    from,
    to,
  );

describe('a calendar of planned workouts', () => {
  afterEach(() => vi.restoreAllMocks());

  const zone = fc.constantFrom(
    ...['Europe/Ljubljana', 'Pacific/Auckland', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'],
  );
  const dateOf = (day: number): string => new Date(Date.UTC(2026, 9, 20) + day * DAY_MS).toISOString().slice(0, 10);
  const hours = fc.integer({ min: 0, max: 14 * 24 });
  const begun = Date.UTC(2026, 9, 18);

  it('says the same of a planned time whatever days are asked for', async () => {
    const plan = fc.record({ timeZone: zone, hour: hours, rule: fc.constantFrom(null, 'FREQ=DAILY') }).map((each) =>
      dailyPlan({
        timeZone: each.timeZone,
        startsAt: new Date(begun + each.hour * HOUR_MS),
        recurrenceRule: each.rule,
      }),
    );
    const day = fc.integer({ min: 0, max: 9 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(plan, { minLength: 1, maxLength: 6 }),
        fc.array(hours, { maxLength: 20 }),
        fc.tuple(day, day).map((days) => days.toSorted((a, b) => a - b)),
        async (plans, starts, [first = 0, last = 0]) => {
          const workouts = starts.map((hour) => runAt(begun + hour * HOUR_MS));
          const said = async (from: string, to: string) =>
            (await calendarOf(plans, workouts, from, to)).map(
              ({ planned, date, status, workout }) =>
                `${planned.schedule._id} ${date} ${planned.startsAt.toISOString()} ${status} ${workout?._id}`,
            );
          const all = (await said(dateOf(-5), dateOf(15))).filter((each) => {
            const date = each.split(' ')[1] ?? '';
            return date >= dateOf(first) && date <= dateOf(last);
          });
          expect(await said(dateOf(first), dateOf(last))).toEqual(all);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives a workout to the plan that is nearest, on whatever date that is in its zone', async () => {
    const plans = [
      dailyPlan({ startsAt: new Date('2026-11-10T18:00:00Z'), timeZone: 'Pacific/Auckland', recurrenceRule: null }),
      dailyPlan({ startsAt: new Date('2026-11-10T20:00:00Z'), recurrenceRule: null }),
    ];
    const workouts = [runAt(Date.parse('2026-11-10T18:10:00Z'))];
    const said = async (from: string) => (await calendarOf(plans, workouts, from)).map(({ status }) => status);
    expect(await said('2026-11-10')).toEqual(['MISSED']);
    expect(await said('2026-11-11')).toEqual(['DONE']);
  });

  it('has each time on its own date, also beside a date that a zone left out', async () => {
    const plan = dailyPlan({
      startsAt: new Date('2011-12-29T20:00:00Z'),
      timeZone: 'Pacific/Apia',
      recurrenceRule: null,
    });
    const datesOn = async (date: string) => (await calendarOf([plan], [], date)).map((each) => each.date);
    expect(await datesOn('2011-12-29')).toEqual(['2011-12-29']);
    expect(await datesOn('2011-12-30')).toEqual([]);
    expect(await datesOn('2011-12-31')).toEqual([]);
  });

  it('asks the clock of a zone once or twice for each planned time and each workout, not for each pair', async () => {
    const plans = Array.from({ length: 10 }, () => dailyPlan({}));
    const clock: { readonly format: unknown } = Intl.DateTimeFormat.prototype;
    const readings = vi.spyOn(clock, 'format', 'get');
    const parts = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
    const readingsWith = async (count: number): Promise<number> => {
      readings.mockClear();
      parts.mockClear();
      const workouts = Array.from({ length: count }, (_, index) => runAt(Date.UTC(2026, 4, 1, 5 + index * 7)));
      expect(await calendarOf(plans, workouts, '2026-05-01', '2026-08-01')).toHaveLength(930);
      return readings.mock.calls.length + parts.mock.calls.length;
    };
    const without = await readingsWith(0);
    expect(without).toBeLessThan(930 * 5);
    expect((await readingsWith(200)) - without).toBeLessThanOrEqual(200);
  });

  it('of more than a thousand times, or of no or too many days, is refused', async () => {
    const plans = Array.from({ length: 11 }, () => dailyPlan({}));
    expect(await calendarOf(plans, [], '2026-05-01', '2026-07-29')).toHaveLength(990);
    await expect(calendarOf(plans, [], '2026-05-01', '2026-07-31')).rejects.toThrow('ask for fewer');
    await expect(calendarOf([], [], '2026-05-02', '2026-05-01')).rejects.toThrow('0 to 92 days');
    await expect(calendarOf([], [], '2026-05-01', '2026-08-02')).rejects.toThrow('0 to 92 days');
    expect(await calendarOf([], [], '2026-05-01', '2026-08-01')).toEqual([]);
  });
});

describe('the clock of a zone', () => {
  const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const instant = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2100, 0) });
  const changes = ['2011-12-30T10:00:00Z', '2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2027-10-02T15:30:00Z'];
  const near = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS }))
    .map(([change, ms]) => Date.parse(change) + ms);

  it('is the one of Temporal, and shows a time first when Temporal says so, or never', () => {
    const odd = fc.constantFrom('Pacific/Apia', 'Europe/Ljubljana', 'Australia/Lord_Howe', 'Africa/Monrovia');
    fc.assert(
      fc.property(fc.oneof(zone, odd), fc.oneof(instant, near), (timeZone, at) => {
        const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
        expect(localDateOf(at, timeZone)).toBe(shown.toPlainDate().toString());
        expect(localHourOf(at, timeZone)).toBe(shown.hour);
        const wanted = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').toPlainDateTime();
        const there = wanted.toZonedDateTime(timeZone);
        const first = there.toPlainDateTime().equals(wanted) ? there.epochMilliseconds : undefined;
        expect(firstInstantOf(at, timeZone)).toBe(first);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps a daily plan at its time over the years, in any zone', () => {
    fc.assert(
      fc.property(zone, (timeZone) => {
        const plan = { startsAt: new Date('2025-01-01T05:30:00Z'), timeZone, recurrenceRule: 'FREQ=DAILY' };
        const hour = localHourOf(plan.startsAt.getTime(), timeZone);
        const found = occurrences(plan, { from: plan.startsAt, limit: 800 });
        expect(new Set(found.map((each) => localHourOf(each.getTime(), timeZone)))).toEqual(new Set([hour]));
      }),
      { numRuns: 20 },
    );
  });
});

import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createService } from '#platform/lifecycle.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { afterChange, MAX_CHAPTERS, timesBetween } from '../domain/training/chapters.ts';
import type { Schedule } from '../store/schedules.ts';
import { calendarOf } from '../training/calendar.ts';
import { planOf, timesIn } from './plans.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { activity, importBytes } from './uploading.ts';

const DAY_MS = 86_400_000;
const ALWAYS = { from: new Date(0), to: new Date('2026-09-01T00:00:00Z') };

/** A plan after a change at an instant. */
const changed = (plan: Schedule, change: Partial<Schedule>, now: Date): Schedule => ({
  ...plan,
  ...change,
  ...afterChange(plan, { ...plan, ...change }, now),
  version: plan.version + 1,
  changedAt: now,
});
const timesOf = (plan: Schedule, stretch: Partial<typeof ALWAYS> = {}): string[] =>
  timesBetween(plan, { ...ALWAYS, ...stretch }).map(
    ({ startsAt, plan: { sport, timeZone } }) => `${startsAt.toISOString()} ${sport} ${timeZone}`,
  );
const datesOf = (plan: Schedule): string[] => timesOf(plan).map((time) => time.slice(0, 10));
const noon = (date: string): Date => new Date(`${date}T12:00:00Z`);

/** From a Monday on, at seven o'clock. */
const mondays = (change: Partial<Schedule> = {}): Schedule =>
  planOf({ startsAt: new Date('2026-06-01T05:00:00Z'), recurrenceRule: 'FREQ=WEEKLY;BYDAY=MO', ...change });

describe('a plan that is changed', () => {
  const clock = { now: new Date('2026-06-20T12:00:00Z') };
  const workouts = useWorkouts({}, () => clock.now);
  const PLAN = 'scheduledWorkout { id nextOccurrences(first: 2) } userErrors { code }';
  const payload = z.object({
    done: z.object({
      scheduledWorkout: z.object({ id: z.string(), nextOccurrences: z.array(z.string()) }),
      userErrors: z.array(z.unknown()).length(0),
    }),
  });

  async function update(personId: string, input: object) {
    const text = `mutation($input: UpdateScheduledWorkoutInput!) { done: updateScheduledWorkout(input: $input) { ${PLAN} } }`;
    return payload.parse(await query(workouts.url, personId, text, { input })).done.scheduledWorkout;
  }
  async function plan(personId: string, input: object): Promise<string> {
    const text = `mutation($input: ScheduleWorkoutInput!) { done: scheduleWorkout(input: $input) { ${PLAN} } }`;
    return payload.parse(await query(workouts.url, personId, text, { input })).done.scheduledWorkout.id;
  }
  /** What the calendar of June says. */
  async function june(personId: string): Promise<object[]> {
    const fields = 'startsAt status sport title timeZone targetDistanceMeters targetSeconds scheduledWorkout { sport }';
    const data = await query(
      workouts.url,
      personId,
      `query($of: [_Any!]!) { _entities(representations: $of) { ... on Viewer {
        trainingCalendar(from: "2026-06-01", to: "2026-06-30") { ${fields} } } } }`,
      { of: [{ __typename: 'Viewer', id: personId }] },
    );
    const [viewer] = z.array(z.object({ trainingCalendar: z.array(z.looseObject({})) })).parse(data['_entities']);
    return viewer?.trainingCalendar ?? [];
  }

  it('keeps what was done and missed by it, as it was planned then', async () => {
    const personId = somebody();
    for (const day of [1, 8]) {
      await importBytes(workouts.url, personId, activity({ startedAt: Date.UTC(2026, 5, day, 6) }).bytes);
    }
    const input = { sport: 'RUNNING', startsAt: '2026-06-01T05:00:00Z', timeZone: 'Europe/Ljubljana' };
    const scheduledWorkoutId = await plan(personId, {
      ...{ ...input, recurrenceRule: 'FREQ=WEEKLY;BYDAY=MO', targetDistanceMeters: 5000 },
    });
    const after = await update(personId, {
      ...{ scheduledWorkoutId, recurrenceRule: 'FREQ=WEEKLY;BYDAY=TU', sport: 'CYCLING', timeZone: 'UTC' },
      ...{ targetDistanceMeters: null, targetSeconds: 3600 },
    });
    expect(after.nextOccurrences).toEqual(['2026-06-23T05:00:00.000Z', '2026-06-30T05:00:00.000Z']);
    const run = { sport: 'RUNNING', title: 'Morning run', timeZone: 'Europe/Ljubljana' };
    const before = { ...run, targetDistanceMeters: 5000, targetSeconds: null, scheduledWorkout: { sport: 'CYCLING' } };
    const ride = { sport: 'CYCLING', title: 'Morning ride', timeZone: 'UTC', targetSeconds: 3600 };
    const now = { ...before, ...ride, targetDistanceMeters: null };
    expect(await june(personId)).toEqual([
      { startsAt: '2026-06-01T05:00:00.000Z', status: 'DONE', ...before },
      { startsAt: '2026-06-08T05:00:00.000Z', status: 'DONE', ...before },
      { startsAt: '2026-06-15T05:00:00.000Z', status: 'MISSED', ...before },
      { startsAt: '2026-06-23T05:00:00.000Z', status: 'UPCOMING', ...now },
      { startsAt: '2026-06-30T05:00:00.000Z', status: 'UPCOMING', ...now },
    ]);
  });

  it('keeps its past also when it is from before there were chapters', async () => {
    const personId = somebody();
    const { since: _since, chapters: _chapters, ...before } = mondays({ ownerId: personId });
    const { service, close } = createService('old plans', 'silent');
    const mongo = await openMongo(service, workouts.config.MONGO_URL);
    await mongo.run((database) => database.collection<{ _id: string }>('schedules').insertOne(before));
    await update(personId, { scheduledWorkoutId: before._id, recurrenceRule: 'FREQ=WEEKLY;BYDAY=TU' });
    const days = ['01', '08', '15', '23', '30'].map((day) => ({ startsAt: `2026-06-${day}T05:00:00.000Z` }));
    const told = await june(personId);
    expect(told).toHaveLength(days.length);
    expect(told).toMatchObject(days);
    await close();
  });

  it('holds from the change on, whatever it was and becomes', () => {
    const rule = fc.constantFrom(
      ...[null, 'FREQ=DAILY', 'FREQ=DAILY;COUNT=12', 'FREQ=WEEKLY;BYDAY=MO,FR', 'FREQ=DAILY;INTERVAL=3;UNTIL=20260701'],
      ...['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=3', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
    );
    const said = fc.record({
      recurrenceRule: rule,
      startsAt: fc.integer({ min: 0, max: 60 * 24 }).map((hour) => new Date(Date.UTC(2026, 4, 1, hour))),
      timeZone: fc.constantFrom('Europe/Ljubljana', 'Pacific/Auckland'),
      sport: fc.constantFrom('RUNNING', 'CYCLING'),
    });
    const change = fc.tuple(said, fc.integer({ min: 1, max: 20 * 24 }));
    fc.assert(
      fc.property(said, fc.array(change, { maxLength: 6 }), (first, changes) => {
        let [plan, at] = [planOf(first), Date.UTC(2026, 4, 10)];
        for (const [next, hours] of changes) {
          const to = new Date((at += hours * 3_600_000));
          const past = timesOf(plan, { to });
          plan = changed(plan, next, to);
          if (past.length > 0) expect(timesOf(plan, { to })).toEqual(past);
          const fresh = timesOf(planOf(next), past.length > 0 ? { from: to } : {});
          expect(timesOf(plan).slice(past.length)).toEqual(fresh);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is said anew as a whole as long as it has not taken place', () => {
    const plan = changed(mondays(), { startsAt: new Date('2026-05-01T05:00:00Z') }, new Date('2026-05-20T12:00:00Z'));
    expect(plan).toMatchObject({ since: null, chapters: [] });
    expect(datesOf(plan)[0]).toBe('2026-05-04');
  });

  it('has no past by a rule that held for a while in which it never took place', () => {
    const before = changed(mondays(), { recurrenceRule: 'FREQ=WEEKLY;BYDAY=SU' }, noon('2026-06-02'));
    const plan = changed(before, { recurrenceRule: 'FREQ=WEEKLY;BYDAY=TH;UNTIL=20260618' }, noon('2026-06-05'));
    expect(plan.chapters).toHaveLength(1);
    expect(datesOf(plan)).toEqual(['2026-06-01', '2026-06-11', '2026-06-18']);
  });

  it('counts from its start, what lies before the change included', () => {
    const plan = changed(mondays(), { recurrenceRule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=4' }, noon('2026-06-10'));
    expect(datesOf(plan)).toEqual(['2026-06-01', '2026-06-08', '2026-06-16', '2026-06-23']);
  });

  it('may end by a change', () => {
    const plan = changed(mondays(), { recurrenceRule: 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20260603' }, noon('2026-06-10'));
    expect(datesOf(plan)).toEqual(['2026-06-01', '2026-06-08']);
    const calendar = ICAL.Component.fromString(calendarOf([plan], noon('2026-06-10')));
    expect(timesIn(calendar)).toEqual([['2026-06-01T05:00:00.000Z', '2026-06-08T05:00:00.000Z']]);
  });

  it('is the same plan under another title', () => {
    expect(changed(mondays(), { title: 'Jog' }, noon('2026-06-10'))).toMatchObject({ since: null, chapters: [] });
  });

  it('forgets the oldest of very many chapters', () => {
    let plan = mondays({ recurrenceRule: 'FREQ=DAILY' });
    const first = plan.startsAt.getTime();
    for (let day = 1; day <= MAX_CHAPTERS + 2; day += 1) {
      plan = changed(plan, { targetSeconds: day }, new Date(first + day * DAY_MS - 1));
    }
    expect(plan.chapters).toHaveLength(MAX_CHAPTERS);
    expect(datesOf(plan).slice(0, 2)).toEqual(['2026-06-03', '2026-06-04']);
  });

  it('stands in the calendar with an event for each chapter, whose ids stay', () => {
    const now = noon('2026-06-20');
    const first = changed(mondays(), { recurrenceRule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=4' }, noon('2026-06-10'));
    const plan = changed(first, { sport: 'CYCLING' }, now);
    const eventsOf = (schedule: Schedule) => {
      const calendar = ICAL.Component.fromString(calendarOf([schedule], now));
      const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
      return events.map(({ uid, sequence }, index) => ({ uid, sequence, times: timesIn(calendar)[index] }));
    };
    const chapter = {
      ...{ uid: `${plan._id}-1@laurel`, sequence: 0 },
      times: ['2026-06-01T05:00:00.000Z', '2026-06-08T05:00:00.000Z'],
    };
    const uid = `${plan._id}@laurel`;
    expect(eventsOf(first)).toEqual([
      chapter,
      { uid, sequence: 1, times: ['2026-06-16T05:00:00.000Z', '2026-06-23T05:00:00.000Z'] },
    ]);
    expect(eventsOf(plan)).toEqual([
      chapter,
      { uid: `${plan._id}-2@laurel`, sequence: 0, times: ['2026-06-16T05:00:00.000Z'] },
      { uid, sequence: 2, times: ['2026-06-23T05:00:00.000Z'] },
    ]);
  });
});

import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AccountClaimed } from '#events/users.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { until } from '#platform/testing/until.ts';
import type { Schedule } from '../store/schedules.ts';
import { workoutsOf } from './asking.ts';
import { planOf, timesIn } from './plans.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { tellProfile, tellUsersEvents } from './telling.ts';
import { calendarOf } from '../training/calendar.ts';
import { activity, importBytes } from './uploading.ts';

const PLAN = 'id sport title startsAt timeZone recurrenceRule targetDistanceMeters targetSeconds';
const planSchema = z.object({
  id: z.string(),
  sport: z.string(),
  title: z.string(),
  startsAt: z.string(),
  timeZone: z.string(),
  recurrenceRule: z.string().nullable(),
  targetDistanceMeters: z.number().nullable(),
  targetSeconds: z.number().nullable(),
  nextOccurrences: z.array(z.string()),
});
const payload = z.object({
  scheduledWorkout: planSchema.nullable(),
  userErrors: z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() })),
});
const occurrence = z.object({
  startsAt: z.string(),
  status: z.string(),
  workout: z.object({ id: z.string() }).nullable(),
});

describe('planned workouts', () => {
  const workouts = useWorkouts();

  async function change(personId: string, name: string, inputType: string, input: object) {
    const data = await query(
      workouts.url,
      personId,
      `mutation($input: ${inputType}!) { done: ${name}(input: $input) {
        scheduledWorkout { ${PLAN} nextOccurrences(first: 3) } userErrors { code path } } }`,
      { input },
    );
    return payload.parse(data['done']);
  }
  const schedule = (personId: string, input: object) =>
    change(personId, 'scheduleWorkout', 'ScheduleWorkoutInput', input);
  const update = (personId: string, input: object) =>
    change(personId, 'updateScheduledWorkout', 'UpdateScheduledWorkoutInput', input);

  async function planned(personId: string, input: object) {
    const { scheduledWorkout, userErrors } = await schedule(personId, input);
    expect(userErrors).toEqual([]);
    return planSchema.parse(scheduledWorkout);
  }

  async function viewer(personId: string, fields: string): Promise<Record<string, unknown>> {
    const data = await query(
      workouts.url,
      personId,
      `query($of: [_Any!]!) { _entities(representations: $of) { ... on Viewer { ${fields} } } }`,
      { of: [{ __typename: 'Viewer', id: personId }] },
    );
    return z.array(z.record(z.string(), z.unknown())).parse(data['_entities'])[0] ?? {};
  }

  it('repeat by the clock of their zone and are called by sport and time of day', async () => {
    const plan = await planned(somebody(), {
      sport: 'RUNNING',
      startsAt: '2030-03-25T06:00:00Z',
      timeZone: 'Europe/Ljubljana',
      recurrenceRule: 'RRULE:freq=weekly;byday=mo',
      targetDistanceMeters: 10_000,
    });
    expect(plan).toMatchObject({ title: 'Morning run', recurrenceRule: 'FREQ=WEEKLY;BYDAY=MO', targetSeconds: null });
    expect(plan.nextOccurrences).toEqual([
      '2030-03-25T06:00:00.000Z',
      '2030-04-01T05:00:00.000Z',
      '2030-04-08T05:00:00.000Z',
    ]);
  });

  it('go by the zone of the profile when none is said', async () => {
    const personId = somebody();
    await tellProfile(workouts.nats.url, personId, { timeZone: 'America/New_York' });
    await expect
      .poll(async () => (await planned(personId, { sport: 'YOGA', startsAt: '2030-01-01T12:00:00Z' })).timeZone)
      .toBe('America/New_York');
  });

  it.each([
    [{ sport: 'RUNNING', startsAt: '2030-01-01T12:00:00Z', timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ sport: 'RUNNING', startsAt: '2030-01-01T12:00:00Z', recurrenceRule: 'FREQ=SECONDLY' }, 'recurrenceRule'],
    [{ sport: 'RUNNING', startsAt: '2030-01-01T12:00:00Z', recurrenceRule: 'A'.repeat(500) }, 'recurrenceRule'],
    [{ sport: 'RUNNING', startsAt: 'soon' }, 'startsAt'],
    [{ sport: 'RUNNING', startsAt: '9999-12-31T23:59:59Z' }, 'startsAt'],
    [{ sport: 'RUNNING', startsAt: '2030-01-01T12:00:00Z', targetSeconds: 0 }, 'targetSeconds'],
    [{ sport: 'RUNNING', startsAt: '2030-01-01T12:00:00Z', targetDistanceMeters: -1 }, 'targetDistanceMeters'],
    [{ sport: 'RUNNING', startsAt: '2030-01-01T12:00:00Z', title: 'a\u0000b' }, 'title'],
  ])('are refused with the field that is wrong: %j', async (input, field) => {
    const { scheduledWorkout, userErrors } = await schedule(somebody(), input);
    expect(scheduledWorkout).toBeNull();
    expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: [field] }]);
  });

  it('are refused with every field that is wrong', async () => {
    const personId = somebody();
    const input = { sport: 'RUNNING', startsAt: '2030-01-01T12:00:00Z' };
    const plan = await planned(personId, input);
    const wrong = { recurrenceRule: 'FREQ=HOURLY', targetSeconds: 0, title: '', timeZone: 'Mars/Olympus' };
    for (const { userErrors } of [
      await schedule(personId, { ...input, ...wrong }),
      await update(personId, { scheduledWorkoutId: plan.id, ...wrong }),
    ])
      expect(userErrors.map(({ path }) => path?.join('.')).sort()).toEqual(Object.keys(wrong).sort());
  });

  it.each(['sport', 'startsAt', 'timeZone'])('cannot be without %s', async (field) => {
    const personId = somebody();
    const plan = await planned(personId, { sport: 'RUNNING', startsAt: '2030-01-01T12:00:00Z' });
    const { userErrors } = await update(personId, { scheduledWorkoutId: plan.id, title: 'Mine', [field]: null });
    expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: [field] }]);
  });

  it('are refused where their rule never takes place', async () => {
    const personId = somebody();
    const { id } = await planned(personId, { sport: 'RUNNING', startsAt: '2030-01-01T12:00:00Z' });
    const { userErrors } = await update(personId, {
      scheduledWorkoutId: id,
      recurrenceRule: 'FREQ=DAILY;UNTIL=20290101',
    });
    expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['recurrenceRule'] }]);
  });

  it('change in what the input names and keep the rest', async () => {
    const personId = somebody();
    const input = {
      sport: 'CYCLING',
      startsAt: '2030-05-01T07:00:00Z',
      recurrenceRule: 'FREQ=DAILY',
      title: 'Commute',
    };
    const plan = await planned(personId, input);
    const { scheduledWorkout } = await update(personId, { scheduledWorkoutId: plan.id, recurrenceRule: null });
    expect(scheduledWorkout).toMatchObject({ title: 'Commute', recurrenceRule: null, startsAt: plan.startsAt });
    expect(scheduledWorkout?.nextOccurrences).toEqual([plan.startsAt]);
  });

  it('may be changed many times at once, each time answered', async () => {
    const personId = somebody();
    const { id } = await planned(personId, { sport: 'RUNNING', startsAt: '2030-05-01T07:00:00Z' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => update(personId, { scheduledWorkoutId: id, title: `Title ${i}` })),
    );
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
  });

  it('cannot all be made at once: there are a hundred at most', async () => {
    const personId = somebody();
    const input = { sport: 'RUNNING', startsAt: '2030-05-01T07:00:00Z' };
    const answers = await Promise.all(Array.from({ length: 105 }, () => schedule(personId, input)));
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual(
      Array.from({ length: 5 }, () => ({ code: 'LIMIT_REACHED', path: null })),
    );
  });

  it("are nobody else's to change, cancel or read", async () => {
    const plan = await planned(somebody(), { sport: 'RUNNING', startsAt: '2030-05-01T07:00:00Z' });
    const other = somebody();
    expect((await update(other, { scheduledWorkoutId: plan.id, title: 'Mine' })).userErrors).toEqual([
      { code: 'NOT_FOUND', path: ['scheduledWorkoutId'] },
    ]);
    const data = await query(
      workouts.url,
      other,
      `mutation($id: ID!) { cancelScheduledWorkout(input: { scheduledWorkoutId: $id }) { userErrors { code } } }`,
      { id: plan.id },
    );
    expect(data).toEqual({ cancelScheduledWorkout: { userErrors: [{ code: 'NOT_FOUND' }] } });
    const read = await query(workouts.url, other, `query($id: ID!) { scheduledWorkout(id: $id) { id } }`, {
      id: plan.id,
    });
    expect(read).toEqual({ scheduledWorkout: null });
  });

  it('repeat by the zone of what their person has said last, heard of here or not', async () => {
    const personId = somebody();
    const plan = { sport: 'RUNNING', startsAt: '2030-05-01T07:00:00Z' };
    await tellProfile(workouts.nats.url, personId, { version: 2, timeZone: 'Europe/Ljubljana' });
    // What is kept here stays with the highest version; in PROFILES this stands last.
    await tellProfile(workouts.nats.url, personId, { version: 1, timeZone: 'America/New_York' });
    expect((await planned(personId, plan)).timeZone).toBe('America/New_York');
    expect((await planned(personId, { ...plan, timeZone: 'Asia/Tokyo' })).timeZone).toBe('Asia/Tokyo');
  });

  it('are called by sport and time of day as they are now, unless their owner has called them something', async () => {
    const personId = somebody();
    const plan = { sport: 'RUNNING', startsAt: '2030-05-01T07:00:00Z', timeZone: 'UTC' };
    const titles = async (input: object, ...changes: readonly object[]) => {
      const { id: scheduledWorkoutId, title } = await planned(personId, input);
      const found = [title];
      for (const change of changes)
        found.push((await update(personId, { scheduledWorkoutId, ...change })).scheduledWorkout?.title ?? '');
      return found;
    };
    const later = { startsAt: '2030-05-01T19:00:00Z' };
    expect(await titles(plan, { sport: 'SWIMMING' }, later)).toEqual(['Morning run', 'Morning swim', 'Evening swim']);
    const called = { ...plan, title: 'Morning run' };
    expect(await titles(called, later, { title: null }, { sport: 'YOGA' })).toEqual([
      ...['Morning run', 'Morning run', 'Evening run', 'Evening yoga'],
    ]);
  });

  it('are listed a page at a time until they are cancelled', async () => {
    const personId = somebody();
    for (const title of ['one', 'two', 'three']) {
      await planned(personId, { sport: 'RUNNING', startsAt: '2030-05-01T07:00:00Z', title });
    }
    const list = 'edges { cursor node { id title } } pageInfo { hasNextPage endCursor }';
    const page = z.object({
      edges: z.array(z.object({ node: z.object({ id: z.string(), title: z.string() }) })),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string() }),
    });
    const first = page.parse((await viewer(personId, `scheduledWorkouts(first: 2) { ${list} }`))['scheduledWorkouts']);
    expect(first.edges.map(({ node }) => node.title)).toEqual(['one', 'two']);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const cancelled = first.edges[1]?.node.id;
    await query(
      workouts.url,
      personId,
      `mutation($id: ID!) { cancelScheduledWorkout(input: { scheduledWorkoutId: $id }) { cancelledScheduledWorkoutId } }`,
      { id: cancelled },
    );
    const after = `first: 2, after: "${first.pageInfo.endCursor}"`;
    const next = page.parse((await viewer(personId, `scheduledWorkouts(${after}) { ${list} }`))['scheduledWorkouts']);
    expect(next.edges.map(({ node }) => node.title)).toEqual(['three']);
  });

  it('are done by the workout of that day, and missed without one', async () => {
    const personId = somebody();
    await importBytes(workouts.url, personId, activity({ startedAt: Date.UTC(2026, 4, 2, 6) }).bytes);
    const [done] = await workoutsOf(workouts.url, personId);
    await planned(personId, {
      sport: 'TRAIL_RUNNING',
      startsAt: '2026-05-01T07:00:00Z',
      timeZone: 'Europe/Ljubljana',
      recurrenceRule: 'FREQ=DAILY;COUNT=3',
    });
    const { trainingCalendar } = await viewer(
      personId,
      'trainingCalendar(from: "2026-05-01", to: "2026-05-03") { startsAt status workout { id } }',
    );
    expect(z.array(occurrence).parse(trainingCalendar)).toEqual([
      { startsAt: '2026-05-01T07:00:00.000Z', status: 'MISSED', workout: null },
      { startsAt: '2026-05-02T07:00:00.000Z', status: 'DONE', workout: { id: done?.id } },
      { startsAt: '2026-05-03T07:00:00.000Z', status: 'MISSED', workout: null },
    ]);
  });

  it('are told for whatever days there are, none where nothing is planned', async () => {
    const personId = somebody();
    for (const recurrenceRule of [null, 'FREQ=DAILY', 'FREQ=YEARLY;COUNT=500'])
      await planned(personId, {
        ...{ sport: 'RUNNING', startsAt: '2030-05-01T07:00:00Z', timeZone: 'Pacific/Kiritimati', recurrenceRule },
      });
    const plannedOn = async (from: string, to: string): Promise<unknown[]> => {
      const { trainingCalendar } = await viewer(
        personId,
        `trainingCalendar(from: "${from}", to: "${to}") { startsAt }`,
      );
      return z.array(z.object({ startsAt: z.string() })).parse(trainingCalendar);
    };
    expect(await plannedOn('9999-12-30', '9999-12-31')).toEqual([
      { startsAt: '9999-12-30T07:00:00.000Z' },
      { startsAt: '9999-12-31T07:00:00.000Z' },
    ]);
    expect(await plannedOn('0001-01-01', '0001-01-02')).toEqual([]);
    expect(await plannedOn('0099-12-31', '0100-01-02')).toEqual([]);
  });

  it('stand in a calendar at a secret address, by the clock of their zone, until the address is renewed', async () => {
    const personId = somebody();
    await tellProfile(workouts.nats.url, personId, { timeZone: 'Europe/Ljubljana' });
    await planned(personId, {
      sport: 'RUNNING',
      startsAt: '2030-03-25T06:00:00Z',
      timeZone: 'Europe/Ljubljana',
      recurrenceRule: 'FREQ=WEEKLY;COUNT=3',
      title: 'Long; easy, "flat"\\run',
    });
    const address = z.string().parse((await viewer(personId, 'trainingCalendarUrl'))['trainingCalendarUrl']);
    const local = (url: string) => new URL(new URL(url).pathname, workouts.url);
    await expect.poll(async () => (await fetch(local(address))).status).toBe(200);
    const response = await fetch(local(address));
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    // Who has it as it is gets nothing, until it is another.
    const known = { 'if-none-match': response.headers.get('etag') ?? '' };
    expect((await fetch(local(address), { headers: known })).status).toBe(304);
    const calendar = ICAL.Component.fromString(await response.text());
    const [zone] = calendar.getAllSubcomponents('vtimezone');
    const event = new ICAL.Event(z.instanceof(ICAL.Component).parse(calendar.getFirstSubcomponent('vevent')));
    expect(event.summary).toBe('Long; easy, "flat"\\run');
    const times = event.iterator();
    const timezone = new ICAL.Timezone(z.instanceof(ICAL.Component).parse(zone));
    const found = [times.next(), times.next(), times.next()].map((time) => {
      time.zone = timezone;
      return time.toJSDate().toISOString();
    });
    expect(found).toEqual(['2030-03-25T06:00:00.000Z', '2030-04-01T05:00:00.000Z', '2030-04-08T05:00:00.000Z']);

    const renewed = await query(
      workouts.url,
      personId,
      'mutation { renewTrainingCalendar(input: { confirm: true }) { trainingCalendarUrl userErrors { code } } }',
    );
    const { trainingCalendarUrl } = z
      .object({ trainingCalendarUrl: z.string() })
      .parse(renewed['renewTrainingCalendar']);
    expect((await fetch(local(address))).status).toBe(404);
    expect((await fetch(local(trainingCalendarUrl))).status).toBe(200);
    expect((await fetch(local(trainingCalendarUrl.replace('.1.', '.2.')))).status).toBe(404);
  });

  it('stand at another address once somebody has claimed the account from who registered it, and stay there', async () => {
    const personId = somebody();
    await tellProfile(workouts.nats.url, personId, {});
    const status = async () => {
      const address = z.string().parse((await viewer(personId, 'trainingCalendarUrl'))['trainingCalendarUrl']);
      const local = new URL(new URL(address).pathname, workouts.url);
      return { local, now: async () => (await fetch(local)).status };
    };
    const strangers = await status();
    expect(await strangers.now()).toBe(200);
    const claimed = createEvent(AccountClaimed, personId, { version: 1, userId: personId }, new Date());
    await tellUsersEvents(workouts.nats.url, [claimed]);
    const owners = await status();
    expect([await strangers.now(), await owners.now()]).toEqual([404, 200]);
    // Told again, also after it was renewed, it changes nothing.
    await tellUsersEvents(workouts.nats.url, [claimed]);
    expect((await status()).local).toEqual(owners.local);
  });

  it('stand there at the right time also many years ahead, beside one that is soon', () => {
    const soon = planOf({ startsAt: new Date('2026-12-01T06:00:00Z') });
    const later = planOf({ startsAt: new Date('2033-07-01T06:00:00Z'), recurrenceRule: 'FREQ=YEARLY;COUNT=2' });
    const calendar = ICAL.Component.fromString(calendarOf([soon, later], new Date('2026-11-01T00:00:00Z')));
    expect(timesIn(calendar)).toEqual([
      ['2026-12-01T06:00:00.000Z'],
      ['2033-07-01T06:00:00.000Z', '2034-07-01T06:00:00.000Z'],
    ]);
  });

  it.each([
    ['1970', '1970-06-01T07:00:00.000Z'],
    ['this year', '2026-07-01T07:00:00.000Z'],
    ['2040', '2040-12-01T07:00:00.000Z'],
  ])('stand there at the right time in every time zone: %s', { timeout: 60_000 }, (_, startsAt) => {
    // ical.js reads no seconds in offsets: Monrovia had them until 1972.
    const zones = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'Africa/Monrovia');
    expect(zones.length).toBeGreaterThan(400);
    for (const timeZone of zones) {
      const plan = planOf({ startsAt: new Date(startsAt), timeZone, recurrenceRule: 'FREQ=WEEKLY;COUNT=60' });
      const calendar = ICAL.Component.fromString(calendarOf([plan], plan.startsAt));
      const first = Temporal.Instant.from(startsAt).toZonedDateTimeISO(timeZone);
      const weeks = Array.from({ length: 60 }, (_, week) => first.add({ weeks: week }));
      expect([timeZone, ...timesIn(calendar)]).toEqual([
        timeZone,
        weeks.map((time) => new Date(time.epochMilliseconds).toISOString()),
      ]);
    }
  });

  it('stand there with the seconds of a zone that had some', () => {
    const plan = planOf({ startsAt: new Date('1970-06-01T07:00:00Z'), timeZone: 'Africa/Monrovia' });
    const calendar = calendarOf([plan], new Date('2026-11-01T00:00:00Z'));
    expect(calendar).toContain('DTSTART;TZID=Africa/Monrovia:19700601T061530\r\n');
    expect(calendar).toContain('TZOFFSETFROM:-004430\r\nTZOFFSETTO:-004430\r\n');
    expect(calendar).toContain('DTSTART:19720107T000000\r\nTZOFFSETFROM:-004430\r\nTZOFFSETTO:+0000\r\n');
  });

  it('stand there for a second at least, however short they are to be', () => {
    const plan = planOf({ startsAt: new Date('2027-10-31T01:30:00Z'), targetSeconds: 0.2 });
    expect(calendarOf([plan], new Date('2026-11-01T00:00:00Z'))).toContain('DURATION:PT1S');
  });

  it('stand there at the second of two equal times on the clock, when that is when they begin', () => {
    const startsAt = new Date('2027-10-31T01:30:00Z');
    const plans = [null, 'FREQ=DAILY;COUNT=3'].map((recurrenceRule) => planOf({ startsAt, recurrenceRule }));
    const calendar = ICAL.Component.fromString(calendarOf(plans, new Date('2026-11-01T00:00:00Z')));
    expect(timesIn(calendar)).toEqual([
      ['2027-10-31T01:30:00.000Z'],
      ['2027-10-31T01:30:00.000Z', '2027-11-01T01:30:00.000Z', '2027-11-02T01:30:00.000Z'],
    ]);
  });

  it.each([
    [
      'times that are counted',
      '2027-03-27T01:30:00Z',
      'FREQ=DAILY;COUNT=3',
      ['2027-03-27', '2027-03-29', '2027-03-30'],
    ],
    ['times until a day', '2027-03-27T01:30:00Z', 'FREQ=DAILY;UNTIL=20270329', ['2027-03-27', '2027-03-29']],
    ['times for ever', '2027-03-27T01:30:00Z', 'FREQ=DAILY', ['2027-03-27', '2027-03-29']],
    ['other days', '2027-03-27T01:30:00Z', 'FREQ=WEEKLY;BYDAY=MO,SA', ['2027-03-27', '2027-03-29']],
  ])(
    'stand there as we understand their rule, whatever a program makes of it: %s',
    (_, startsAt, recurrenceRule, days) => {
      const plan = planOf({ startsAt: new Date(startsAt), recurrenceRule });
      const calendar = ICAL.Component.fromString(calendarOf([plan], new Date('2026-11-01T00:00:00Z')));
      const isEnding = /COUNT|UNTIL/.test(recurrenceRule);
      const times = timesIn(calendar, isEnding ? 100 : days.length);
      expect(times.map((each) => each.map((time) => time.slice(0, 10)))).toEqual([days]);
    },
  );

  it('stand there with the weekday of a week, and until their last time in place of a count', () => {
    const plan = planOf({
      startsAt: new Date('2026-01-06T17:00:00Z'),
      recurrenceRule: 'FREQ=YEARLY;BYWEEKNO=2;COUNT=3',
    });
    const calendar = calendarOf([plan], new Date('2026-11-01T00:00:00Z'));
    expect(calendar).toContain('RRULE:FREQ=YEARLY;BYWEEKNO=2;BYDAY=TU;UNTIL=20280111T170000Z\r\n');
    const days = { ...plan, recurrenceRule: 'FREQ=YEARLY;BYWEEKNO=2;BYYEARDAY=6,10' };
    expect(calendarOf([days], plan.startsAt)).toContain('RRULE:FREQ=YEARLY;BYWEEKNO=2;BYYEARDAY=6,10\r\n');
  });

  it('stand there without the times that a change of the clocks leaves out, for who moves them', () => {
    const exdatesOf = (change: Partial<Schedule>) =>
      calendarOf([planOf({ recurrenceRule: 'FREQ=DAILY', ...change })], new Date('2026-11-01T00:00:00Z'))
        .split('\r\n')
        .filter((line) => line.startsWith('EXDATE'));
    const startsAt = new Date('2027-03-27T01:30:00Z');
    expect(exdatesOf({ startsAt, recurrenceRule: 'FREQ=DAILY;COUNT=3' })).toEqual([
      'EXDATE;TZID=Europe/Ljubljana:20270328T023000',
    ]);
    expect(exdatesOf({ startsAt: new Date('2027-03-27T02:00:00Z') })).toEqual([]);
    expect(exdatesOf({ startsAt, recurrenceRule: 'FREQ=WEEKLY;COUNT=9' })).toEqual([]);
    const samoa = {
      startsAt: new Date('2011-12-28T20:00:00Z'),
      timeZone: 'Pacific/Apia',
      recurrenceRule: 'FREQ=DAILY;COUNT=3',
    };
    expect(exdatesOf(samoa)).toEqual(['EXDATE;TZID=Pacific/Apia:20111230T100000']);
  });

  it('stand there as RFC 5545 wants: folded lines, stable ids, the first day of the rule, UNTIL in UTC', async () => {
    const personId = somebody();
    await tellProfile(workouts.nats.url, personId, { timeZone: 'Europe/Ljubljana' });
    const title = '🏃‍♀️ dolgi tek čez hrib '.repeat(4).trim();
    const plan = await planned(personId, {
      sport: 'RUNNING',
      // A Tuesday.
      startsAt: '2030-03-26T06:00:00Z',
      timeZone: 'Europe/Ljubljana',
      recurrenceRule: 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20300415',
      title,
    });
    const address = z.string().parse((await viewer(personId, 'trainingCalendarUrl'))['trainingCalendarUrl']);
    const fetchText = async () => (await fetch(new URL(new URL(address).pathname, workouts.url))).text();
    const text = await until('the calendar', async () => {
      const found = await fetchText();
      return found.includes('VEVENT') ? found : undefined;
    });
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const unfolded = text.replaceAll('\r\n ', '');
    for (const line of [
      `UID:${plan.id}@laurel`,
      `SUMMARY:${title}`,
      'DTSTART;TZID=Europe/Ljubljana:20300401T070000',
      'RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20300415T215959Z',
    ]) {
      expect(unfolded).toContain(`${line}\r\n`);
    }
    expect(unfolded).toMatch(/DTSTAMP:\d{8}T\d{6}Z\r\n/);
    expect(plan.nextOccurrences).toEqual([
      '2030-04-01T05:00:00.000Z',
      '2030-04-08T05:00:00.000Z',
      '2030-04-15T05:00:00.000Z',
    ]);
    expect(await fetchText()).toBe(text);
  });
});

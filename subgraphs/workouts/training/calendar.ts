import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import type { Plan } from '../domain/training/chapters.ts';
import { explicitRule, lastCounted, leftOut, occurrences } from '../domain/training/recurrence.ts';
import type { Schedule } from '../store/schedules.ts';
import { clockChanges, timeZoneComponent } from './timeZoneComponent.ts';

/** How often a calendar should be fetched again (RFC 7986). */
const REFRESH = 'PT1H';
/** How long a planned workout stands in a calendar that has no target time, in seconds. */
const DEFAULT_SECONDS = 3600;

/** What a calendar shows as one event: how a workout is planned, or was before a change of the plan. */
interface Entry {
  readonly uid: string;
  readonly changedAt: Date;
  readonly sequence: number;
  readonly plan: Plan;
  /** A calendar shows its start whatever the rule says of that day: so it is the first time that the rule says. */
  readonly first: Date;
  /** Undefined where the rule tells it, or there is none. */
  readonly last: Date | undefined;
}

/** A person's plans as iCalendar (RFC 5545): one event each, and one for each time they were changed; those that repeat go by the clock of their time zone. */
export function calendarOf(schedules: readonly Schedule[], now: Date): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', '-//Laurel//Training//EN');
  calendar.addPropertyWithValue('calscale', 'GREGORIAN');
  calendar.addPropertyWithValue('x-wr-calname', 'Training');
  calendar.addPropertyWithValue('refresh-interval', ICAL.Duration.fromString(REFRESH));
  const entries = schedules.flatMap((schedule) => entriesOf(schedule, now));
  for (const [zone, ofZone] of Map.groupBy(entries, ({ plan }) => plan.timeZone)) {
    const clock = clockChanges(
      zone,
      ofZone.map(({ first }) => first),
      now,
    );
    calendar.addSubcomponent(timeZoneComponent(zone, clock));
    const changes = clock.changes.map((change) => change.epochMilliseconds);
    for (const entry of ofZone) calendar.addSubcomponent(eventOf(entry, changes));
  }
  return `${calendar.toString()}\r\n`;
}

/** How a plan is now keeps its UID; each chapter has one of its own, and never changes. */
function entriesOf(schedule: Schedule, now: Date): Entry[] {
  const { _id, since, startsAt, chapters, version, changedAt } = schedule;
  const before = chapters.map((plan) => ({
    ...{ uid: `${_id}-${plan.version}@laurel`, changedAt: plan.changedAt, sequence: 0, plan },
    ...{ first: plan.firstAt, last: plan.lastAt },
  }));
  const [first] = occurrences(schedule, { from: since ?? startsAt, limit: 1 });
  if (!first) return before;
  const uid = `${_id}@laurel`;
  return [
    ...before,
    { uid, changedAt, sequence: version - 1, plan: schedule, first, last: lastCounted(schedule, now) },
  ];
}

/** `changes` are those of the clock of its zone, in ms since 1970. */
function eventOf(entry: Entry, changes: readonly number[]): ICAL.Component {
  const { plan, changedAt } = entry;
  const event = new ICAL.Component('vevent');
  event.addPropertyWithValue('uid', entry.uid);
  event.addPropertyWithValue('dtstamp', ICAL.Time.fromJSDate(changedAt, true));
  event.addPropertyWithValue('last-modified', ICAL.Time.fromJSDate(changedAt, true));
  event.addPropertyWithValue('sequence', entry.sequence);
  addStart(event, entry);
  event.addPropertyWithValue(
    'duration',
    ICAL.Duration.fromSeconds(Math.max(1, Math.round(plan.targetSeconds ?? DEFAULT_SECONDS))),
  );
  event.addPropertyWithValue('summary', plan.title);
  event.addPropertyWithValue('categories', plan.sport);
  const description = targetsOf(plan);
  if (description !== '') event.addPropertyWithValue('description', description);
  addRule(event, entry, changes);
  return event;
}

/**
 * Says when a plan first takes place, by the clock of its zone. That means the first of two equal times (RFC 5545, section
 * 3.3.5); the second is said in UTC, and where a rule goes by the clock, in place of the first.
 */
function addStart(event: ICAL.Component, { plan: { timeZone, recurrenceRule }, first }: Entry): void {
  const instant = Temporal.Instant.fromEpochMilliseconds(first.getTime());
  const clock = instant.toZonedDateTimeISO(timeZone).toPlainDateTime();
  const isFirst = clock.toZonedDateTime(timeZone).toInstant().equals(instant);
  if (isFirst || recurrenceRule !== null) addLocal(event, 'dtstart', clock, timeZone);
  if (isFirst) return;
  if (recurrenceRule !== null) addLocal(event, 'exdate', clock, timeZone);
  event.addPropertyWithValue(recurrenceRule === null ? 'dtstart' : 'rdate', ICAL.Time.fromJSDate(first, true));
}

/**
 * Says how a plan repeats, so that every calendar program understands the same: UNTIL in place of COUNT, and without the times that a
 * change of the clocks leaves out, since some programs move these, and count them.
 */
function addRule(event: ICAL.Component, { plan, first, last }: Entry, changes: readonly number[]): void {
  if (plan.recurrenceRule === null) return;
  event.addPropertyWithValue(
    'rrule',
    ICAL.Recur.fromString(explicitRule(plan.recurrenceRule, plan.timeZone, first, last)),
  );
  const isWithin = (change: number): boolean => change > first.getTime() && change < (last?.getTime() ?? Infinity);
  for (const wall of leftOut(plan, changes.filter(isWithin))) {
    const local = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime();
    addLocal(event, 'exdate', local, plan.timeZone);
  }
}

function addLocal(event: ICAL.Component, name: string, clock: Temporal.PlainDateTime, timeZone: string): void {
  const time = ICAL.Time.fromDateTimeString(clock.toString({ smallestUnit: 'second' }));
  event.addPropertyWithValue(name, time).setParameter('tzid', timeZone);
}

const targetsOf = ({ targetDistanceMeters, targetSeconds }: Plan): string =>
  [
    targetDistanceMeters === null ? '' : `${(targetDistanceMeters / 1000).toFixed(1)} km`,
    targetSeconds === null ? '' : `${Math.round(targetSeconds / 60)} min`,
  ]
    .filter((text) => text !== '')
    .join(', ');

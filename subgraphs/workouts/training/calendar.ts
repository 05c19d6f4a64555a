import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { occurrences, withInstant } from '../domain/training/recurrence.ts';
import type { Schedule } from '../store/schedules.ts';
import { timeZoneComponent } from './timeZoneComponent.ts';

/** How often a calendar should be fetched again (RFC 7986). */
const REFRESH = 'PT1H';
/** How long a planned workout stands in a calendar that has no target time, in seconds. */
const DEFAULT_SECONDS = 3600;

/** A person's plans as iCalendar (RFC 5545): one event each; those that repeat go by the clock of their time zone. */
export function calendarOf(schedules: readonly Schedule[], now: Date): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', '-//Laurel//Training//EN');
  calendar.addPropertyWithValue('calscale', 'GREGORIAN');
  calendar.addPropertyWithValue('x-wr-calname', 'Training');
  calendar.addPropertyWithValue('refresh-interval', ICAL.Duration.fromString(REFRESH));
  for (const [zone, plans] of Map.groupBy(schedules, ({ timeZone }) => timeZone)) {
    calendar.addSubcomponent(timeZoneComponent(zone, plans.map(firstOf), now));
  }
  for (const schedule of schedules) calendar.addSubcomponent(eventOf(schedule));
  return `${calendar.toString()}\r\n`;
}

/** A calendar shows its start whatever the rule says of that day: so it is the first time that the rule says. */
const firstOf = (schedule: Schedule): Date =>
  occurrences(schedule, { from: schedule.startsAt, limit: 1 })[0] ?? schedule.startsAt;

function eventOf(schedule: Schedule): ICAL.Component {
  const event = new ICAL.Component('vevent');
  event.addPropertyWithValue('uid', `${schedule._id}@laurel`);
  event.addPropertyWithValue('dtstamp', ICAL.Time.fromJSDate(schedule.changedAt, true));
  event.addPropertyWithValue('last-modified', ICAL.Time.fromJSDate(schedule.changedAt, true));
  event.addPropertyWithValue('sequence', schedule.version - 1);
  addStart(event, schedule);
  event.addPropertyWithValue(
    'duration',
    ICAL.Duration.fromSeconds(Math.max(1, Math.round(schedule.targetSeconds ?? DEFAULT_SECONDS))),
  );
  event.addPropertyWithValue('summary', schedule.title);
  event.addPropertyWithValue('categories', schedule.sport);
  const description = targetsOf(schedule);
  if (description !== '') event.addPropertyWithValue('description', description);
  if (schedule.recurrenceRule !== null) {
    event.addPropertyWithValue('rrule', ICAL.Recur.fromString(withInstant(schedule.recurrenceRule, schedule.timeZone)));
  }
  return event;
}

/**
 * Says when a plan first takes place, by the clock of its zone. That means the first of two equal times (RFC 5545, section
 * 3.3.5); the second is said in UTC, and where a rule goes by the clock, in place of the first.
 */
function addStart(event: ICAL.Component, schedule: Schedule): void {
  const { timeZone, recurrenceRule } = schedule;
  const first = firstOf(schedule);
  const instant = Temporal.Instant.fromEpochMilliseconds(first.getTime());
  const clock = instant.toZonedDateTimeISO(timeZone).toPlainDateTime();
  const addLocal = (name: string): void => {
    const time = ICAL.Time.fromDateTimeString(clock.toString({ smallestUnit: 'second' }));
    event.addPropertyWithValue(name, time).setParameter('tzid', timeZone);
  };
  const isFirst = clock.toZonedDateTime(timeZone).toInstant().equals(instant);
  if (isFirst || recurrenceRule !== null) addLocal('dtstart');
  if (isFirst) return;
  if (recurrenceRule !== null) addLocal('exdate');
  event.addPropertyWithValue(recurrenceRule === null ? 'dtstart' : 'rdate', ICAL.Time.fromJSDate(first, true));
}

const targetsOf = ({ targetDistanceMeters, targetSeconds }: Schedule): string =>
  [
    targetDistanceMeters === null ? '' : `${(targetDistanceMeters / 1000).toFixed(1)} km`,
    targetSeconds === null ? '' : `${Math.round(targetSeconds / 60)} min`,
  ]
    .filter((text) => text !== '')
    .join(', ');

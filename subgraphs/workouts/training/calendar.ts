import ICAL from 'ical.js';
import { wallClock } from '../domain/times.ts';
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
  event
    .addPropertyWithValue('dtstart', localTime(firstOf(schedule), schedule.timeZone))
    .setParameter('tzid', schedule.timeZone);
  event.addPropertyWithValue(
    'duration',
    ICAL.Duration.fromSeconds(Math.round(schedule.targetSeconds ?? DEFAULT_SECONDS)),
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

/** An instant as the clock shows it in a zone. */
function localTime(instant: Date, timeZone: string): ICAL.Time {
  const wall = new Date(wallClock(instant.getTime(), timeZone)).toISOString();
  return ICAL.Time.fromDateTimeString(wall.slice(0, 'YYYY-MM-DDThh:mm:ss'.length));
}

const targetsOf = ({ targetDistanceMeters, targetSeconds }: Schedule): string =>
  [
    targetDistanceMeters === null ? '' : `${(targetDistanceMeters / 1000).toFixed(1)} km`,
    targetSeconds === null ? '' : `${Math.round(targetSeconds / 60)} min`,
  ]
    .filter((text) => text !== '')
    .join(', ');

import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';

/** How far ahead of now and of the last start the changes of the clocks are told; calendars are fetched again long before. */
const YEARS_AHEAD = 5;

/** How the clock of a zone changes: at `from` it shows what it does until the first change. */
export interface ClockChanges {
  readonly from: Temporal.ZonedDateTime;
  readonly changes: readonly Temporal.ZonedDateTime[];
}

/**
 * The changes of a zone's clock from the one before the first of some starts, to some years after now and after the last of them.
 * A zone that has not changed since the time of the sun has none before.
 */
export function clockChanges(timeZone: string, starts: readonly Date[], now: Date): ClockChanges {
  const instants = starts.map((each) => each.getTime());
  const start = Temporal.Instant.fromEpochMilliseconds(Math.min(...instants)).toZonedDateTimeISO(timeZone);
  const end = Math.max(now.getTime(), ...instants) + YEARS_AHEAD * 366 * 86_400_000;
  const changed = start.getTimeZoneTransition('previous');
  const from = changed && !isOfLocalMeanTime(changed) ? changed : start;
  const changes: Temporal.ZonedDateTime[] = [];
  for (let next = from.getTimeZoneTransition('next'); next && next.epochMilliseconds <= end;) {
    changes.push(next);
    next = next.getTimeZoneTransition('next');
  }
  return { from, changes };
}

/** A time zone as iCalendar wants it said (RFC 5545, section 3.6.5): what the clock shows at first, and each change of it. */
export function timeZoneComponent(timeZone: string, { from, changes }: ClockChanges): ICAL.Component {
  const component = new ICAL.Component('vtimezone');
  component.addPropertyWithValue('tzid', timeZone);
  for (const at of [from, ...changes]) component.addSubcomponent(observance(at, at.subtract({ seconds: 1 })));
  return component;
}

/** Whether a change of the clock ended the time of the sun: offsets with seconds, which many readers do not know. */
const isOfLocalMeanTime = (change: Temporal.ZonedDateTime): boolean =>
  change.subtract({ seconds: 1 }).offsetNanoseconds % 60e9 !== 0;

/** What holds from a change of the clock on. Its start is told by the clock as it was before. */
function observance(from: Temporal.ZonedDateTime, before: Temporal.ZonedDateTime): ICAL.Component {
  const isForward = from.offsetNanoseconds > before.offsetNanoseconds;
  const component = new ICAL.Component(isForward ? 'daylight' : 'standard');
  const local = from.toPlainDateTime().add({ nanoseconds: before.offsetNanoseconds - from.offsetNanoseconds });
  component.addPropertyWithValue('dtstart', ICAL.Time.fromDateTimeString(local.toString({ smallestUnit: 'second' })));
  // As texts: ical.js would leave out the seconds that Monrovia had until 1972.
  component.addPropertyWithValue('tzoffsetfrom', before.offset);
  component.addPropertyWithValue('tzoffsetto', from.offset);
  return component;
}

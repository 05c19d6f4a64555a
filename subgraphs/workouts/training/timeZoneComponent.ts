import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';

/** How far ahead of now and of the last start the changes of the clocks are told; calendars are fetched again long before. */
const YEARS_AHEAD = 5;

/**
 * A time zone as iCalendar wants it said (RFC 5545, section 3.6.5): what the clock shows at the first of some starts, and
 * each change of it since then, to some years after now and after the last of them. A zone that has not changed since the
 * time of the sun has one offset.
 */
export function timeZoneComponent(timeZone: string, starts: readonly Date[], now: Date): ICAL.Component {
  const component = new ICAL.Component('vtimezone');
  component.addPropertyWithValue('tzid', timeZone);
  const instants = starts.map((each) => each.getTime());
  const start = Temporal.Instant.fromEpochMilliseconds(Math.min(...instants)).toZonedDateTimeISO(timeZone);
  const end = Math.max(now.getTime(), ...instants) + YEARS_AHEAD * 366 * 86_400_000;
  const changed = start.getTimeZoneTransition('previous');
  let at = changed && !isOfLocalMeanTime(changed) ? changed : start;
  component.addSubcomponent(observance(at, at.subtract({ seconds: 1 })));
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds > end) return component;
    component.addSubcomponent(observance(next, next.subtract({ seconds: 1 })));
    at = next;
  }
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

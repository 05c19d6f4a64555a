import ICAL from 'ical.js';
import type { Schedule } from '../store/schedules.ts';
import { somebody } from './support.ts';

/** A planned workout as it is kept. */
export const planOf = (change: Partial<Schedule>): Schedule => ({
  _id: somebody(),
  ownerId: 'me',
  sport: 'RUNNING',
  title: 'Run',
  isTitleGiven: false,
  startsAt: new Date(0),
  timeZone: 'Europe/Ljubljana',
  recurrenceRule: null,
  targetDistanceMeters: null,
  targetSeconds: null,
  since: null,
  chapters: [],
  version: 1,
  changedAt: new Date(0),
  ...change,
});

/** When each event of a calendar takes place, as ical.js reads it: the first times of those without end. */
export const timesIn = (calendar: ICAL.Component, atMost = 100): string[][] =>
  calendar.getAllSubcomponents('vevent').map((component) => {
    const times = new ICAL.Event(component).iterator();
    const found: string[] = [];
    for (let time = times.next(); time && found.length < atMost; time = times.next()) {
      found.push(time.toJSDate().toISOString());
    }
    return found;
  });

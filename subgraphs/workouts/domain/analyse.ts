import { buildTrack } from './buildTrack.ts';
import { computeFigures } from './computeFigures.ts';
import type { Analysis, AnalysisContext, GivenTimes } from './figures.ts';
import { isPosition } from './formulas/geo.ts';
import { guessSport } from './guessSport.ts';
import { firstPlace } from './places.ts';
import { shiftRecording, type Recording } from './recording.ts';
import { saneRecording } from './sanity.ts';
import { isIndoorSport } from './sport.ts';
import { instantOfWallClock, judgeTimes, YEAR_2000 } from './times.ts';
import { at, knownCount } from './track.ts';

/**
 * Every figure of a workout from its recording, by the formulas of FORMULAS.md. Pure: the clock, the person and the
 * map of time zones come in the context.
 */
export function analyse(raw: Recording, context: AnalysisContext): Analysis {
  const recording = { ...saneRecording(raw), told: raw.told ?? context.told };
  if (!hasContent(recording)) {
    const message = 'No point of the file has a usable position, and nothing else was recorded.';
    return { kind: 'REFUSED', code: 'NO_USABLE_POINTS', message };
  }
  const verdict = judgeTimes(recording);
  if (verdict === 'BOGUS') {
    return {
      kind: 'REFUSED',
      code: 'BOGUS_TIMES',
      message: 'All times in the file are equal or lie before the year 2000.',
    };
  }
  const useTimes = verdict === 'USABLE';
  const isIndoors = recording.isIndoors === true || isIndoorSport(context.sport ?? recording.sport);
  const timeZone = zoneOf(recording, isIndoors, context);
  const given = useTimes ? null : (context.givenTimes ?? null);
  const placed = given ? withTimes(recording, given) : inUtc(recording, timeZone);
  const recordedSport = recording.sport ?? (useTimes ? guessSport(placed) : 'OTHER');
  const sport = context.sport ?? recordedSport;
  const cleaned = buildTrack(placed, sport, useTimes);
  const built = given ? { ...cleaned, track: { ...cleaned.track, startedAt: given.startedAt } } : cleaned;
  const isSportUnnamed = recording.sport === null || recording.isSportUnknown === true;
  const sports = { sport, recordedSport, isSportUnnamed };
  const figures = computeFigures({ recording: placed, context, ...sports, isIndoors, timeZone, built });
  if (useTimes && knownCount(built.track.offset) < 2) {
    if (tellsInstants(recording))
      return { kind: 'REFUSED', code: 'BOGUS_TIMES', message: 'The times in the file do not rise.' };
    if (figures.elapsedSeconds === 0)
      return { kind: 'REFUSED', code: 'NO_USABLE_POINTS', message: 'The file tells of a single moment.' };
  }
  return { kind: 'ANALYSED', figures, track: built.track };
}

/** Whether the points tell more than one instant: where they only fall, one is left of them. */
const tellsInstants = ({ points }: Recording): boolean =>
  new Set(points.time.filter((time) => time >= YEAR_2000)).size > 1;

/** A GPX is nothing without positions; a device's file may be an indoor workout, down to its totals alone. */
function hasContent({ format, points, totals }: Recording): boolean {
  if (points.latitude.some((latitude, i) => isPosition(latitude, at(points.longitude, i)))) return true;
  if (format === 'GPX') return false;
  return points.length > 0 || (totals.elapsedSeconds ?? totals.timerSeconds ?? 0) > 0;
}

/**
 * The zone where it begins, else the person's. A trainer's positions lie in a world that is drawn: there the person's zone goes
 * first.
 */
function zoneOf({ points }: Recording, isIndoors: boolean, context: AnalysisContext): string {
  const place = firstPlace(points);
  const there = place && context.timeZoneAt?.(place);
  const [first, second] = isIndoors ? [context.timeZone, there] : [there, context.timeZone];
  return first ?? second ?? 'UTC';
}

/** The whole took what its owner says; when it was where stays unknown. */
const withTimes = (recording: Recording, { startedAt, elapsedSeconds }: GivenTimes): Recording => ({
  ...recording,
  clock: 'UTC',
  totals: { ...recording.totals, startedAt, elapsedSeconds, timerSeconds: null },
  timerEvents: [],
  laps: [],
});

/** Finds the instants of a device that knew its local wall clock only. */
function inUtc(recording: Recording, timeZone: string): Recording {
  if (recording.clock === 'UTC') return recording;
  const wall = recording.totals.startedAt ?? recording.points.time.find((time) => !Number.isNaN(time));
  return wall === undefined ? recording : shiftRecording(recording, instantOfWallClock(wall, timeZone) - wall);
}

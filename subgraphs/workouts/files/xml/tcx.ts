import {
  NO_TOTALS,
  type DeviceTotals,
  type PointColumn,
  type Recording,
  type RecordedLap,
} from '../../domain/recording.ts';
import { inOrderOfTime } from '../../domain/timeOrder.ts';
import { continueDistances } from '../continueDistances.ts';
import { labelOf } from '../label.ts';
import { PointsBuilder } from '../pointsBuilder.ts';
import { RefusedFile } from '../refusal.ts';
import type { Attributes, XmlHandler } from './scanner.ts';
import { SportReader } from './sports.ts';
import { NumberReader, parseTime } from './text.ts';

type OpenLap = RecordedLap & {
  firstRow: number;
  /** When its last point was, and of which activity it is. */
  lastAt: number | null;
  activity: number;
  kilocalories: number | null;
  maxHeartRateBpm: number | null;
};

/** An activity, or all those of a multisport session: its first and last time, in ms since 1970. */
type Session = { firstAt: number; lastAt: number };

/** Activities further from each other than this are no parts of one workout, but a history. */
const LONGEST_BREAK_MS = 4 * 3_600_000;

/** The starts of laps are told in whole seconds: only what is longer than this is a pause. */
const ROUNDING_SECONDS = 1.5;

/** More than any real activity has; it only bounds what a hostile file can make us keep. */
const MOST_LAPS = 2000;

/** The laps of activities, and what lies between those of a multisport session. */
const LAPS = new Set(['Lap', 'Transition']);

/** Number elements of a Trackpoint, extensions included (TPX of Garmin's ActivityExtension v2). */
const POINT_FIELDS = new Map<string, PointColumn>([
  ['LatitudeDegrees', 'latitude'],
  ['LongitudeDegrees', 'longitude'],
  ['AltitudeMeters', 'elevation'],
  ['DistanceMeters', 'distance'],
  ['Cadence', 'cadence'],
  ['RunCadence', 'cadence'],
  ['Speed', 'speed'],
  ['Watts', 'power'],
]);

/** What extensions call so is of something else than the point, such as a time since the start. */
const OWN_FIELDS = new Set(['Time', 'AltitudeMeters']);

/** What stands in the byte of a cadence that is not known. */
const NO_CADENCE = 255;

/**
 * Reads the activities of a Training Center file (TrainingCenterDatabase v2, and the history of v1: `Running`, `Biking` and
 * others with a `Run` each). Several activities become one, as with FIT sessions, unless hours lie between them. A second `Track` in a lap begins after a pause, so it begins a segment.
 * Some programs begin the distance anew in each lap.
 * @throws RefusedFile MALFORMED_FILE, NOT_AN_ACTIVITY (courses or workouts only), SEVERAL_ACTIVITIES, FILE_TOO_LARGE
 */
export class TcxReader implements XmlHandler {
  readonly #points = new PointsBuilder();
  readonly #numbers = new NumberReader();
  readonly #laps: OpenLap[] = [];
  readonly #sessions: Session[] = [];
  readonly #sports = new SportReader();
  readonly #path: string[] = [];
  #activities = 0;
  #creator: string | null = null;
  #lap: OpenLap | null = null;
  #tracksInLap = 0;
  #row = -1;

  open(name: string, attributes: Attributes): void {
    this.#path.push(name);
    if (name === 'MultiSportSession') this.#openSession();
    else if (name === 'Activity') this.#openActivity(attributes('Sport'));
    else if (name === 'Run' && this.#path[1] === 'History') this.#openActivity(this.#path[2]);
    if (this.#activities === 0 || this.#inCourse()) return;
    if (LAPS.has(name)) this.#openLap(attributes('StartTime'));
    else if (name === 'Track' && this.#tracksInLap++ > 0) this.#points.breakSegment();
    else if (name === 'Trackpoint') this.#row = this.#points.addRow();
  }

  close(name: string, text: string): void {
    this.#path.pop();
    const parent = this.#path.at(-1) ?? '';
    if (this.#row >= 0) this.#closeInPoint(name, parent, text);
    else if (this.#lap) this.#closeInLap(this.#lap, name, parent, text);
    else if (name === 'Name' && parent === 'Creator' && !this.#inCourse()) this.#creator ??= labelOf(text);
  }

  finish(): Recording {
    if (this.#activities === 0)
      throw new RefusedFile('NOT_AN_ACTIVITY', 'The TCX file has no activity, only courses or workouts.');
    if (haveLongBreak(this.#sessions))
      throw new RefusedFile(
        'SEVERAL_ACTIVITIES',
        'The TCX file holds several activities that lie more than four hours apart: export each of them to a file of its own.',
      );
    const points = this.#points.build();
    continueDistances(
      points,
      this.#laps.map((lap) => ({ from: lap.firstRow, isOwn: false, meters: lap.distanceMeters })),
    );
    const told = this.#laps.filter((lap) => !isEmpty(lap));
    const laps = inOrderOfTime(told, ({ startedAt }) => startedAt ?? NaN);
    return {
      format: 'TCX',
      ...this.#sports.combine(),
      name: null,
      creator: this.#creator,
      barometer: false,
      clock: 'UTC',
      points,
      segmentStarts: this.#points.segmentStarts,
      laps: laps.map((lap, i) => recordedLap(lap, laps[i + 1])),
      totals: totalsOf(laps),
      timerEvents: [],
      damage: [],
    };
  }

  /** Courses have laps, points and creators, too, and may stand beside activities. */
  #inCourse(): boolean {
    return this.#path[1] === 'Courses';
  }

  #openActivity(name = ''): void {
    this.#activities += 1;
    if (!this.#path.includes('MultiSportSession')) this.#openSession();
    this.#points.breakSegment();
    this.#sports.add(name);
  }

  #openSession(): void {
    this.#sessions.push({ firstAt: Infinity, lastAt: -Infinity });
  }

  #extendSession(time: number): void {
    const session = this.#sessions.at(-1);
    if (!session || Number.isNaN(time)) return;
    session.firstAt = Math.min(session.firstAt, time);
    session.lastAt = Math.max(session.lastAt, time);
  }

  #openLap(startTime: string | undefined): void {
    this.#tracksInLap = 0;
    this.#lap = {
      firstRow: this.#points.length,
      lastAt: null,
      activity: this.#activities,
      startedAt: orNull(parseTime(startTime ?? '')),
      elapsedSeconds: null,
      timerSeconds: null,
      distanceMeters: null,
      averageHeartRateBpm: null,
      kilocalories: null,
      maxHeartRateBpm: null,
    };
    if (this.#laps.length < MOST_LAPS) this.#laps.push(this.#lap);
  }

  #closeInLap(lap: OpenLap, name: string, parent: string, text: string): void {
    if (LAPS.has(name)) this.#closeLap(lap);
    const value = orNull(this.#numbers.read(text));
    if (value === null) return;
    if (name === 'TotalTimeSeconds') lap.timerSeconds = value;
    else if (name === 'DistanceMeters') lap.distanceMeters = value;
    else if (name === 'Calories') lap.kilocalories = value;
    else if (isHeartRate('AverageHeartRateBpm', name, parent)) lap.averageHeartRateBpm ??= value;
    else if (isHeartRate('MaximumHeartRateBpm', name, parent)) lap.maxHeartRateBpm ??= value;
  }

  #closeLap(lap: OpenLap): void {
    this.#lap = null;
    if (isEmpty(lap) || lap.startedAt === null) return;
    this.#extendSession(lap.startedAt);
    this.#extendSession(lap.startedAt + (lap.timerSeconds ?? 0) * 1000);
  }

  #closeInPoint(name: string, parent: string, text: string): void {
    if (name === 'Trackpoint') this.#row = -1;
    else if (OWN_FIELDS.has(name) && parent !== 'Trackpoint') return;
    else if (name === 'Time') this.#setTime(parseTime(text));
    else if (isHeartRate('HeartRateBpm', name, parent)) this.#set('heartRate', this.#numbers.read(text));
    else {
      const column = POINT_FIELDS.get(name);
      if (column) this.#set(column, this.#numberOf(column, text));
    }
  }

  #numberOf(column: PointColumn, text: string): number {
    const isDegrees = column === 'latitude' || column === 'longitude';
    const value = isDegrees ? this.#numbers.readDegrees(text) : this.#numbers.read(text);
    return column === 'cadence' && value === NO_CADENCE ? NaN : value;
  }

  #setTime(time: number): void {
    this.#set('time', time);
    this.#extendSession(time);
    if (this.#lap && !Number.isNaN(time)) this.#lap.lastAt = time;
  }

  /** What is no number takes nothing from what was told before. */
  #set(column: PointColumn, value: number): void {
    if (!Number.isNaN(value)) this.#points.columns[column][this.#row] = value;
  }
}

/** Version 2 has the number in an element of its own, version 1 has not. */
const isHeartRate = (of: string, name: string, parent: string): boolean =>
  name === of || (name === 'Value' && parent === of);

/** Whether a lap tells of nothing, as one that is begun where a recording ends. */
const isEmpty = ({ timerSeconds, distanceMeters, startedAt, lastAt }: OpenLap): boolean =>
  timerSeconds === 0 && !distanceMeters && (lastAt === null || lastAt === startedAt);

/** Whether one of the sessions that tell times begins more than four hours after all before it have ended. */
function haveLongBreak(sessions: readonly Session[]): boolean {
  const timed = sessions.filter(({ firstAt }) => firstAt < Infinity);
  const inOrder = inOrderOfTime(timed, ({ firstAt }) => firstAt);
  let end = inOrder[0]?.lastAt ?? NaN;
  for (const { firstAt, lastAt } of inOrder) {
    if (firstAt - end > LONGEST_BREAK_MS) return true;
    end = Math.max(end, lastAt);
  }
  return false;
}

/** A lap lasts until the next one of its activity begins, else until its last point; what its timer leaves out of that are pauses. */
function recordedLap(lap: OpenLap, next: OpenLap | undefined): RecordedLap {
  const { startedAt, timerSeconds, distanceMeters, averageHeartRateBpm, lastAt } = lap;
  const end = next?.activity === lap.activity ? next.startedAt : lastAt;
  const seconds = startedAt === null || end === null ? null : (end - startedAt) / 1000;
  const hasPauses = timerSeconds !== null && seconds !== null && seconds > timerSeconds + ROUNDING_SECONDS;
  const elapsedSeconds = hasPauses ? seconds : timerSeconds;
  return { startedAt, elapsedSeconds, timerSeconds, distanceMeters, averageHeartRateBpm };
}

function totalsOf(laps: readonly OpenLap[]): DeviceTotals {
  if (laps.length === 0) return NO_TOTALS;
  const sum = (read: (lap: OpenLap) => number | null): number | null => {
    const values = laps.flatMap((lap) => read(lap) ?? []);
    return values.length > 0 ? values.reduce((a, b) => a + b, 0) : null;
  };
  const timerSeconds = sum((lap) => lap.timerSeconds);
  const beats = sum((lap) =>
    lap.averageHeartRateBpm === null ? null : lap.averageHeartRateBpm * (lap.timerSeconds ?? 0),
  );
  const beating = sum((lap) => (lap.averageHeartRateBpm === null ? null : lap.timerSeconds));
  return {
    ...NO_TOTALS,
    startedAt: laps[0]?.startedAt ?? null,
    timerSeconds,
    distanceMeters: sum((lap) => lap.distanceMeters),
    kilocalories: sum((lap) => lap.kilocalories),
    averageHeartRateBpm: beats !== null && beating ? beats / beating : null,
    maxHeartRateBpm: laps.reduce<number | null>(
      (max, lap) => Math.max(max ?? 0, lap.maxHeartRateBpm ?? 0) || null,
      null,
    ),
  };
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

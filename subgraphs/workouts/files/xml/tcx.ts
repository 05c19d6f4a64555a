import type { PointColumn, Recording } from '../../domain/recording.ts';
import { inOrderOfTime } from '../../domain/timeOrder.ts';
import { continueDistances } from '../continueDistances.ts';
import { labelOf } from '../label.ts';
import { PointsBuilder } from '../pointsBuilder.ts';
import { RefusedFile } from '../refusal.ts';
import type { Attributes, XmlHandler } from './scanner.ts';
import { SportReader } from './sports.ts';
import { isEmpty, recordedLap, totalsOf, type OpenLap } from './tcxLaps.ts';
import { Sessions } from './tcxSessions.ts';
import { NumberReader, parseTime } from './text.ts';

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
  readonly #sessions = new Sessions();
  readonly #sports = new SportReader();
  readonly #path: string[] = [];
  #activities = 0;
  #creator: string | null = null;
  #lap: OpenLap | null = null;
  #tracksInLap = 0;
  #row = -1;

  open(name: string, attributes: Attributes): void {
    this.#path.push(name);
    if (name === 'MultiSportSession') this.#sessions.begin();
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
    if (this.#sessions.areFarApart())
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
    if (!this.#path.includes('MultiSportSession')) this.#sessions.begin();
    this.#points.breakSegment();
    this.#sports.add(name);
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
    this.#sessions.extend(lap.startedAt);
    this.#sessions.extend(lap.startedAt + (lap.timerSeconds ?? 0) * 1000);
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
    this.#sessions.extend(time);
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

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

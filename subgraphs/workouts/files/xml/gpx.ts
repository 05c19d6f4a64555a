import { distanceOf, metersBefore } from '../../domain/formulas/distance.ts';
import { NO_TOTALS, type PointColumn, type Points, type Recording } from '../../domain/recording.ts';
import { firstTime } from '../../domain/timeOrder.ts';
import { at } from '../../domain/track.ts';
import { labelOf } from '../label.ts';
import { PointsBuilder } from '../pointsBuilder.ts';
import { RefusedFile } from '../refusal.ts';
import type { Attributes, Namespace, XmlHandler } from './scanner.ts';
import { SportReader } from './sports.ts';
import { NumberReader, parseTime } from './text.ts';

/** What stands inside a track point, in any namespace (GPX 1.0 and 1.1; Garmin, Cluetrust, Strava and others' extensions). */
const POINT_FIELDS = new Map<string, PointColumn>([
  ['hr', 'heartRate'],
  ['heartrate', 'heartRate'],
  ['cad', 'cadence'],
  ['cadence', 'cadence'],
  ['runcadence', 'cadence'],
  ['power', 'power'],
  ['watts', 'power'],
  ['powerinwatts', 'power'],
  ['speed', 'speed'],
  ['atemp', 'temperature'],
  ['temp', 'temperature'],
  ['temperature', 'temperature'],
]);

/** The namespace of a distance that devices of Suunto and COROS count; what others call so is as often that of a step, or of a lap. */
const RUNNING_DISTANCE_NAMESPACE = 'http://www.cluetrust.com/XML/GPXDATA/1/0';
/** A running distance further than this from what positions moved, as a share of that, is something else. */
const DISTANCE_AGREEMENT = 0.3;

/** What the track at hand says of itself, how deep it stands, and its first row. `activity` is what an extension calls it. */
type OpenTrack = { depth: number; firstRow: number; name: string | null; type: string; activity: string };

/** Latitudes that MyTracks and older versions of OpenTracks write where a recording pauses and where it goes on. */
const PAUSE_MARKS: ReadonlySet<number> = new Set([100, 200]);

/**
 * Reads the tracks of a GPX 1.0 or 1.1 file. Each track segment becomes a segment; waypoints and routes are plans and are
 * left out. A point with unreadable coordinates is kept without them, for the rules to judge.
 * @throws RefusedFile MALFORMED_FILE, NOT_AN_ACTIVITY (no track in it), FILE_TOO_LARGE
 */
export class GpxReader implements XmlHandler {
  readonly #points = new PointsBuilder();
  readonly #numbers = new NumberReader();
  #row = -1;
  #depth = 0;
  #track: OpenTrack | null = null;
  #pointDepth = NaN;
  #tracks = 0;
  /** What an extension calls the activity of the whole file. */
  #fileActivity = '';
  /** Whether a track with points names no sport itself. */
  #hasUnnamedSport = false;
  /** Whether a waypoint or a route is open. */
  #inPlan = false;
  #creator: string | null = null;
  /** How deep what names the whole file stands: the root in GPX 1.0, its metadata in GPX 1.1. */
  #fileDepth = NaN;
  #fileName: string | null = null;
  /** The first name of a track with a time, and of one without. */
  #timedName: string | null = null;
  #untimedName: string | null = null;
  /** Whether the file declares ClueTrust's namespace by its usual prefix, which COROS then leaves out. */
  #declaresDistance = false;
  readonly #sports = new SportReader();

  open(name: string, attributes: Attributes): void {
    this.#depth += 1;
    switch (name) {
      case 'trkpt':
        this.#openPoint(
          this.#numbers.readDegrees(attributes('lat') ?? ''),
          this.#numbers.readDegrees(attributes('lon') ?? ''),
        );
        break;
      case 'trkseg':
        this.#points.breakSegment();
        break;
      case 'trk':
        this.#track = { depth: this.#depth, firstRow: this.#points.length, name: null, type: '', activity: '' };
        this.#tracks += 1;
        this.#points.breakSegment();
        break;
      case 'gpx':
        this.#creator = labelOf(attributes('creator') ?? '');
        this.#fileDepth = this.#depth;
        this.#declaresDistance = attributes('gpxdata') === RUNNING_DISTANCE_NAMESPACE;
        break;
      case 'metadata':
        this.#fileDepth = this.#depth;
        break;
      case 'wpt':
      case 'rte':
        this.#inPlan = true;
        break;
    }
  }

  close(name: string, text: string, namespace: Namespace): void {
    this.#depth -= 1;
    if (this.#row >= 0) this.#closeInPoint(name, text, namespace);
    else if (name === 'trk' && this.#track) this.#closeTrack(this.#track);
    else if (name === 'wpt' || name === 'rte') this.#inPlan = false;
    else if (name === 'activity') this.#closeActivity(text);
    // what stands deeper is of something else: a link has a type, too
    else if (this.#track?.depth === this.#depth && name === 'name') this.#track.name ??= labelOf(text);
    else if (this.#track?.depth === this.#depth && name === 'type') this.#track.type = labelOf(text) ?? '';
    else if (this.#depth === this.#fileDepth && name === 'name') this.#fileName ??= labelOf(text);
    else if (name === 'metadata') this.#fileDepth = this.#depth;
  }

  finish(): Recording {
    if (this.#tracks === 0)
      throw new RefusedFile('NOT_AN_ACTIVITY', 'The GPX file has no track, only waypoints or routes.');
    if (this.#hasUnnamedSport) this.#sports.add(this.#fileActivity);
    return {
      format: 'GPX',
      ...this.#sports.combine(),
      name: this.#timedName ?? this.#fileName ?? this.#untimedName,
      creator: this.#creator,
      // Strava's way of saying so
      barometer: /with barometer/i.test(this.#creator ?? ''),
      clock: 'UTC',
      points: withRunningDistance(this.#points.build(), this.#points.segmentStarts),
      segmentStarts: this.#points.segmentStarts,
      laps: [],
      totals: NO_TOTALS,
      timerEvents: [],
      damage: [],
    };
  }

  /** What a track without a point says of itself is not said of the workout, and the name of one without times, such as a plan, comes last. */
  #closeTrack({ firstRow, name, type, activity }: OpenTrack): void {
    this.#track = null;
    const rows = { from: firstRow, to: this.#points.length };
    if (rows.from === rows.to) return;
    if (Number.isNaN(firstTime(this.#points.columns.time, rows))) this.#untimedName ??= name;
    else this.#timedName ??= name;
    const namesSport = this.#sports.add(type) || this.#sports.add(activity);
    this.#hasUnnamedSport ||= !namesSport;
  }

  /** The sport as OsmAnd, Locus Map and Trails name it; a number is no name (Geo Tracker). */
  #closeActivity(text: string): void {
    if (this.#inPlan || !Number.isNaN(Number(text))) return;
    const activity = labelOf(text) ?? '';
    if (this.#track) this.#track.activity ||= activity;
    else this.#fileActivity ||= activity;
  }

  #openPoint(latitude: number, longitude: number): void {
    if (PAUSE_MARKS.has(latitude)) {
      this.#points.breakSegment();
      return;
    }
    this.#row = this.#points.addRow();
    this.#pointDepth = this.#depth;
    this.#set('latitude', latitude);
    this.#set('longitude', longitude);
  }

  #closeInPoint(name: string, text: string, namespace: Namespace): void {
    if (name === 'trkpt') this.#row = -1;
    else if (name === 'time' || name === 'ele') this.#closeOwnField(name, text);
    else if (name === 'distance') {
      if (this.#isRunningDistance(namespace())) this.#set('distance', this.#numbers.read(text));
    } else {
      const column = POINT_FIELDS.get(name) ?? POINT_FIELDS.get(name.toLowerCase());
      if (column) this.#set(column, this.#numbers.read(text));
    }
  }

  #isRunningDistance(namespace: string | undefined): boolean {
    return namespace === RUNNING_DISTANCE_NAMESPACE || (namespace === undefined && this.#declaresDistance);
  }

  /** What extensions call so is of something else: a time since the start, a height above ground. */
  #closeOwnField(name: 'time' | 'ele', text: string): void {
    if (this.#depth !== this.#pointDepth) return;
    if (name === 'time') this.#set('time', parseTime(text));
    else this.#set('elevation', this.#numbers.read(text));
  }

  /** What is no number takes nothing from what was told before. */
  #set(column: PointColumn, value: number): void {
    if (!Number.isNaN(value)) this.#points.columns[column][this.#row] = value;
  }
}

/** The points without their distances, unless these never fall and come to about what positions moved: then they are a running distance. */
function withRunningDistance(points: Points, segmentStarts: readonly number[]): Points {
  const counted = countedMeters(points.distance);
  if (counted === null) return points;
  const without = { ...points, distance: new Float64Array(points.length).fill(NaN) };
  const moved = distanceOf(without, segmentStarts, null).totalMeters ?? 0;
  return Math.abs(counted - moved) <= DISTANCE_AGREEMENT * moved ? points : without;
}

/** How much a running distance counts, NaN where it falls; null without any. */
function countedMeters(distance: Float64Array): number | null {
  let first = NaN;
  let last = -Infinity;
  for (let i = 0; i < distance.length; i++) {
    const value = at(distance, i);
    if (Number.isNaN(value)) continue;
    if (value < last) return NaN;
    if (Number.isNaN(first)) first = value;
    last = value;
  }
  return Number.isNaN(first) ? null : last - metersBefore(first, last, null);
}

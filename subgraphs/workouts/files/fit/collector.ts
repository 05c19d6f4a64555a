import { NO_TOTALS, shiftRecording, type Damage, type Recording } from '../../domain/recording.ts';
import { inOrderOfTime } from '../../domain/timeOrder.ts';
import { continueDistances, type CountedPart } from '../continueDistances.ts';
import { PointsBuilder } from '../pointsBuilder.ts';
import { RefusedFile } from '../refusal.ts';
import { HeartRateReader } from './heartRates.ts';
import { LengthReader } from './lengths.ts';
import { developerKey, type DeveloperField, type FitMessage } from './messages.ts';
import * as fit from './profile.ts';
import { splitAtResumes } from './pauses.ts';
import { RecordReader } from './records.ts';
import { combineTotals, mergeTold, partsOf, sumUp, type FitSummary } from './sessions.ts';
import { SportReader } from './sports.ts';
import { summaryOf } from './summaries.ts';
import { TimerReader } from './timer.ts';
import { orNull, toMs } from './values.ts';

/**
 * How many of each message are looked at, also those told again: more than any real activity has. They only bound how long
 * a hostile file can keep us, and with how much.
 */
const MOST = new Map<number, number>([
  [fit.MESSAGE.session, 100],
  [fit.MESSAGE.lap, 2000],
  [fit.MESSAGE.fileId, 2000],
  [fit.MESSAGE.sport, 2000],
]);

/** Gathers the messages of a FIT file into a Recording. */
export class FitCollector {
  readonly #points = new PointsBuilder();
  readonly #records = new RecordReader(this.#points);
  readonly #lengths = new LengthReader();
  readonly #heartRates = new HeartRateReader();
  readonly #timer = new TimerReader();
  readonly #sports = new SportReader();
  readonly #developerFields = new Map<number, DeveloperField>();
  readonly #sessions: FitSummary[] = [];
  readonly #laps: FitSummary[] = [];
  /** The sessions and laps of the file at hand, also those that an earlier file has told already. */
  #fileSessions: FitSummary[] = [];
  #fileLaps: FitSummary[] = [];
  /** How many laps there were when the file at hand began. */
  #lapsBefore = 0;
  /** The laps of files that have no session; they stand for one. */
  readonly #lapsForSession: FitSummary[] = [];
  readonly #parts: CountedPart[] = [];
  readonly #fileTypes = new Set<number>();
  /** Each lap and session that tells when it began, so that one told again counts once. */
  readonly #told = new Map<string, FitSummary>();
  /** How many of each message there were that are not all looked at. */
  readonly #counts = new Map<number, number>();
  #creator: string | null = null;
  #barometer = false;
  /** What turns the device's own seconds into the local wall clock, ms. */
  #systemTimeOffset: number | null = null;
  /** How many points there were when the file at hand began. */
  #pointsBefore = 0;
  /** Whether one of several files has points, but neither a session nor laps that sum them up. */
  #isUnsummed = false;

  add(message: FitMessage): void {
    if (this.#isTooMany(message.number)) return;
    switch (message.number) {
      case fit.MESSAGE.record:
        this.#records.add(message, toMs(message.timestamp), this.#developerFields);
        break;
      case fit.MESSAGE.event:
        this.#timer.add(message, this.#points.length);
        break;
      case fit.MESSAGE.lap:
        this.#addLap(message);
        break;
      case fit.MESSAGE.length:
        this.#lengths.addLength(message);
        break;
      case fit.MESSAGE.heartRates:
        this.#heartRates.add(message);
        break;
      case fit.MESSAGE.session:
        this.#addSession(message);
        break;
      case fit.MESSAGE.fileId:
        this.#addFileId(message);
        break;
      case fit.MESSAGE.deviceInfo:
        this.#addDevice(message);
        break;
      case fit.MESSAGE.sport:
        this.#sports.add(message);
        break;
      case fit.MESSAGE.activity:
        this.#addActivity(message);
        break;
      case fit.MESSAGE.fieldDescription:
        this.#addFieldDescription(message);
        break;
    }
  }

  /** To call after each of several chained files: each stands for itself (FIT protocol, Chained FIT Files). */
  endFile(): void {
    this.#records.endFile(this.#pointsBefore);
    this.#timer.endFile(this.#points, this.#pointsBefore, this.#fileSessions, this.#fileLaps);
    this.#lengths.endFile(this.#points, this.#pointsBefore, this.#fileLaps);
    this.#heartRates.endFile();
    if (this.#fileSessions.length === 0) this.#sumUpByLaps();
    if (this.#points.length > this.#pointsBefore) {
      this.#parts.push(...partsOf(this.#points, this.#pointsBefore, this.#fileSessions));
    }
    this.#fileSessions = [];
    this.#fileLaps = [];
    this.#lapsBefore = this.#laps.length;
    this.#pointsBefore = this.#points.length;
    this.#developerFields.clear();
    this.#points.breakSegment();
  }

  /** Some devices, as those of TomTom, write no session. */
  #sumUpByLaps(): void {
    const rows = { from: this.#pointsBefore, to: this.#points.length };
    if (sumUp(this.#fileLaps, this.#points, rows)) this.#lapsForSession.push(...this.#laps.slice(this.#lapsBefore));
    else if (rows.to > rows.from) this.#isUnsummed = true;
  }

  /** @throws RefusedFile NOT_AN_ACTIVITY for other kinds of FIT file, MALFORMED_FILE when damage left nothing at all */
  finish(damage: Damage[]): Recording {
    this.#refuseOtherKinds(damage);
    this.#heartRates.merge(this.#points);
    const points = this.#points.build();
    continueDistances(points, this.#parts);
    const summaries = [...this.#sessions, ...this.#lapsForSession];
    const recording: Recording = {
      format: 'FIT',
      ...this.#sports.combine(this.#sessions.length > 0 ? summaries : [], this.#laps),
      name: this.#sports.name,
      creator: this.#creator,
      barometer: this.#barometer,
      clock: 'UTC',
      points,
      segmentStarts: splitAtResumes(this.#points.segmentStarts, points.time, this.#timer.resumes),
      laps: inOrderOfTime(this.#laps, ({ startedAt }) => startedAt ?? NaN),
      // Totals that leave a part out are none of the whole.
      totals: this.#isUnsummed ? NO_TOTALS : combineTotals(summaries),
      timerEvents: this.#timer.events,
      damage,
    };
    const shift = this.#systemTimeOffset;
    return shift === null ? recording : { ...shiftRecording(recording, shift), clock: 'LOCAL' };
  }

  #refuseOtherKinds(damage: Damage[]): void {
    if (this.#fileTypes.has(fit.FILE_TYPE.activity)) return;
    const empty = this.#points.length === 0 && this.#sessions.length === 0;
    if (this.#fileTypes.size === 0 && !empty) return;
    if (this.#sessions.length > 0) return;
    if (empty && this.#fileTypes.size === 0 && damage.includes('TRUNCATED')) {
      throw new RefusedFile('MALFORMED_FILE', 'The FIT file is damaged, and nothing in it can be read.');
    }
    throw new RefusedFile(
      'NOT_AN_ACTIVITY',
      'The FIT file holds no activity but something else, such as a course or settings.',
    );
  }

  #isTooMany(number: number): boolean {
    const most = MOST.get(number);
    if (most === undefined) return false;
    const count = (this.#counts.get(number) ?? 0) + 1;
    this.#counts.set(number, count);
    return count > most;
  }

  #addLap(message: FitMessage): void {
    this.#addSummary('LAP', summaryOf(message, fit.LAP), this.#laps, this.#fileLaps);
  }

  #addSession(message: FitMessage): void {
    this.#addSummary('SESSION', summaryOf(message, fit.SESSION), this.#sessions, this.#fileSessions);
    this.#lengths.addSession(message);
  }

  /**
   * One of the same start and length as one that was told before counts once, as where a file is chained with itself; other
   * figures may differ where a device sums up anew.
   */
  #addSummary(kind: 'LAP' | 'SESSION', summary: FitSummary, all: FitSummary[], ofFile: FitSummary[]): void {
    const { startedAt, elapsedSeconds, timerSeconds, distanceMeters } = summary;
    const key = `${kind} ${startedAt} ${elapsedSeconds ?? timerSeconds ?? distanceMeters}`;
    const known = startedAt === null ? undefined : this.#told.get(key);
    if (known) {
      mergeTold(known, summary);
      if (!ofFile.includes(known)) ofFile.push(known);
      return;
    }
    if (startedAt !== null) this.#told.set(key, summary);
    all.push(summary);
    ofFile.push(summary);
  }

  #addFileId(message: FitMessage): void {
    const type = message.get(fit.FILE_ID.type);
    if (!Number.isNaN(type)) this.#fileTypes.add(type);
    const maker = fit.MANUFACTURERS.get(message.get(fit.FILE_ID.manufacturer)) ?? null;
    const product = message.text(fit.FILE_ID.productName);
    this.#creator ??= product ?? maker;
  }

  #addDevice(message: FitMessage): void {
    const local = message.get(fit.DEVICE_INFO.sourceType) === fit.LOCAL_SOURCE;
    if (local && message.get(fit.DEVICE_INFO.type) === fit.BAROMETER) this.#barometer = true;
  }

  /** A device with an unset clock still tells, at the end, which wall clock its own seconds correspond to. */
  #addActivity(message: FitMessage): void {
    const local = message.get(fit.ACTIVITY.localTimestamp);
    if (message.timestamp < fit.FIRST_UTC_SECOND && local >= fit.FIRST_UTC_SECOND) {
      this.#systemTimeOffset = (local - message.timestamp) * 1000;
    }
  }

  #addFieldDescription(message: FitMessage): void {
    const field = fit.FIELD_DESCRIPTION;
    const key = developerKey(message.get(field.developer), message.get(field.number));
    if (Number.isNaN(key)) return;
    this.#developerFields.set(key, {
      baseType: message.get(field.baseType),
      // 0 divides nothing
      scale: message.get(field.scale) || 1,
      offset: message.get(field.offset) || 0,
      // many devices leave out what is a record's
      nativeMessage: orNull(message.get(field.nativeMessage)) ?? fit.MESSAGE.record,
      nativeField: message.get(field.nativeField),
    });
  }
}

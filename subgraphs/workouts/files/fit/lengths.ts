import type { PointsBuilder } from '../pointsBuilder.ts';
import type { FitMessage } from './messages.ts';
import { ACTIVE_LENGTH, LENGTH, SESSION } from './profile.ts';
import { toMs } from './values.ts';

type Length = { startedAt: number; endedAt: number; isActive: boolean };

/** More than anybody swims; it only bounds what a hostile file can make us keep. */
const MOST_LENGTHS = 20_000;

/**
 * The lengths of a pool swim. Older swimming watches write a record for each length without a time, or no record at all:
 * the lengths then say when the swimmer was how far.
 */
export class LengthReader {
  #lengths: Length[] = [];
  #poolMeters = NaN;

  addLength(message: FitMessage): void {
    if (this.#lengths.length === MOST_LENGTHS) return;
    const startedAt = toMs(message.get(LENGTH.startTime));
    const seconds = message.get(LENGTH.elapsed) / 1000;
    const isActive = message.get(LENGTH.type) === ACTIVE_LENGTH;
    this.#lengths.push({ startedAt, endedAt: startedAt + seconds * 1000, isActive });
  }

  addSession(message: FitMessage): void {
    this.#poolMeters = message.get(SESSION.poolLength) / 100;
  }

  /** Gives the rows of one file, from `firstRow` on, what its lengths know. */
  endFile(points: PointsBuilder, firstRow: number): void {
    const rows = points.length - firstRow;
    if (rows === 0 && this.#poolMeters > 0) this.#addRows(points);
    else if (rows === this.#lengths.length) this.#setTimes(points, firstRow);
    this.#lengths = [];
    this.#poolMeters = NaN;
  }

  #setTimes({ columns, length }: PointsBuilder, firstRow: number): void {
    if (columns.time.subarray(firstRow, length).some((time) => !Number.isNaN(time))) return;
    this.#lengths.forEach(({ endedAt }, i) => (columns.time[firstRow + i] = endedAt));
  }

  #addRows(points: PointsBuilder): void {
    const [first] = this.#lengths;
    let swumMeters = 0;
    if (first) addRow(points, first.startedAt, swumMeters);
    for (const { endedAt, isActive } of this.#lengths) {
      if (isActive) swumMeters += this.#poolMeters;
      addRow(points, endedAt, swumMeters);
    }
  }
}

function addRow(points: PointsBuilder, time: number, meters: number): void {
  const row = points.addRow();
  points.columns.time[row] = time;
  points.columns.distance[row] = meters;
}

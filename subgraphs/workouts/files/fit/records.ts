import { at } from '../../domain/track.ts';
import type { PointsBuilder } from '../pointsBuilder.ts';
import type { DeveloperField, FitMessage } from './messages.ts';
import { DEGREES_PER_SEMICIRCLE, RECORD } from './profile.ts';

type Columns = PointsBuilder['columns'];

type PlainField = { field: number; column: keyof Columns; scale: number; offset: number };

/** Column and scale of the plain record fields: value = raw / scale − offset. Of two that fill a column the later one wins. */
const PLAIN: readonly PlainField[] = [
  { field: RECORD.latitude, column: 'latitude', scale: 1 / DEGREES_PER_SEMICIRCLE, offset: 0 },
  { field: RECORD.longitude, column: 'longitude', scale: 1 / DEGREES_PER_SEMICIRCLE, offset: 0 },
  { field: RECORD.altitude, column: 'elevation', scale: 5, offset: 500 },
  { field: RECORD.enhancedAltitude, column: 'elevation', scale: 5, offset: 500 },
  { field: RECORD.heartRate, column: 'heartRate', scale: 1, offset: 0 },
  { field: RECORD.cadence256, column: 'cadence', scale: 256, offset: 0 },
  { field: RECORD.cadence, column: 'cadence', scale: 1, offset: 0 },
  { field: RECORD.distance, column: 'distance', scale: 100, offset: 0 },
  { field: RECORD.speed, column: 'speed', scale: 1000, offset: 0 },
  { field: RECORD.enhancedSpeed, column: 'speed', scale: 1000, offset: 0 },
  { field: RECORD.power, column: 'power', scale: 1, offset: 0 },
  { field: RECORD.temperature, column: 'temperature', scale: 1, offset: 0 },
];

/** Columns that a device may rightly leave at 0 throughout: by the sea, and in frost. */
const MAY_STAY_0 = new Set<keyof Columns>(['elevation', 'temperature']);

/** Of the fields read here, those that messages of one definition have: most have few. */
type Present = { plain: readonly PlainField[]; hasFraction: boolean; hasCompressed: boolean };

const FIELDS = [...PLAIN.map(({ field }) => field), RECORD.fractionalCadence, RECORD.compressedSpeedDistance];

/** Ticks of 1/16 m after which the 12-bit distance of `compressed_speed_distance` begins again. */
const DISTANCE_WRAP = 4096;

/** Writes FIT record messages as points. */
export class RecordReader {
  readonly #points: PointsBuilder;
  /** What developer fields say of each column, as pairs of row and value. */
  readonly #developerValues = new Map<keyof Columns, number[]>();
  /** By the fields, as bits: some files define their records anew before each. */
  readonly #known = new Map<number, Present>();
  #definition: object | null = null;
  #present: Present = { plain: [], hasFraction: false, hasCompressed: false };
  #accumulatedTicks = 0;
  #lastTicks = 0;

  constructor(points: PointsBuilder) {
    this.#points = points;
  }

  /** To call at the end of a file whose rows begin with `firstRow`: another, if any, counts by itself. */
  endFile(firstRow: number): void {
    for (const [column, pairs] of this.#developerValues) this.#setDeveloperValues(column, pairs, firstRow);
    this.#developerValues.clear();
    this.#accumulatedTicks = 0;
    this.#lastTicks = 0;
  }

  /** Adds the record as a point at `time` (ms); one that says nothing, not even its time, is dropped. */
  add(message: FitMessage, time: number, developerFields: ReadonlyMap<number, DeveloperField>): void {
    const row = this.#points.addRow();
    const columns = this.#points.columns;
    const { plain, hasFraction, hasCompressed } = this.#presentIn(message);
    let values = 0;
    for (const { field, column, scale, offset } of plain) {
      const raw = message.get(field);
      if (Number.isNaN(raw)) continue;
      columns[column][row] = raw / scale - offset;
      values += 1;
    }
    if (hasFraction) {
      const fraction = message.get(RECORD.fractionalCadence);
      if (fraction > 0) columns.cadence[row] = at(columns.cadence, row) + fraction / 128;
    }
    if (hasCompressed) values += this.#addCompressed(message, columns, row);
    if (developerFields.size > 0) values += this.#noteDeveloperValues(message, row, developerFields);
    if (values === 0 && Number.isNaN(time)) {
      this.#points.removeRow();
      return;
    }
    columns.time[row] = time;
  }

  #presentIn(message: FitMessage): Present {
    const { definition } = message;
    if (definition === this.#definition || definition === null) return this.#present;
    let fields = 0;
    for (const field of FIELDS) fields = fields * 2 + (message.has(field) ? 1 : 0);
    let present = this.#known.get(fields);
    if (!present) {
      present = {
        plain: PLAIN.filter(({ field }) => message.has(field)),
        hasFraction: message.has(RECORD.fractionalCadence),
        hasCompressed: message.has(RECORD.compressedSpeedDistance),
      };
      this.#known.set(fields, present);
    }
    this.#definition = definition;
    this.#present = present;
    return present;
  }

  #noteDeveloperValues(message: FitMessage, row: number, known: ReadonlyMap<number, DeveloperField>): number {
    let values = 0;
    message.developerValues(known, (field, value) => {
      const target = PLAIN.find((plain) => plain.field === field);
      if (!target || Number.isNaN(value)) return;
      this.#noteDeveloperValue(target.column, row, value);
      values += 1;
    });
    return values;
  }

  /** Of several fields that stand for one column the first one tells. */
  #noteDeveloperValue(column: keyof Columns, row: number, value: number): void {
    const pairs = this.#developerValues.get(column);
    if (!pairs) this.#developerValues.set(column, [row, value]);
    else if (pairs.at(-2) !== row) pairs.push(row, value);
  }

  /** They fill the gaps of a column, and go before one that the device itself leaves at 0 throughout, unless 0 is a value. */
  #setDeveloperValues(name: keyof Columns, pairs: readonly number[], firstRow: number): void {
    const column = this.#points.columns[name];
    const isSilent =
      !MAY_STAY_0.has(name) && !column.subarray(firstRow, this.#points.length).some((value) => Math.abs(value) > 0);
    for (let i = 0; i < pairs.length; i += 2) {
      const row = pairs[i] ?? NaN;
      if (isSilent || Number.isNaN(at(column, row))) column[row] = pairs[i + 1] ?? NaN;
    }
  }

  /** compressed_speed_distance: 12 bits of speed in cm/s, 12 bits of distance in 1/16 m that add up modulo 256 m. */
  #addCompressed(message: FitMessage, columns: Columns, row: number): number {
    const bytes = message.bytesOf(RECORD.compressedSpeedDistance);
    if (bytes?.length !== 3) return 0;
    const [low = 0, middle = 0, high = 0] = bytes;
    if (low === 0xff && middle === 0xff && high === 0xff) return 0;
    const ticks = (middle >> 4) | (high << 4);
    this.#accumulatedTicks += (ticks - this.#lastTicks + DISTANCE_WRAP) % DISTANCE_WRAP;
    this.#lastTicks = ticks;
    columns.speed[row] = (low | ((middle & 0x0f) << 8)) / 100;
    columns.distance[row] = this.#accumulatedTicks / 16;
    return 2;
  }
}

import { makeColumns, POINT_COLUMNS, type PointColumn, type Points } from '../domain/recording.ts';
import { at } from '../domain/track.ts';
import { RefusedFile } from './refusal.ts';

/** Six days at one point a second: more is no activity but an attempt to fill our memory. */
const MAX_POINTS = 500_000;

type Columns = Record<PointColumn, Float64Array>;

/** Collects points of unknown number in growing columns, which is far cheaper than an object per point. */
export class PointsBuilder {
  columns: Columns = allocate(256);
  length = 0;
  readonly segmentStarts: number[] = [];
  #breakBefore = true;

  /** Adds an empty point and returns its row; write the values with `columns.<name>[row] = …`. */
  addRow(): number {
    if (this.length === MAX_POINTS)
      throw new RefusedFile('FILE_TOO_LARGE', `The file has more than ${MAX_POINTS} points.`);
    if (this.length === this.columns.time.length) this.columns = grow(this.columns);
    if (this.#breakBefore) this.segmentStarts.push(this.length);
    this.#breakBefore = false;
    return this.length++;
  }

  /** Takes back the last row. */
  removeRow(): void {
    this.length -= 1;
    for (const name of POINT_COLUMNS) this.columns[name][this.length] = NaN;
    if (this.segmentStarts.at(-1) === this.length) {
      this.segmentStarts.pop();
      this.#breakBefore = true;
    }
  }

  /** Keeps of the rows from `from` on those of `rows` alone, in that order. No segment may begin behind the first of them. */
  pickRows(from: number, rows: readonly number[]): void {
    for (const name of POINT_COLUMNS) {
      const column = this.columns[name];
      const picked = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) picked[i] = at(column, rows[i] ?? -1);
      column.set(picked, from);
      column.fill(NaN, from + rows.length, this.length);
    }
    this.length = from + rows.length;
  }

  /** The next point begins a new segment: what lies between is unknown. */
  breakSegment(): void {
    this.#breakBefore = true;
  }

  build(): Points {
    return { ...makeColumns((name) => this.columns[name].slice(0, this.length)), length: this.length };
  }
}

const allocate = (capacity: number): Columns => makeColumns(() => new Float64Array(capacity).fill(NaN));

function grow(columns: Columns): Columns {
  return makeColumns((name) => {
    const old = columns[name];
    const wider = new Float64Array(old.length * 2);
    wider.set(old);
    return wider.fill(NaN, old.length);
  });
}

/**
 * A recording made clean: what formulas, streams and maps are computed from, and what is kept of a file beside the file.
 * Columns of equal length, NaN where nothing is known. Positions are valid or NaN in both columns.
 */
export const TRACK_COLUMNS = [
  'offset',
  'latitude',
  'longitude',
  'elevation',
  'distance',
  'speed',
  'heartRate',
  'cadence',
  'power',
  'temperature',
] as const;

export type TrackColumn = (typeof TRACK_COLUMNS)[number];

/**
 * `offset`: seconds since `startedAt`, rising strictly where known. `distance`: metres from the start, never falling; between
 * segments it rises only by what a device counted there. `segmentStarts`: the first row of each segment, the first of them 0 (none without rows).
 */
export type Track = Readonly<Record<TrackColumn, Float64Array>> & {
  readonly length: number;
  readonly segmentStarts: readonly number[];
  /** ms since 1970; null when the recording had no usable times. */
  readonly startedAt: number | null;
};

/** Rows [from, to). */
export type Segment = { from: number; to: number };

export function segmentsOf(starts: readonly number[], length: number): Segment[] {
  return starts.map((from, i) => ({ from, to: starts[i + 1] ?? length }));
}

/**
 * The value at `i`, NaN outside. The bounds are looked at first: reading beyond them once would make every later read, of
 * whatever column, allocate a number.
 */
export const at = (column: Float64Array, i: number): number => (i >= 0 && i < column.length ? column[i] : NaN) ?? NaN;

/** Whether any value is known. */
export const isKnown = (column: Float64Array): boolean => column.some((value) => !Number.isNaN(value));

/** How many values are known. */
export function knownCount(column: Float64Array): number {
  let count = 0;
  for (const value of column) if (!Number.isNaN(value)) count += 1;
  return count;
}

/** The rows whose time is known. */
export function timedRows({ offset, length }: Track): number[] {
  const rows: number[] = [];
  for (let i = 0; i < length; i++) if (!Number.isNaN(at(offset, i))) rows.push(i);
  return rows;
}

import { TRACK_COLUMNS, type Track, type TrackColumn } from './track.ts';

/**
 * A track as bytes, for keeping: about ten bytes a point. Version, length, segments and start, then column after column the
 * differences of values rounded to STEPS, as zigzag LEB128 numbers; 0 stands for "unknown", so all others are one higher.
 */
const FORMAT_VERSION = 1;

/** What one step of the stored integers is worth, in each column's unit. */
const STEPS: Record<TrackColumn, number> = {
  offset: 0.001,
  latitude: 1e-6,
  longitude: 1e-6,
  elevation: 0.1,
  distance: 0.01,
  speed: 0.001,
  heartRate: 1,
  cadence: 1,
  power: 1,
  temperature: 0.1,
};

/** Eight bytes hold any number below 2^56. */
const LONGEST_NUMBER = 8;
/** Up to here a number is shifted and masked, which is far cheaper. */
const LARGEST_INT = 0x7fff_ffff;

export function encodeTrack(track: Track): Uint8Array {
  const capacity = (track.length * TRACK_COLUMNS.length + track.segmentStarts.length + 8) * LONGEST_NUMBER;
  const writer = new NumberWriter(capacity);
  writer.plain(FORMAT_VERSION);
  writer.plain(track.length);
  writer.optional(track.startedAt === null ? NaN : track.startedAt);
  writer.plain(track.segmentStarts.length);
  for (const start of track.segmentStarts) writer.plain(start);
  for (const name of TRACK_COLUMNS) {
    const step = STEPS[name];
    let last = 0;
    for (const value of track[name]) {
      const stored = Math.round(value / step);
      writer.optional(stored - last);
      if (!Number.isNaN(stored)) last = stored;
    }
  }
  return writer.bytes();
}

/** @throws Error when the bytes are no track, or one of a format this version does not know */
export function decodeTrack(bytes: Uint8Array): Track {
  const reader = new NumberReader(bytes);
  const version = reader.plain();
  if (version !== FORMAT_VERSION) throw new Error(`unknown track format ${version}`);
  const length = reader.plain();
  if (length > bytes.length) throw new Error('the track is cut off');
  const startedAt = reader.optional();
  const segmentStarts = Array.from({ length: Math.min(reader.plain(), length) }, () => reader.plain());
  const column = (name: TrackColumn): Float64Array => readColumn(reader, length, STEPS[name]);
  return {
    length,
    segmentStarts,
    startedAt: Number.isNaN(startedAt) ? null : startedAt,
    offset: column('offset'),
    latitude: column('latitude'),
    longitude: column('longitude'),
    elevation: column('elevation'),
    distance: column('distance'),
    speed: column('speed'),
    heartRate: column('heartRate'),
    cadence: column('cadence'),
    power: column('power'),
    temperature: column('temperature'),
  };
}

function readColumn(reader: NumberReader, length: number, step: number): Float64Array {
  // dividing by a whole number gives back the decimal that was rounded; multiplying by its fraction does not
  const perUnit = Math.round(1 / step);
  const values = new Float64Array(length);
  let last = 0;
  for (let i = 0; i < length; i++) {
    const change = reader.optional();
    if (!Number.isNaN(change)) last += change;
    values[i] = Number.isNaN(change) ? NaN : last / perUnit;
  }
  return values;
}

class NumberWriter {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  plain(value: number): void {
    let rest = value;
    for (; rest > LARGEST_INT; rest = Math.floor(rest / 0x80)) this.#bytes[this.#at++] = (rest % 0x80) | 0x80;
    for (; rest >= 0x80; rest >>= 7) this.#bytes[this.#at++] = (rest & 0x7f) | 0x80;
    this.#bytes[this.#at++] = rest;
  }

  optional(value: number): void {
    this.plain(Number.isNaN(value) ? 0 : 1 + (value < 0 ? -2 * value - 1 : 2 * value));
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }
}

class NumberReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  plain(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 0x80) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new Error('the track is cut off');
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
    }
  }

  optional(): number {
    const stored = this.plain();
    if (stored === 0) return NaN;
    const zigzag = stored - 1;
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }
}

import type { BestEffort } from './formulas/bestEfforts.ts';
import { haversineMeters } from './formulas/geo.ts';
import { seconds } from './rounding.ts';
import { at, TRACK_COLUMNS, type Track } from './track.ts';

/** A circle in which a person's workouts begin and end unseen. */
export interface PrivacyZone {
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusMeters: number;
}

/**
 * What others than its owner see of a track: without the head that begins in a zone, up to where it first comes out of all
 * of them, and without the tail that ends in one, from where it was last outside. The visible part counts its seconds and
 * metres from its own beginning, so that by itself it does not tell how long the hidden parts are. Empty when nothing lies outside.
 *
 * The totals of the workout stay those of the whole, since competitions count them: the difference is the length of what is
 * hidden, head and tail together, and from several straight ways the place can be reckoned. So this keeps the place off the
 * map, and from who looks; not from who reckons.
 */
export function visiblePart(track: Track, zones: readonly PrivacyZone[]): Track {
  if (zones.length === 0) return track;
  const isHidden = (row: number): boolean => zones.some((zone) => holds(zone, track, row));
  const positions = Array.from({ length: track.length }, (_, row) => row).filter(
    (row) => !Number.isNaN(at(track.latitude, row)),
  );
  const first = positions[0];
  const last = positions.at(-1);
  if (first === undefined || last === undefined) return track;
  const from = isHidden(first) ? positions.find((row) => !isHidden(row)) : 0;
  if (from === undefined) return cut(track, 0, 0);
  const end = isHidden(last) ? (positions.findLast((row) => !isHidden(row)) ?? last) + 1 : track.length;
  return from === 0 && end === track.length ? track : cut(track, from, end);
}

const holds = ({ latitude, longitude, radiusMeters }: PrivacyZone, track: Track, row: number): boolean =>
  haversineMeters(latitude, longitude, at(track.latitude, row), at(track.longitude, row)) <= radiusMeters;

function cut(track: Track, from: number, to: number): Track {
  const part = Object.fromEntries(TRACK_COLUMNS.map((name) => [name, track[name].slice(from, to)]));
  const { offset, distance } = track;
  const [seconds, meters] = [firstKnown(offset, from, to), firstKnown(distance, from, to)];
  return {
    ...track,
    ...part,
    offset: offset.slice(from, to).map((value) => value - seconds),
    distance: distance.slice(from, to).map((value) => value - meters),
    length: to - from,
    segmentStarts: to > from ? segmentStartsIn(track.segmentStarts, from, to) : [],
    startedAt: track.startedAt === null ? null : track.startedAt + seconds * 1000,
  };
}

function firstKnown(column: Float64Array, from: number, to: number): number {
  const value = column.subarray(from, to).find((each) => !Number.isNaN(each));
  return value ?? 0;
}

const segmentStartsIn = (starts: readonly number[], from: number, to: number): number[] => [
  0,
  ...starts.filter((start) => start > from && start < to).map((start) => start - from),
];

/** Best efforts with their offsets counted from where the visible part begins; those begun before begin there. */
export const effortsFrom = (efforts: readonly BestEffort[], hiddenSeconds: number): BestEffort[] =>
  efforts.map((effort) => ({
    ...effort,
    startOffsetSeconds: Math.max(0, seconds(effort.startOffsetSeconds - hiddenSeconds)),
  }));

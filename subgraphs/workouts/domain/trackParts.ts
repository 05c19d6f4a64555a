import { TRACK_COLUMNS, type Segment, type Track } from './track.ts';

/**
 * A track without some of its rows; what lies behind them is a segment of its own. Its seconds and metres count from its own
 * beginning; over what is left out the seconds go on, and the metres do not.
 */
export function without(track: Track, hidden: readonly Segment[]): Track {
  const parts = [...hidden, { from: track.length, to: track.length }]
    .map(({ from }, i) => ({ from: hidden[i - 1]?.to ?? 0, to: from }))
    .filter(({ from, to }) => from < to);
  const columns = Object.fromEntries(TRACK_COLUMNS.map((name) => [name, join(track[name], parts)]));
  const offset = join(track.offset, parts);
  const seconds = offset.find(isTold) ?? 0;
  const begins = new Set([...track.segmentStarts, ...parts.map(({ from }) => from)]);
  const segmentStarts: number[] = [];
  let length = 0;
  for (const { from, to } of parts)
    for (let row = from; row < to; row++, length++) if (begins.has(row)) segmentStarts.push(length);
  return {
    ...track,
    ...columns,
    offset: offset.map((value) => value - seconds),
    distance: join(metersAlong(track.distance, parts), parts),
    length,
    segmentStarts,
    startedAt: track.startedAt === null ? null : track.startedAt + seconds * 1000,
  };
}

function join(column: Float64Array, parts: readonly Segment[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, { from, to }) => sum + to - from, 0));
  let length = 0;
  for (const { from, to } of parts) {
    joined.set(column.subarray(from, to), length);
    length += to - from;
  }
  return joined;
}

/** Metres that count on from part to part, from 0. */
function metersAlong(distance: Float64Array, parts: readonly Segment[]): Float64Array {
  const along = distance.slice();
  let covered = 0;
  for (const { from, to } of parts) {
    const part = along.subarray(from, to);
    const hidden = (part.find(isTold) ?? covered) - covered;
    part.set(part.map((meters) => meters - hidden));
    covered = part.findLast(isTold) ?? covered;
  }
  return along;
}

const isTold = (value: number): boolean => !Number.isNaN(value);

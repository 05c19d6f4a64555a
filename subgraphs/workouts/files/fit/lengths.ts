import { agree } from '../../domain/formulas/distance.ts';
import { lowerBound } from '../../domain/formulas/interpolate.ts';
import type { RecordedLap } from '../../domain/recording.ts';
import { inOrderOfTime } from '../../domain/timeOrder.ts';
import { at } from '../../domain/track.ts';
import type { PointsBuilder } from '../pointsBuilder.ts';
import type { FitMessage } from './messages.ts';
import { IDLE_LENGTH, LENGTH, SESSION } from './profile.ts';
import { toMs } from './values.ts';

type Length = { startedAt: number; endedAt: number; isActive: boolean };

/** How far a length, or a lap, went. */
type Swum = { startedAt: number; endedAt: number; meters: number };

/** What a session tells of a pool swim; NaN where it does not. */
type Swim = { poolMeters: number; meters: number };

/** More than anybody swims; it only bounds what a hostile file can make us keep. */
const MOST_LENGTHS = 20_000;

/** A row this near to the end of a length tells of it. */
const NEAR_MS = 1000;

/**
 * The lengths of a pool swim. Many swimming watches write no distance in their records: these stand each second, with a heart
 * rate, or one for each length, with or without a time, or there is none at all. Others count at the end of each length, and
 * so tell nothing of the rest before the next. The lengths say when the swimmer was how far.
 */
export class LengthReader {
  #lengths: Length[] = [];
  /** When the last length began, as it was told. */
  #lastStart = NaN;
  /** By their start, since a session may be told twice. */
  readonly #swims = new Map<number, Swim>();

  addLength(message: FitMessage): void {
    if (this.#lengths.length === MOST_LENGTHS) return;
    const told = toMs(message.get(LENGTH.startTime));
    // Some watches tell a single start of lengths that follow each other.
    const startedAt = told === this.#lastStart ? this.#lengths.at(-1)?.endedAt || told : told;
    this.#lastStart = told;
    const isActive = message.get(LENGTH.type) !== IDLE_LENGTH;
    this.#lengths.push({ startedAt, endedAt: startedAt + message.get(LENGTH.elapsed), isActive });
  }

  addSession(message: FitMessage): void {
    const poolMeters = message.get(SESSION.poolLength) / 100;
    const meters = message.get(SESSION.distance) / 100;
    this.#swims.set(message.get(SESSION.startTime), { poolMeters, meters });
  }

  /** Gives the rows of one file, from `firstRow` on, what its lengths and laps know. */
  endFile(points: PointsBuilder, firstRow: number, laps: readonly RecordedLap[]): void {
    if (this.#lengths.length > 0) {
      if (points.length - firstRow === this.#lengths.length) this.#setTimes(points, firstRow);
      const swum = this.#swum(laps);
      if (!isCounted(points, firstRow) || isCountOf(swum, points, firstRow)) addDistances(points, firstRow, swum);
    }
    this.#lengths = [];
    this.#lastStart = NaN;
    this.#swims.clear();
  }

  #setTimes({ columns, length }: PointsBuilder, firstRow: number): void {
    if (isTimed(columns.time.subarray(firstRow, length))) return;
    this.#lengths.forEach(({ endedAt }, i) => (columns.time[firstRow + i] = endedAt));
  }

  /**
   * How far each length went, so that together they are what the session tells, and without that a pool's length each. What a
   * session tells beyond that were drills: laps tell which, else it is shared by all. Empty where nothing tells how far.
   */
  #swum(laps: readonly RecordedLap[]): Swum[] {
    const active = this.#lengths.filter(({ isActive }) => isActive).length;
    const { poolMeters, meters } = this.#swim();
    const each = poolMeters > 0 ? poolMeters : meters / active;
    if (active === 0 || !(each > 0)) return [];
    const even = this.#lengths.map((length) => ({ ...length, meters: length.isActive ? each : 0 }));
    if (!(meters > 0)) return inOrder(even);
    const swum = Math.abs(sum(even) - meters) < each / 2 ? even : byLaps(even, laps, meters);
    const share = meters / sum(swum);
    return inOrder(swum.map((length) => ({ ...length, meters: length.meters * share })));
  }

  /** The swims of the file as one; a session that tells of no pool is one only where it is alone. */
  #swim(): Swim {
    const all = [...this.#swims.values()];
    const inPools = all.filter(({ poolMeters }) => poolMeters > 0);
    const swims = inPools.length > 0 || all.length > 1 ? inPools : all;
    return { poolMeters: swims.at(-1)?.poolMeters ?? NaN, meters: swims.length > 0 ? sum(swims) : NaN };
  }
}

const sum = (parts: ReadonlyArray<{ meters: number }>): number =>
  parts.reduce((total, { meters }) => total + meters, 0);

const inOrder = (lengths: readonly Swum[]): Swum[] => inOrderOfTime(lengths, ({ startedAt }) => startedAt);

/**
 * The lengths as their laps tell it, where these together tell about `meters`: those of a lap share what it went, and a lap
 * that went some way without any is one by itself. A length is of the lap that its middle lies in.
 */
function byLaps(lengths: readonly Swum[], laps: readonly RecordedLap[], meters: number): readonly Swum[] {
  const telling = inOrder(laps.flatMap(swumIn));
  if (!agree(sum(telling), meters)) return lengths;
  const starts = Float64Array.from(telling, ({ startedAt }) => startedAt);
  const lapOf = ({ startedAt, endedAt }: Swum): number => {
    const middle = (startedAt + endedAt) / 2;
    const index = lowerBound(starts, middle) - 1;
    return middle <= (telling[index]?.endedAt ?? -Infinity) ? index : -1;
  };
  const counts = new Map<number, number>();
  for (const length of lengths) {
    const index = lapOf(length);
    if (length.meters > 0) counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  const shared = lengths.map((length) => {
    const index = lapOf(length);
    const lap = telling[index];
    return lap && length.meters > 0 ? { ...length, meters: lap.meters / (counts.get(index) ?? 1) } : length;
  });
  return [...shared, ...telling.filter((_, index) => !counts.has(index))];
}

/** A lap that tells when it was and how far it went. */
function swumIn({ startedAt, elapsedSeconds, distanceMeters }: RecordedLap): Swum[] {
  if (startedAt === null || elapsedSeconds === null || !distanceMeters) return [];
  return [{ startedAt, endedAt: startedAt + elapsedSeconds * 1000, meters: distanceMeters }];
}

const isTimed = (times: Float64Array): boolean => times.some((time) => !Number.isNaN(time));

/** Whether a row tells a distance: one that stays 0 is none. */
const isCounted = ({ columns: { distance }, length }: PointsBuilder, firstRow: number): boolean =>
  distance.subarray(firstRow, length).some((meters) => meters > 0);

/** Whether the distance of the rows is that of the lengths: it never falls, and ends within half of one from them all. */
function isCountOf(lengths: readonly Swum[], { columns, length }: PointsBuilder, firstRow: number): boolean {
  const counted = columns.distance.subarray(firstRow, length).filter((meters) => !Number.isNaN(meters));
  const total = sum(lengths);
  const each = total / lengths.filter(({ meters }) => meters > 0).length;
  const isRising = counted.every((meters, i) => i === 0 || meters >= at(counted, i - 1));
  return isRising && Math.abs(at(counted, counted.length - 1) - total) < each / 2;
}

/**
 * Writes how far the swimmer was at the ends of active lengths, and after a rest at their starts, into the row nearest to each,
 * or into a new one where none is near. Rows between have none: theirs is in proportion to time. Rows without any time are left
 * alone, since none is before or after them.
 */
function addDistances(points: PointsBuilder, firstRow: number, lengths: readonly Swum[]): void {
  const end = points.length;
  if (lengths.length === 0 || (end > firstRow && !isTimed(points.columns.time.subarray(firstRow, end)))) return;
  points.columns.distance.fill(NaN, firstRow, end);
  const order: number[] = [];
  let row = firstRow;
  for (const { time, meters } of waypoints(lengths)) {
    for (; row < end && !(at(points.columns.time, row) > time); row++) order.push(row);
    const near = nearRow(points, Math.max(row - 1, firstRow), Math.min(row + 1, end), time);
    if (near >= 0) points.columns.distance[near] = meters;
    else order.push(addRow(points, time, meters));
  }
  for (; row < end; row++) order.push(row);
  if (points.length > end) points.pickRows(firstRow, order);
}

/** When the swimmer was how far, to the millimetre. */
function waypoints(lengths: readonly Swum[]): Array<{ time: number; meters: number }> {
  const metersAt = new Map<number, number>();
  let swumMeters = 0;
  let before = -Infinity;
  for (const [i, length] of lengths.entries()) {
    if (length.meters === 0) continue;
    const endedAt = endOf(length, lengths[i + 1]);
    if (length.startedAt > before + NEAR_MS) metersAt.set(length.startedAt, Math.round(swumMeters * 1000) / 1000);
    swumMeters += length.meters;
    if (!Number.isNaN(endedAt)) metersAt.set(endedAt, Math.round(swumMeters * 1000) / 1000);
    before = endedAt;
  }
  return Array.from(metersAt, ([time, meters]) => ({ time, meters }));
}

/** When a length was over: some watches have the next one begin shortly before. */
function endOf({ startedAt, endedAt }: Swum, next: Swum | undefined): number {
  const nextAt = next?.startedAt ?? NaN;
  return nextAt < endedAt - NEAR_MS && nextAt > (startedAt + endedAt) / 2 ? nextAt : endedAt;
}

/** The row of [from, to) that is nearest to an instant, and near; -1 where none is. */
function nearRow({ columns: { time } }: PointsBuilder, from: number, to: number, instant: number): number {
  let nearest = -1;
  let least = NEAR_MS;
  for (let i = from; i < to; i++) {
    const apart = Math.abs(at(time, i) - instant);
    if (apart <= least) [nearest, least] = [i, apart];
  }
  return nearest;
}

function addRow(points: PointsBuilder, time: number, meters: number): number {
  const row = points.addRow();
  points.columns.time[row] = time;
  points.columns.distance[row] = meters;
  return row;
}

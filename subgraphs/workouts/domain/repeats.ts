import { TELEPORT_SAMPLES } from './sport.ts';
import { at, segmentsOf } from './track.ts';

/** Who is under way goes at no less than the usual speed divided by this, and at no more than the usual speed times this. */
const UNUSUAL = 2;

/** Over fewer milliseconds than this a speed tells more of the receiver than of the person. */
const TELLING_MILLISECONDS = 10_000;

/**
 * Makes values of a running distance unknown, in place, that only repeat the one before while the person went on, and tells
 * how many. Some programs write a row with each heart rate, and the last fix again in it: the way of 20 s then seems to be
 * covered in the last second of them, after a rest.
 *
 * Repeats told nothing where the step from the last of them to the next value is unusually fast, though from the first of
 * them it is not. Then those go that are nearer to that value than a person at half the usual speed needs for the step: what
 * comes before is a rest. Faster than twice the usual speed is unusual, be it that the person goes on as fast: after a true
 * rest the step is no faster than any other, or than the next ones, so all of it stays. What is unusual from the first
 * repeat on, too, and not the speed of the hold before either, is the leap of a stale value: it stays for others to judge.
 * The usual speed is that of all other steps of the recording, its rests left out. A step faster than `mostSpeed`, m/s,
 * cannot be, and what is told between two such for fewer than 3 samples is no place that anybody went to (`isStray`).
 */
export function forgetRepeats(
  meters: Float64Array,
  times: Float64Array,
  starts: readonly number[],
  mostSpeed: number,
): number {
  const column = columnOf(meters, times, starts);
  const { nexts } = column;
  const least = speedOf(wayAt(column, 0, mostSpeed)) / UNUSUAL;
  const whole = wayAt(column, least, mostSpeed);
  let forgotten = 0;
  let before = 0;
  for (let first = 0; first < nexts.length; first++) {
    const next = nexts[first] ?? -1;
    if (next < 0) continue;
    const step = wayBetween(column, first, next);
    const speedBefore = before;
    before = step.milliseconds < TELLING_MILLISECONDS ? 0 : speedOf(step);
    if (next === first + 1 || !mayBe(column, first, mostSpeed)) continue;
    const usual = speedOf(isWithin(step, least, mostSpeed) ? without(whole, step) : whole);
    const fastest = Math.max(usual, speedAfter(column, next));
    const sudden = speedOf(wayBetween(column, lastKnown(meters, times, next), next));
    if (!(sudden > fastest * UNUSUAL && speedOf(step) <= Math.max(fastest, speedBefore) * UNUSUAL)) continue;
    if (isStray(column, next, mostSpeed, forgotten === 0 && sudden > mostSpeed)) continue;
    forgotten += forgetAfter(column, first, at(times, next) - ((step.meters * 1000) / usual) * UNUSUAL);
  }
  return forgotten;
}

/**
 * At each row where a value begins: `nexts`, the row where the next one does in the same segment, else -1; `told`, how many
 * samples tell it.
 */
type Column = { meters: Float64Array; times: Float64Array; nexts: Int32Array; told: Int32Array };

function columnOf(meters: Float64Array, times: Float64Array, starts: readonly number[]): Column {
  const nexts = new Int32Array(meters.length).fill(-1);
  const told = new Int32Array(meters.length);
  for (const { from, to } of segmentsOf(starts, meters.length)) {
    let first = -1;
    for (let i = from; i < to; i++) {
      if (Number.isNaN(at(meters, i)) || Number.isNaN(at(times, i))) continue;
      if (first < 0 || at(meters, i) !== at(meters, first)) {
        if (first >= 0) nexts[first] = i;
        first = i;
      }
      told[first] = (told[first] ?? 0) + 1;
    }
  }
  return { meters, times, nexts, told };
}

type Way = { meters: number; milliseconds: number };

/** All steps together that are neither slower than `least` nor faster than `most`, m/s. */
function wayAt(column: Column, least: number, most: number): Way {
  const way = { meters: 0, milliseconds: 0 };
  for (let first = 0; first < column.nexts.length; first++) {
    const next = column.nexts[first] ?? -1;
    if (next < 0) continue;
    const step = wayBetween(column, first, next);
    if (!isWithin(step, least, most)) continue;
    way.meters += step.meters;
    way.milliseconds += step.milliseconds;
  }
  return way;
}

const wayBetween = ({ meters, times }: Column, from: number, to: number): Way => ({
  meters: at(meters, to) - at(meters, from),
  milliseconds: at(times, to) - at(times, from),
});

const without = (whole: Way, part: Way): Way => ({
  meters: whole.meters - part.meters,
  milliseconds: whole.milliseconds - part.milliseconds,
});

/** In m/s; NaN of no way at all. */
const speedOf = ({ meters, milliseconds }: Way): number => (meters * 1000) / milliseconds;

const isWithin = ({ meters, milliseconds }: Way, least: number, most: number): boolean =>
  meters * 1000 >= least * milliseconds && meters * 1000 <= most * milliseconds;

/** Whether the step from a row where a value begins is one that can be, or there is none. */
function mayBe(column: Column, first: number, mostSpeed: number): boolean {
  const next = column.nexts[first] ?? -1;
  return next < 0 || isWithin(wayBetween(column, first, next), 0, mostSpeed);
}

/**
 * Whether nobody was at the value that begins at a row, nor at those behind it: where a step that cannot be leads on before they were
 * told as often as a teleport is. Where the segment ends before that, `endsInStray` decides.
 */
function isStray(column: Column, first: number, mostSpeed: number, endsInStray: boolean): boolean {
  let told = 0;
  for (let value = first; value >= 0; value = column.nexts[value] ?? -1) {
    told += column.told[value] ?? 0;
    if (!mayBe(column, value, mostSpeed)) return true;
    if (told >= TELEPORT_SAMPLES) return false;
  }
  return endsInStray;
}

/** How fast the person goes on from a row where a value begins; 0 where nothing tells. */
function speedAfter(column: Column, first: number): number {
  let way = { meters: 0, milliseconds: 0 };
  let next = column.nexts[first] ?? -1;
  while (next >= 0 && way.milliseconds < TELLING_MILLISECONDS) {
    way = wayBetween(column, first, next);
    next = column.nexts[next] ?? -1;
  }
  return way.milliseconds > 0 ? speedOf(way) : 0;
}

/** The last row before `row` that has a value and a time. */
function lastKnown(meters: Float64Array, times: Float64Array, row: number): number {
  let last = row - 1;
  while (last > 0 && (Number.isNaN(at(meters, last)) || Number.isNaN(at(times, last)))) last -= 1;
  return last;
}

/** Forgets the repeats of a value that come after the one nearest to when the person set out, never the first. */
function forgetAfter({ meters, times, nexts }: Column, first: number, setOutAt: number): number {
  const next = nexts[first] ?? -1;
  let kept = at(times, first);
  let forgotten = 0;
  for (let i = first + 1; i < next; i++) {
    if (Number.isNaN(at(meters, i)) || Number.isNaN(at(times, i))) continue;
    if ((kept + at(times, i)) / 2 < setOutAt) kept = at(times, i);
    else {
      meters[i] = NaN;
      forgotten += 1;
    }
  }
  return forgotten;
}

import { at, segmentsOf } from './track.ts';

/** Who is under way goes at no less than the usual speed divided by this, and at no more than the usual speed times this. */
const UNUSUAL = 2;

/**
 * Makes values of a running distance unknown, in place, that only repeat the one before while the person went on, and tells
 * how many. Some programs write a row with each heart rate, and the last fix again in it: the way of 20 s then seems to be
 * covered in the last second of them, after a rest.
 *
 * Repeats told nothing where the step from the last of them to the next value is faster than twice the usual speed, though
 * from the first of them it is nothing that cannot be. Then those go that are nearer to that value than a person at half the
 * usual speed needs for the step: what comes before is a rest. After a true rest the step is no faster than any other, so all of it stays.
 * The usual speed is that of the recording as a whole, its rests left out. A step faster than `mostSpeed`, m/s, cannot be, and
 * what lies between two such is no place that anybody went to.
 */
export function forgetRepeats(
  meters: Float64Array,
  times: Float64Array,
  starts: readonly number[],
  mostSpeed: number,
): number {
  const nexts = nextValues(meters, times, starts);
  const column = { meters, times, nexts };
  const usual = meanSpeed(column, meanSpeed(column, 0, mostSpeed) / UNUSUAL, mostSpeed);
  let forgotten = 0;
  for (let first = 0; first < nexts.length; first++) {
    const next = nexts[first] ?? -1;
    if (next <= first + 1 || !mayBe(column, first, mostSpeed) || !mayBe(column, next, mostSpeed)) continue;
    const milliseconds = ((at(meters, next) - at(meters, first)) * 1000) / usual;
    if (at(times, next) - at(times, lastKnown(meters, times, next)) >= milliseconds / UNUSUAL) continue;
    forgotten += forgetAfter(column, first, at(times, next) - milliseconds * UNUSUAL);
  }
  return forgotten;
}

/** `nexts`: at each row where a value begins, the row where the next one does in the same segment; else -1. */
type Column = { meters: Float64Array; times: Float64Array; nexts: Int32Array };

function nextValues(meters: Float64Array, times: Float64Array, starts: readonly number[]): Int32Array {
  const nexts = new Int32Array(meters.length).fill(-1);
  for (const { from, to } of segmentsOf(starts, meters.length)) {
    let first = -1;
    for (let i = from; i < to; i++) {
      if (Number.isNaN(at(meters, i)) || Number.isNaN(at(times, i))) continue;
      if (first >= 0 && at(meters, i) === at(meters, first)) continue;
      if (first >= 0) nexts[first] = i;
      first = i;
    }
  }
  return nexts;
}

/** Of all steps together that are neither slower than `least` nor faster than `most`, m/s. NaN without any. */
function meanSpeed({ meters, times, nexts }: Column, least: number, most: number): number {
  let covered = 0;
  let milliseconds = 0;
  for (let first = 0; first < nexts.length; first++) {
    const next = nexts[first] ?? -1;
    if (next < 0) continue;
    const step = at(meters, next) - at(meters, first);
    const time = at(times, next) - at(times, first);
    if (step * 1000 < least * time || step * 1000 > most * time) continue;
    covered += step;
    milliseconds += time;
  }
  return (covered * 1000) / milliseconds;
}

/** Whether the step from a row where a value begins is one that can be, or there is none. */
function mayBe({ meters, times, nexts }: Column, first: number, mostSpeed: number): boolean {
  const next = nexts[first] ?? -1;
  if (next < 0) return true;
  return (at(meters, next) - at(meters, first)) * 1000 <= mostSpeed * (at(times, next) - at(times, first));
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

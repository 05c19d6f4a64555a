import { at } from '../track.ts';

/** The first index in the rising array whose value is at least `value`; its length when there is none. */
export function lowerBound(rising: Float64Array, value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(rising, middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** y at `x` on the line through the points (xs, ys); xs rising. Outside, the nearest end's y; NaN without points. */
export function interpolate(xs: Float64Array, ys: Float64Array, x: number): number {
  const after = lowerBound(xs, x);
  if (after === 0) return at(ys, 0);
  if (after === xs.length) return at(ys, xs.length - 1);
  return between(at(xs, after - 1), at(ys, after - 1), at(xs, after), at(ys, after), x);
}

/** y at `x` on the line from (x1, y1) to (x2, y2); y2 when the line has no length. */
export function between(x1: number, y1: number, x2: number, y2: number, x: number): number {
  return x2 === x1 ? y2 : y1 + ((y2 - y1) * (x - x1)) / (x2 - x1);
}

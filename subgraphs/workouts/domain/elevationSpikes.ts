import type { Points } from './recording.ts';
import { at, segmentsOf } from './track.ts';

/** A lone reading this far from both neighbours, beyond what anybody climbs or falls meanwhile, is none. */
const SPIKE_METERS = 50;
const FASTEST_CLIMB = 10;

/** Forgets single elevations that leap away from the readings before and after them: they would count as a climb. */
export function dropElevationSpikes(points: Points, starts: readonly number[]): void {
  for (const { from, to } of segmentsOf(starts, points.length)) {
    let before = -1;
    let here = -1;
    for (let next = from; next < to; next++) {
      if (Number.isNaN(at(points.elevation, next)) || Number.isNaN(at(points.time, next))) continue;
      if (before >= 0 && isSpike(points, before, here, next)) points.elevation[here] = NaN;
      else before = here;
      here = next;
    }
  }
}

function isSpike(points: Points, before: number, here: number, next: number): boolean {
  const up = leap(points, before, here);
  const down = leap(points, here, next);
  return up * down < 0 && leapsFar(points, before, here, up) && leapsFar(points, here, next, down);
}

const leap = ({ elevation }: Points, a: number, b: number): number => at(elevation, b) - at(elevation, a);

const leapsFar = ({ time }: Points, a: number, b: number, meters: number): boolean =>
  Math.abs(meters) > SPIKE_METERS + (FASTEST_CLIMB * (at(time, b) - at(time, a))) / 1000;

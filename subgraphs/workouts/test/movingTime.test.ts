import { describe, expect, it } from 'vitest';
import { movingSecondsFromPoints } from '../domain/formulas/movingTime.ts';
import { trackOf } from './recordings.ts';
import { range } from './numbers.ts';

describe('moving time', () => {
  const moving = (speeds: readonly number[], still = 1 / 3.6): number | null => {
    let distance = 0;
    return movingSecondsFromPoints(
      trackOf(speeds.map((speed, i) => ({ offset: i, distance: (distance += speed) }))),
      still,
    );
  };

  it('leaves out a stop of 15 s, and keeps a shorter one', () => {
    const go = range(20).map(() => 3);
    const stop = (seconds: number): number[] => range(seconds).map(() => 0);
    expect(moving([...go, ...stop(14), ...go])).toBe(53);
    expect(moving([...go, ...stop(15), ...go])).toBe(39);
  });

  it('leaves out a gap of more than a minute in which nobody moved', () => {
    const track = trackOf([
      { offset: 0, distance: 0 },
      { offset: 10, distance: 30 },
      { offset: 100, distance: 31 },
      { offset: 110, distance: 61 },
    ]);
    expect(movingSecondsFromPoints(track, 1 / 3.6)).toBe(20);
  });

  it('keeps a gap in which somebody moved', () => {
    const track = trackOf([
      { offset: 0, distance: 0 },
      { offset: 100, distance: 300 },
    ]);
    expect(movingSecondsFromPoints(track, 1 / 3.6)).toBe(100);
  });

  it('does not count what lies between segments', () => {
    const track = trackOf(
      [
        { offset: 0, distance: 0 },
        { offset: 10, distance: 30 },
      ],
      [
        { offset: 60, distance: 30 },
        { offset: 70, distance: 60 },
      ],
    );
    expect(movingSecondsFromPoints(track, 1 / 3.6)).toBe(20);
  });
});

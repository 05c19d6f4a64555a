import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BEST_EFFORT_METERS, bestEffort, bestEffortsOf, longestIn } from '../domain/formulas/bestEfforts.ts';
import { paceCurveOf, type PaceCurve } from '../domain/formulas/pace.ts';
import { splitsOf } from '../domain/formulas/splits.ts';
import { trackOf } from './recordings.ts';
import { range, sum } from './numbers.ts';

const curveOf = (points: ReadonlyArray<readonly [seconds: number, meters: number]>): PaceCurve => ({
  seconds: Float64Array.from(points, ([seconds]) => seconds),
  meters: Float64Array.from(points, ([, meters]) => meters),
});

/** Curves that rise, with halts in them. */
const anyCurve = fc
  .tuple(
    fc.integer({ min: 0, max: 100 }),
    fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 200 })), {
      minLength: 1,
      maxLength: 80,
    }),
  )
  .map(([counted, steps]) => {
    let [seconds, meters] = [0, counted];
    return curveOf([[0, counted], ...steps.map(([dt, dd]) => [(seconds += dt), (meters += dd)] as const)]);
  });

describe('splits', () => {
  it('interpolate the time at each unit and keep the rest', () => {
    const curve = curveOf([
      [0, 0],
      [300, 900],
      [400, 1100],
      [1000, 2300],
    ]);
    expect(splitsOf(curve, 1000)).toEqual([
      { index: 1, startOffsetSeconds: 0, distanceMeters: 1000, elapsedSeconds: 350 },
      { index: 2, startOffsetSeconds: 350, distanceMeters: 1000, elapsedSeconds: 500 },
      { index: 3, startOffsetSeconds: 850, distanceMeters: 300, elapsedSeconds: 150 },
    ]);
  });

  it('cut one long step into many', () => {
    expect(
      splitsOf(
        curveOf([
          [0, 0],
          [600, 3000],
        ]),
        1000,
      ).map(({ elapsedSeconds }) => elapsedSeconds),
    ).toEqual([200, 200, 200]);
  });

  it('add up to the whole', () => {
    fc.assert(
      fc.property(anyCurve, (curve) => {
        const splits = splitsOf(curve, 250);
        const rest = (curve.meters.at(-1) ?? 0) - sum(splits.map(({ distanceMeters }) => distanceMeters));
        expect(Math.abs(rest)).toBeLessThan(1.0001);
        if (Math.abs(rest) < 1e-9)
          expect(sum(splits.map(({ elapsedSeconds }) => elapsedSeconds))).toBeLessThanOrEqual(
            (curve.seconds.at(-1) ?? 0) + 1e-6,
          );
        for (const split of splits) expect(split.elapsedSeconds).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('leave untimed stretches out', () => {
    const track = trackOf(
      [
        { offset: 0, distance: 0 },
        { offset: 100, distance: 300 },
      ],
      [{ distance: 300 }, { distance: 2300 }],
      [
        { offset: 200, distance: 2300 },
        { offset: 300, distance: 2600 },
      ],
    );
    expect([...paceCurveOf(track).meters]).toEqual([0, 300, 300, 600]);
  });
});

describe('the pace curve', () => {
  it('has what a device counted during pauses, such as the lengths of a pool, at the end of each', () => {
    const length = (n: number) => [{ offset: n * 60, distance: n * 25 }];
    const curve = paceCurveOf(trackOf(...range(4).map((n) => length(n + 1))));
    expect([...curve.seconds]).toEqual([0, 60, 120, 180, 240]);
    expect([...curve.meters]).toEqual([0, 25, 50, 75, 100]);
  });

  it('begins with what was covered by the first point, and at the start where that point came later', () => {
    const from = (begin: number, distance: number) =>
      paceCurveOf(trackOf([0, 1, 2].map((i) => ({ offset: begin + i, distance: distance + 5 * i }))));
    expect([...from(0, 4).meters]).toEqual([4, 9, 14]);
    expect([...from(600, 1600).meters]).toEqual([0, 1600, 1605, 1610]);
    expect([...from(600, 1600).seconds]).toEqual([0, 600, 601, 602]);
  });
});

describe('best efforts', () => {
  it('find the fastest stretch, wherever it begins', () => {
    const curve = curveOf([
      [0, 0],
      [300, 1000],
      [500, 2000],
      [800, 3000],
    ]);
    expect(bestEffort(curve, 1000)).toEqual({ distanceMeters: 1000, elapsedSeconds: 200, startOffsetSeconds: 300 });
    expect(bestEffort(curve, 1500)?.elapsedSeconds).toBe(350);
  });

  it('count pauses', () => {
    expect(
      bestEffort(
        curveOf([
          [0, 0],
          [100, 500],
          [700, 500],
          [800, 1000],
        ]),
        1000,
      )?.elapsedSeconds,
    ).toBe(800);
  });

  it('exist for every standard distance the workout reaches', () => {
    const steady = curveOf([
      [0, 0],
      [10_800, 43_000],
    ]);
    expect(bestEffortsOf(steady).map(({ distanceMeters }) => distanceMeters)).toEqual([...BEST_EFFORT_METERS]);
    expect(
      bestEffortsOf(
        curveOf([
          [0, 0],
          [1000, 390],
        ]),
      ),
    ).toEqual([]);
  });

  it('allow a course to be 1 % short, with the time scaled', () => {
    expect(
      bestEffort(
        curveOf([
          [0, 0],
          [14_000, 42_000],
        ]),
        42_195,
      )?.elapsedSeconds,
    ).toBeCloseTo((14_000 * 42_195) / 42_000, 6);
    expect(
      bestEffort(
        curveOf([
          [0, 0],
          [14_000, 41_770],
        ]),
        42_195,
      ),
    ).toBeNull();
  });

  it('are of what was covered in the times told, without what a device had counted before them', () => {
    const begunAt = (meters: number) =>
      bestEffort(
        curveOf([
          [0, meters],
          [100, 405],
        ]),
        400,
      );
    expect(begunAt(5)).toEqual({ distanceMeters: 400, elapsedSeconds: 100, startOffsetSeconds: 0 });
    expect(begunAt(8)?.elapsedSeconds).toBeCloseTo((100 * 400) / 397, 6);
    expect(begunAt(50)).toBeNull();
  });

  it('are what trying every start would find', () => {
    fc.assert(
      fc.property(anyCurve, fc.integer({ min: 50, max: 1500 }), (curve, distance) => {
        const found = bestEffort(curve, distance);
        const [begun = 0, total = 0] = [curve.meters[0], curve.meters.at(-1)];
        if (total - begun < distance) return;
        expect(found?.elapsedSeconds).toBeGreaterThan(0);
        const timeAt = (meters: number): number => {
          const i = curve.meters.findIndex((value) => value >= meters);
          const [x1 = 0, x2 = 0] = [curve.meters[i - 1], curve.meters[i]];
          const [y1 = 0, y2 = 0] = [curve.seconds[i - 1], curve.seconds[i]];
          return i === 0 || x2 === x1 ? y2 : y1 + ((y2 - y1) * (meters - x1)) / (x2 - x1);
        };
        for (let start = begun; start + distance <= total; start += Math.max(1, (total - distance) / 50)) {
          expect(found?.elapsedSeconds).toBeLessThanOrEqual(timeAt(start + distance) - timeAt(start) + 1e-6);
        }
      }),
    );
  });

  it('know the most metres in ten seconds', () => {
    expect(
      longestIn(
        curveOf([
          [0, 0],
          [20, 40],
          [30, 140],
          [50, 180],
        ]),
        10,
      ),
    ).toBe(100);
    expect(
      longestIn(
        curveOf([
          [0, 0],
          [5, 40],
        ]),
        10,
      ),
    ).toBeNull();
    expect(
      longestIn(
        curveOf([
          [0, 0],
          [100, 1000],
        ]),
        10,
      ),
    ).toBeCloseTo(100, 9);
  });
});

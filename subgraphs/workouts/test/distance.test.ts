import { describe, expect, it } from 'vitest';
import { distanceOf } from '../domain/formulas/distance.ts';
import { withValue } from '../domain/formulas/runningDistance.ts';
import { maxSpeed } from '../domain/formulas/intensity.ts';
import { boundsOf, haversineMeters } from '../domain/formulas/geo.ts';
import { distanceOf as distanceOfView, EMPTY_VIEW } from '../domain/live/view.ts';
import { NO_TOTALS } from '../domain/recording.ts';
import {
  analysisOf,
  figuresOf,
  flagCodes,
  kilometersOf,
  METER,
  recordingOf,
  straightLine,
  type PointValues,
} from './recordings.ts';
import { range, sum } from './numbers.ts';

describe('distance', () => {
  it('is the haversine on the mean radius', () => {
    expect(haversineMeters(0, 0, 0, 1)).toBeCloseTo(111_195.08, 1);
    expect(haversineMeters(46.05, 14.5, 46.05, 14.5)).toBe(0);
    expect(haversineMeters(-90, 0, 90, 0)).toBeCloseTo(Math.PI * 6_371_008.8, 3);
    expect(haversineMeters(10, 179.9, 10, -179.9)).toBeCloseTo(haversineMeters(10, 0, 10, 0.2), 3);
  });

  it('sums positions inside segments, never across a pause', () => {
    const { points, segmentStarts } = recordingOf([straightLine(100, 3), straightLine(100, 3, 1, 500)]);
    expect(distanceOf(points, segmentStarts, null)).toMatchObject({ source: 'GPS' });
    expect(distanceOf(points, segmentStarts, null).totalMeters).toBeCloseTo(600, 1);
  });

  it('counts no way of a stop in which somebody came elsewhere, nor its climb, unless the device does', () => {
    const parts = (seconds: number, meters: number, counted = NaN): PointValues[] => {
      const line = straightLine(600, 3).map((each, i) => ({ ...each, elevation: 300, distance: counted * i * 3 }));
      const on = line.map(({ time, latitude, distance, ...rest }) => ({
        ...rest,
        time: (time ?? 0) + 600 + seconds,
        latitude: (latitude ?? 0) + (1800 + meters) * METER,
        elevation: 400,
        distance: distance + counted * (1800 + meters),
      }));
      return [...line, ...on];
    };
    const found = figuresOf(recordingOf([parts(1800, 400)]));
    expect(found).toMatchObject({ elapsedSeconds: 3000, movingSeconds: 1200, elevationGainMeters: 0, flags: [] });
    expect(found.distanceMeters).toBeCloseTo(3600, 0);
    expect(found.bestEfforts.at(-1)?.distanceMeters).toBe(3218.688);
    // no more than positions stray, faster than somebody at rest, or as the device counts it
    const counts = (points: PointValues[]) => figuresOf(recordingOf([points], { format: 'FIT' })).distanceMeters;
    expect(counts(parts(1800, 190))).toBeCloseTo(3790, 0);
    expect(counts(parts(600, 400))).toBeCloseTo(4000, 0);
    expect(counts(parts(1800, 400, 1))).toBe(4000);
    // what it counts in kilometres is not believed, and tells nothing
    expect(counts(parts(1800, 400, 0.001))).toBeCloseTo(3600, 0);
    expect(counts(parts(7200, 1900, 0.001))).toBeCloseTo(3600, 0);
    // each fix comes twenty minutes after the one before it, all along a slow way
    const seldom = Array.from({ length: 20 }, (_, i) => ({
      time: i * 1200,
      latitude: 46 + i * 300 * METER,
      longitude: 7,
    }));
    expect(counts(seldom)).toBeCloseTo(5700, 0);
    // the first fix is an old one, from somewhere else
    const [first, ...rest] = straightLine(600, 3);
    const old = { ...first, time: -2 * 86_400, latitude: 45.95 };
    expect(counts([old, ...rest])).toBeCloseTo(1797, 0);
  });

  it('is the device total where it agrees with what the device recorded', () => {
    const line = straightLine(100, 3).map((each, i) => ({ ...each, distance: i * 3.1 }));
    const { points, segmentStarts } = recordingOf([line]);
    expect(distanceOf(points, segmentStarts, 311)).toMatchObject({ source: 'DEVICE', totalMeters: 311 });
    expect(distanceOf(points, segmentStarts, 42_195).totalMeters).toBeCloseTo(310, 5);
    expect(distanceOf(points, segmentStarts, null).totalMeters).toBeCloseTo(310, 5);
  });

  it('is the larger of two that a device counted within a second, in splits and stream too', () => {
    const rows = range(40).map((i) => ({ time: i * 30, distance: i * 25 }));
    const last = [
      { time: 1170, distance: 1000 },
      { time: 1170, distance: 975 },
    ];
    const ended = recordingOf([[...rows, ...last]], { format: 'FIT', sport: 'SWIMMING' });
    expect(figuresOf(ended).distanceMeters).toBe(1000);
    expect(kilometersOf(ended)).toMatchObject([{ distanceMeters: 1000, elapsedSeconds: 1170 }]);
    expect(analysisOf(ended).track.distance.at(-1)).toBe(1000);
  });

  it('is not believed from a device that counted nothing while positions moved', () => {
    const { points, segmentStarts } = recordingOf([straightLine(100, 3).map((each) => ({ ...each, distance: 0 }))]);
    expect(distanceOf(points, segmentStarts, 0).source).toBe('GPS');
  });

  it('is not believed from a device that counts kilometres, as some programs do', () => {
    const line = straightLine(600, 3).map((each, i) => ({ ...each, distance: (i * 3) / 1000 }));
    const { points, segmentStarts } = recordingOf([line]);
    expect(distanceOf(points, segmentStarts, 1810)).toMatchObject({ source: 'DEVICE', totalMeters: 1810 });
    for (const total of [1.8, null]) {
      expect(distanceOf(points, segmentStarts, total).source).toBe('GPS');
      expect(distanceOf(points, segmentStarts, total).totalMeters).toBeCloseTo(1800, 0);
    }
    const live = { ...EMPTY_VIEW, firstDeviceMeters: 0, stretches: withValue([], 1.8, 0), gpsMeters: 1800 };
    expect(distanceOfView(live)).toBe(1800);
  });

  it('is what a device counted in metres, be it next to nothing beside positions that jitter', () => {
    for (const [counted, moved] of [
      [40, 3775],
      [5, 1494],
      [1, 3600],
      [3.6, 1800],
    ] as const) {
      const line = straightLine(600, moved / 600).map((each, i) => ({ ...each, distance: (counted * i) / 600 }));
      const { points, segmentStarts } = recordingOf([line]);
      for (const total of [counted, null])
        expect(distanceOf(points, segmentStarts, total)).toMatchObject({ source: 'DEVICE', totalMeters: counted });
      const live = { ...EMPTY_VIEW, firstDeviceMeters: 0, stretches: withValue([], counted, 0), gpsMeters: moved };
      expect(distanceOfView(live)).toBe(counted);
    }
  });

  it('is what a device counted where positions jitter, or stand still', () => {
    for (const moved of [0, 0.05, 30]) {
      const line = straightLine(600, moved).map((each, i) => ({ ...each, distance: i * 3 }));
      const { points, segmentStarts } = recordingOf([line]);
      expect(distanceOf(points, segmentStarts, null)).toMatchObject({ source: 'DEVICE', totalMeters: 1800 });
    }
  });

  it('is the device total all along the way where positions agree with it', () => {
    const told = (distanceMeters: number) =>
      recordingOf([straightLine(1000, 4)], { totals: { ...NO_TOTALS, distanceMeters } });
    const whole = (distanceMeters: number): number =>
      sum(kilometersOf(told(distanceMeters)).map((split) => split.distanceMeters));
    for (const total of [3900, 4100]) {
      expect(figuresOf(told(total)).distanceMeters).toBe(total);
      expect(whole(total)).toBeCloseTo(total, 6);
    }
    // more than the points show was covered elsewhere
    expect(figuresOf(told(6000)).distanceMeters).toBe(6000);
    expect(whole(6000)).toBeCloseTo(4000, 0);
  });

  it('is the device total all along the way where positions stray about and tell more', () => {
    const told = (distanceMeters: number | null) =>
      recordingOf([straightLine(1000, 7), straightLine(1000, 7, 1, 1600)], {
        totals: { ...NO_TOTALS, distanceMeters },
      });
    const whole = (distanceMeters: number): number =>
      sum(kilometersOf(told(distanceMeters)).map((split) => split.distanceMeters));
    expect(flagCodes(figuresOf(told(null)))).toEqual(['IMPLAUSIBLE_SPEED']);
    const figures = figuresOf(told(8000));
    expect(figures).toMatchObject({ distanceMeters: 8000, distanceSource: 'DEVICE', movingSeconds: 2000, flags: [] });
    expect(whole(8000)).toBeCloseTo(8000, 6);
    expect(figures.bestEfforts.map(({ distanceMeters }) => distanceMeters)).toEqual([
      400, 804.672, 1000, 1609.344, 3218.688, 5000,
    ]);
    expect(figures.bestEfforts[2]?.elapsedSeconds).toBe(250);
    const { track } = analysisOf(told(8000));
    expect(track.distance.at(-1)).toBeCloseTo(8000, 6);
    expect(maxSpeed(track, Infinity)).toBeCloseTo(4, 6);
    // next to nothing, as where somebody stays on the spot and positions jitter
    expect(whole(5)).toBeCloseTo(5, 6);
    for (const nothing of [0, 14]) {
      expect(figuresOf(told(nothing))).toMatchObject({ distanceSource: 'GPS' });
      expect(whole(nothing)).toBeCloseTo(14_000, 0);
    }
  });

  it('is the device total where a running distance stays 0', () => {
    const indoors = recordingOf([range(11).map((i) => ({ time: i, distance: 0 }))]).points;
    expect(distanceOf(indoors, [0], 5000)).toMatchObject({ source: 'DEVICE', totalMeters: 5000 });
    expect(distanceOf(indoors, [0], 0)).toMatchObject({ source: 'DEVICE', totalMeters: 0 });
    expect(distanceOf(indoors, [0], null)).toMatchObject({ source: 'DEVICE', totalMeters: 0 });
    const outside = recordingOf([straightLine(100, 3).map((each) => ({ ...each, distance: 0 }))]).points;
    expect(distanceOf(outside, [0], 310)).toMatchObject({ source: 'DEVICE', totalMeters: 310 });
  });

  it('fills gaps in the running distance by time, and never falls', () => {
    const { points, segmentStarts } = recordingOf([
      [{ time: 0, distance: 0 }, { time: 10 }, { time: 20, distance: 60 }, { time: 30, distance: 50 }, { time: 40 }],
    ]);
    expect([...distanceOf(points, segmentStarts, null).cumulative]).toEqual([0, 30, 60, 60, 60]);
  });

  /** Somebody at 3 m/s, by a device that tells something else of some seconds. */
  const counting = (told: (second: number) => number, seconds = 1000): PointValues[] =>
    straightLine(seconds, 3).map((each, i) => ({ ...each, distance: told(i) }));

  it('goes on from where a running distance began anew, whatever tells so or not', () => {
    const anew = counting((i) => (i < 500 ? i * 3 : (i - 500) * 3));
    for (const line of [anew, anew.map(({ time, distance }) => ({ time, distance }))]) {
      const { points, segmentStarts } = recordingOf([line]);
      for (const total of [3000, null]) {
        const { totalMeters, cumulative } = distanceOf(points, segmentStarts, total);
        expect(totalMeters).toBe(total ?? 2997);
        expect([cumulative[499], cumulative[500], cumulative[1000]]).toEqual([1497, 1497, 2997]);
      }
    }
    const figures = figuresOf(recordingOf([anew]));
    expect(figures).toMatchObject({ distanceMeters: 2997, movingSeconds: 1000, flags: [] });
  });

  it.each([
    ['leaps up', (i: number) => (i === 500 ? 20_000 : i * 3)],
    ['leaps up to two values', (i: number) => (i === 500 ? 20_000 : i === 501 ? 9_999_999 : i * 3)],
    ['leaps up for as long as it stands still', (i: number) => (i >= 500 && i < 520 ? 65_535 : i * 3)],
    ['falls to nothing and leaps back', (i: number) => (i >= 500 && i < 520 ? 0 : i * 3)],
    ['falls to nothing again and again', (i: number) => (i % 10 === 5 ? 0 : i * 3)],
  ])('passes over what a running distance tells that %s', (_, told) => {
    for (const total of [3000, null])
      expect(
        figuresOf(recordingOf([counting(told)], { totals: { ...NO_TOTALS, distanceMeters: total } })),
      ).toMatchObject({ distanceMeters: 3000, movingSeconds: 1000, flags: [] });
  });

  it('is the total where a running distance goes wrong for good, and positions agree', () => {
    const { points, segmentStarts } = recordingOf([counting((i) => (i < 700 ? i * 3 : 20_000 + i))]);
    const { source, totalMeters, cumulative } = distanceOf(points, segmentStarts, 3010);
    expect({ source, totalMeters }).toEqual({ source: 'DEVICE', totalMeters: 3010 });
    expect(cumulative[500]).toBeCloseTo(1505, 0);
  });

  it.each([
    ['more than may come before a first point, where no total tells', 1000, null, 3600, 3600],
    ['no more than a few lengths of a pool, where no total tells', 50, null, 3650, 3650],
    ['what the total leaves out', 1000, 3600, 3600, 3600],
    ['ten times what the total tells', 30_000, 3600, 3600, 3600],
    ['little that the total leaves out', 90, 3600, 3600, 3600],
    ['what the total holds, the first point being late', 400, 4000, 4000, 4000],
    ['what a total of something else says nothing of', 1000, 42_195, 3600, 3600],
    ['what a total of nothing says nothing of', 1000, 0, 3600, 3600],
  ])('counts what the device had counted before the first point or not: %s', (_, before, told, total, last) => {
    const line = straightLine(1200, 3).map((each, i) => ({ ...each, distance: before + i * 3 }));
    const { points, segmentStarts } = recordingOf([line]);
    const { source, totalMeters, cumulative } = distanceOf(points, segmentStarts, told);
    expect({ source, totalMeters, last: cumulative.at(-1) }).toEqual({ source: 'DEVICE', totalMeters: total, last });
    expect(cumulative[0]).toBe(last - 3600);
  });

  it('has bounds that may cross the date line', () => {
    const box = boundsOf(Float64Array.of(10, -5, NaN), Float64Array.of(179, -178, NaN));
    expect(box).toEqual({ south: -5, west: 179, north: 10, east: -178 });
    expect(boundsOf(Float64Array.of(1, 2), Float64Array.of(-10, 20))).toEqual({
      south: 1,
      west: -10,
      north: 2,
      east: 20,
    });
    expect(boundsOf(Float64Array.of(NaN), Float64Array.of(NaN))).toBeNull();
  });
});

it('one metre is one metre', () => {
  expect(haversineMeters(46, 14, 46 + METER, 14)).toBeCloseTo(1, 6);
});

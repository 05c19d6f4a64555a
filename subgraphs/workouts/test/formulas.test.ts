import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNKNOWN_PROFILE } from '../domain/figures.ts';
import { BEST_EFFORT_METERS, bestEffort, bestEffortsOf, longestIn } from '../domain/formulas/bestEfforts.ts';
import { distanceOf } from '../domain/formulas/distance.ts';
import { countClimb, elevationOf } from '../domain/formulas/elevation.ts';
import { energyOf, keytel, workOf, type EnergyInput } from '../domain/formulas/energy.ts';
import { boundsOf, haversineMeters } from '../domain/formulas/geo.ts';
import { heartRateOf, maximumHeartRate, tanaka } from '../domain/formulas/heartRate.ts';
import { metAtSpeed } from '../domain/formulas/metabolic.ts';
import { movingSecondsFromPoints } from '../domain/formulas/movingTime.ts';
import { paceCurveOf, type PaceCurve } from '../domain/formulas/pace.ts';
import { splitsOf } from '../domain/formulas/splits.ts';
import { distanceOf as distanceOfView, EMPTY_VIEW } from '../domain/live/view.ts';
import { NO_TOTALS } from '../domain/recording.ts';
import { figuresOf, kilometersOf, METER, recordingOf, straightLine, trackOf, type PointValues } from './recordings.ts';

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

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

  it('is the device total where it agrees with what the device recorded', () => {
    const line = straightLine(100, 3).map((each, i) => ({ ...each, distance: i * 3.1 }));
    const { points, segmentStarts } = recordingOf([line]);
    expect(distanceOf(points, segmentStarts, 311)).toMatchObject({ source: 'DEVICE', totalMeters: 311 });
    expect(distanceOf(points, segmentStarts, 42_195).totalMeters).toBeCloseTo(310, 5);
    expect(distanceOf(points, segmentStarts, null).totalMeters).toBeCloseTo(310, 5);
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
    const live = { ...EMPTY_VIEW, firstDeviceMeters: 0, deviceMeters: 1.8, gpsMeters: 1800 };
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
      const live = { ...EMPTY_VIEW, firstDeviceMeters: 0, deviceMeters: counted, gpsMeters: moved };
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

describe('elevation', () => {
  const climb = (elevations: readonly number[], barometer: boolean) =>
    elevationOf(
      trackOf(elevations.map((elevation, i) => ({ offset: i, distance: i * 5, elevation }))),
      { ascent: null, descent: null },
      barometer,
    );

  it('is the device total where there is one', () => {
    const track = trackOf([{ offset: 0, distance: 0, elevation: 1 }]);
    expect(elevationOf(track, { ascent: 64, descent: 61 }, true)).toEqual({
      gainMeters: 64,
      lossMeters: 61,
      method: 'DEVICE',
    });
  });

  it('counts a real climb and no noise', () => {
    const hill = range(400).map((i) => 100 + (i < 200 ? i / 2 : (400 - i) / 2) + (i % 2));
    const found = climb(hill, true);
    expect(found.method).toBe('BAROMETER_HYSTERESIS_3M');
    expect(found.gainMeters).toBeGreaterThan(95);
    expect(found.gainMeters).toBeLessThan(102);
    expect(
      climb(
        range(400).map((i) => 100 + (i % 3)),
        true,
      ),
    ).toMatchObject({ gainMeters: 0, lossMeters: 0 });
  });

  it('needs a higher step for positions by satellite', () => {
    const wave = range(800).map((i) => 100 + 4 * Math.sin(i / 30));
    expect(climb(wave, false)).toEqual({ gainMeters: 0, lossMeters: 0, method: 'GPS_HYSTERESIS_10M' });
    expect(climb(wave, true).gainMeters).toBeGreaterThan(20);
  });

  it('of a smooth way is what was climbed, however far apart its points are', () => {
    // a mountain, then its foothills: climbs and descents of 100 m and more, none steeper than 0.2
    const levelAt = (x: number): number => 500 + 300 * Math.sin(x / 3000) + 60 * Math.sin(x / 700);
    const spacing = fc.integer({ min: 5, max: 1000 });
    fc.assert(
      fc.property(spacing, fc.integer({ min: 0, max: 20_000 }), fc.boolean(), (every, start, barometer) => {
        const rows = range(Math.floor(40_000 / every)).map((i) => ({
          offset: i * every,
          distance: i * every,
          elevation: levelAt(start + i * every),
        }));
        const climbs = rows.slice(1).map((row, i) => row.elevation - (rows[i]?.elevation ?? NaN));
        const raw = sum(climbs.filter((up) => up > 0));
        const found = elevationOf(trackOf(rows), { ascent: null, descent: null }, barometer);
        expect(Math.abs((found.gainMeters ?? NaN) / raw - 1)).toBeLessThan(barometer ? 0.03 : 0.1);
      }),
    );
  });

  it('costs no more for a gap of a century', () => {
    const century = 3e9;
    const rows = [0, 10, century, century + 10].map((offset) => ({ offset, elevation: 300 + offset / century }));
    for (const untimed of [[], [{ elevation: 300 }]]) {
      const begun = performance.now();
      const found = elevationOf(trackOf([...untimed, ...rows, ...untimed]), { ascent: null, descent: null }, true);
      expect(found.gainMeters).toBe(0);
      expect(performance.now() - begun).toBeLessThan(3000);
    }
  });

  it('is unknown without elevations', () => {
    expect(climb([NaN, NaN], false)).toEqual({ gainMeters: null, lossMeters: null, method: null });
  });

  it('goes on over pauses: many small climbs are a large one', () => {
    const rows = range(2000).map((i) => ({ offset: i, distance: i * 3, elevation: 300 + (i * 9) / 100 }));
    const paused = range(20).map((k) =>
      rows.slice(k * 100, (k + 1) * 100).map((row) => ({ ...row, offset: row.offset + k * 90 })),
    );
    const found = elevationOf(trackOf(...paused), { ascent: null, descent: null }, false);
    expect(found.gainMeters).toBeGreaterThan(165);
    expect(found).toEqual(elevationOf(trackOf(rows), { ascent: null, descent: null }, false));
  });

  it('does not depend on where a recording is cut into segments, within the hysteresis', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 1499 }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), cuts, fc.boolean(), (height, where, barometer) => {
        const hill = straightLine(1499, 3).map((each, i) => ({
          ...each,
          elevation: 300 + height * Math.sin((i / 1499) * Math.PI),
        }));
        const borders = [0, ...new Set(where.toSorted((a, b) => a - b)), hill.length];
        const cut = borders.slice(1).map((to, i) => hill.slice(borders[i], to));
        const climbed = (segments: PointValues[][]): number =>
          figuresOf(recordingOf(segments, { barometer })).elevationGainMeters ?? NaN;
        expect(Math.abs(climbed(cut) - climbed([hill]))).toBeLessThan(barometer ? 3 : 10);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves out what a lift did in a pause, and counts on from where it ended', () => {
    const slope = (from: number, meters: number, start: number) =>
      range(200).map((i) => ({
        offset: from + i,
        distance: from + i * 3,
        latitude: 46 + (meters + i * 3) * METER,
        longitude: 14.5,
        elevation: start + i / 10,
      }));
    const track = trackOf(slope(0, 0, 500), slope(1000, 3000, 1200));
    const found = elevationOf(track, { ascent: null, descent: null }, true);
    expect(found.gainMeters).toBeGreaterThan(35);
    expect(found.gainMeters).toBeLessThan(41);
    expect(found.lossMeters).toBe(0);
  });

  it('counts from the level counted last, not from where somebody turned', () => {
    expect(countClimb([100, 106, 94, 106, 94], 10)).toEqual({ gain: 0, loss: 0 });
    expect(countClimb([100, 111, 94, 103, 105], 10)).toEqual({ gain: 22, loss: 17 });
  });

  it('counts gain minus loss as the way from the first to the last turning point', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 4000 }), { minLength: 1, maxLength: 60 }), (profile) => {
        const { gain, loss } = countClimb(profile, 10);
        const net = (profile.at(-1) ?? 0) - (profile[0] ?? 0);
        expect(Math.abs(gain - loss - net)).toBeLessThan(10);
      }),
    );
  });
});

describe('heart rate', () => {
  it('is the mean of the readings, as other readers of such files report it', () => {
    const track = trackOf([
      { offset: 0, heartRate: 100 },
      { offset: 10, heartRate: 100 },
      ...range(11).map((i) => ({ offset: 20 + i, heartRate: 150 })),
    ]);
    expect(heartRateOf(track, 190)?.averageBpm).toBeCloseTo((100 * 2 + 150 * 11) / 13, 5);
    expect(heartRateOf(track, 190)?.maxBpm).toBe(150);
  });

  it('is weighted by time for the energy that comes of it', () => {
    const track = trackOf([
      { offset: 0, heartRate: 100 },
      { offset: 10, heartRate: 100 },
      ...range(11).map((i) => ({ offset: 20 + i, heartRate: 150 })),
    ]);
    expect(heartRateOf(track, 190)?.timeWeightedBpm).toBeCloseTo((100 * 15 + 150 * 15) / 30, 5);
  });

  it('speaks for no longer than 15 s without a reading, and never for a pause', () => {
    const track = trackOf(
      [
        { offset: 0, heartRate: 100 },
        { offset: 1000, heartRate: 100 },
      ],
      [
        { offset: 2000, heartRate: 100 },
        { offset: 2010, heartRate: 100 },
      ],
    );
    expect(heartRateOf(track, 190)?.seconds).toBe(25);
  });

  it.each([
    [5, 15],
    [12, 18],
    [30, 45],
    [60, 90],
    [100, 90],
  ])('of a recording with a reading every %d s speaks for %d s at most', (every, longest) => {
    const readings = range(10).map((i) => ({ offset: i * every, heartRate: 150 }));
    const after = { offset: 9 * every + 1000, heartRate: 150 };
    expect(heartRateOf(trackOf([...readings, after]), 190)?.seconds).toBe(9 * Math.min(every, longest) + longest);
  });

  it('of an hour with a reading every 30 s is an hour in zones, and the source of its energy', () => {
    const hour = range(121).map((i) => ({ ...straightLine(3600, 3, 30)[i], heartRate: 150 }));
    const profile = { ...UNKNOWN_PROFILE, birthDate: '1990-05-01', weightKilograms: 70 };
    const { heartRate, energy } = figuresOf(recordingOf([hour]), { profile });
    expect(sum(heartRate?.zones.map(({ seconds }) => seconds) ?? [])).toBe(3600);
    expect(energy?.source).toBe('HEART_RATE');
  });

  it('puts seconds into five zones whose bounds belong to the higher one', () => {
    const track = trackOf([119, 120, 140, 160, 180, 181].map((heartRate, i) => ({ offset: i * 2, heartRate })));
    expect(heartRateOf(track, 200)?.zones).toEqual([
      { zone: 1, seconds: 1 },
      { zone: 2, seconds: 2 },
      { zone: 3, seconds: 2 },
      { zone: 4, seconds: 2 },
      { zone: 5, seconds: 3 },
    ]);
  });

  it('has the maximum of the profile, else of the age, else of an assumed age or what was seen', () => {
    expect(tanaka(40)).toBe(180);
    expect(maximumHeartRate(195, 40, 170)).toEqual({ bpm: 195, source: 'PROFILE' });
    expect(maximumHeartRate(null, 40, 170)).toEqual({ bpm: 180, source: 'AGE' });
    expect(maximumHeartRate(null, null, 170)).toEqual({ bpm: 183.5, source: 'ASSUMED' });
    expect(maximumHeartRate(null, null, 199)).toEqual({ bpm: 199, source: 'ASSUMED' });
  });

  it('is null without a reading', () => {
    expect(heartRateOf(trackOf([{ offset: 0 }]), 190)).toBeNull();
  });
});

describe('energy', () => {
  const halfHour = 1800;
  const input = (rest: Partial<EnergyInput>): EnergyInput => ({
    sport: 'RUNNING',
    movingSeconds: halfHour,
    averageSpeed: 10 / 3.6,
    deviceKilocalories: null,
    heartRate: null,
    power: null,
    body: { weightKilograms: 75, ageYears: 35, sex: 'MALE' },
    ...rest,
  });
  const heartRate = { timeWeightedBpm: 150, seconds: halfHour };

  it('follows Keytel: a man of 35 years and 75 kg at 150 bpm for 30 min spends 441.0 kcal, a woman of 30 and 60 kg 296.3', () => {
    expect(energyOf(input({ heartRate }))?.kilocalories).toBeCloseTo(441.0, 1);
    const woman = { weightKilograms: 60, ageYears: 30, sex: 'FEMALE' } as const;
    expect(energyOf(input({ heartRate, body: woman }))?.kilocalories).toBeCloseTo(296.3, 1);
    expect(keytel(150, 60, 30, null)).toBeCloseTo((keytel(150, 60, 30, 'MALE') + keytel(150, 60, 30, 'FEMALE')) / 2, 9);
  });

  it('takes the best source there is', () => {
    const power = { joules: 400_000, seconds: halfHour };
    const all = { power, heartRate, deviceKilocalories: 300 };
    expect(energyOf(input(all))?.source).toBe('POWER');
    expect(energyOf(input(all))?.kilocalories).toBeCloseTo(398.33, 2);
    expect(energyOf(input({ ...all, power: null }))?.source).toBe('HEART_RATE');
    expect(energyOf(input({ ...all, power: { joules: 400_000, seconds: 900 } }))?.source).toBe('HEART_RATE');
    expect(energyOf(input({ ...all, power: null, heartRate: { timeWeightedBpm: 150, seconds: 1400 } }))?.source).toBe(
      'DEVICE',
    );
    const unknown = { weightKilograms: null, ageYears: 35, sex: null };
    expect(energyOf(input({ ...all, power: null, body: unknown }))?.source).toBe('DEVICE');
    expect(energyOf(input({}))?.source).toBe('MET_BY_SPEED');
    expect(energyOf(input({ sport: 'YOGA' }))?.source).toBe('MET_GENERIC');
    expect(energyOf(input({ movingSeconds: null }))).toBeNull();
  });

  it('is not of readings where nobody moved', () => {
    const power = { joules: 400_000, seconds: halfHour };
    const still = energyOf(input({ movingSeconds: 0, heartRate, power, deviceKilocalories: 300 }));
    expect(still).toEqual({ kilocalories: 300, source: 'DEVICE' });
  });

  it('is not that of a device that tells none because it knows of none', () => {
    expect(energyOf(input({ deviceKilocalories: 0 }))).toEqual(energyOf(input({})));
    expect(energyOf(input({ deviceKilocalories: 0, movingSeconds: null }))).toBeNull();
    const moment = energyOf(input({ deviceKilocalories: 0, movingSeconds: 14 }));
    expect(moment).toEqual({ kilocalories: 0, source: 'DEVICE' });
  });

  it('is never below zero', () => {
    expect(energyOf(input({ heartRate: { timeWeightedBpm: 31, seconds: halfHour } }))?.kilocalories).toBe(0);
  });

  it.each([
    ['RUNNING', 4.1, 6.5],
    ['RUNNING', 6.2, 9.3],
    ['RUNNING', 9.5, 14.8],
    ['RUNNING', 13, 18.5],
    ['RUNNING', 2, 6.5],
    ['HIKING', 3, 3.8],
    ['WALKING', 4.6, 7.0],
    ['CYCLING', 15, 10.0],
    ['CYCLING', 25, 16.8],
    ['SWIMMING', 0.5, 5.8],
    ['SWIMMING', 2.5, 5.8],
    ['OPEN_WATER_SWIMMING', 2.6, 9.8],
  ] as const)('%s at %d mph has %d MET', (sport, mph, met) => {
    expect(metAtSpeed(sport, mph * 0.44704)).toBe(met);
  });

  it('of a swim is that of a fast crawl from 75 yards a minute on', () => {
    const swim = (averageSpeed: number) => energyOf(input({ sport: 'SWIMMING', averageSpeed }));
    expect(swim(1.142)).toEqual({ kilocalories: 5.8 * 75 * 0.5, source: 'MET_BY_SPEED' });
    expect(swim(1.144)).toEqual({ kilocalories: 9.8 * 75 * 0.5, source: 'MET_BY_SPEED' });
  });

  it('is MET × kg × h', () => {
    expect(energyOf(input({ averageSpeed: 6 * 0.44704 }))?.kilocalories).toBeCloseTo(9.3 * 75 * 0.5, 6);
  });

  it('sums power over time, not over long gaps', () => {
    const track = trackOf([
      { offset: 0, power: 200 },
      { offset: 10, power: 100 },
      { offset: 500, power: 300 },
    ]);
    expect(workOf(track)).toEqual({ joules: 2000 + 1500, seconds: 25 });
  });

  it('sums power that stands in every second point, and for a while where no more comes', () => {
    const rows = Array.from({ length: 101 }, (_, i) => ({ offset: i, ...(i % 2 === 0 ? { power: 200 } : {}) }));
    expect(workOf(trackOf(rows))).toEqual({ joules: 20_000, seconds: 100 });
    const lost = Array.from({ length: 101 }, (_, i) => ({ offset: i, ...(i <= 10 ? { power: 200 } : {}) }));
    expect(workOf(trackOf(lost))).toEqual({ joules: 5000, seconds: 25 });
    expect(workOf(trackOf([{ offset: 0, power: 200 }], [{ offset: 5 }]))).toBeNull();
  });

  it('sums power that is read every half minute over all the time', () => {
    const rows = range(361).map((i) => ({ offset: i * 10, ...(i % 3 === 0 ? { power: 200 } : {}) }));
    expect(workOf(trackOf(rows))).toEqual({ joules: 720_000, seconds: 3600 });
  });
});

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
      { index: 1, distanceMeters: 1000, elapsedSeconds: 350 },
      { index: 2, distanceMeters: 1000, elapsedSeconds: 500 },
      { index: 3, distanceMeters: 300, elapsedSeconds: 150 },
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

it('one metre is one metre', () => {
  expect(haversineMeters(46, 14, 46 + METER, 14)).toBeCloseTo(1, 6);
});

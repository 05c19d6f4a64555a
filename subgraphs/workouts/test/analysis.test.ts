import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../domain/analyse.ts';
import { ageAt, weightOn } from '../domain/bodyFigures.ts';
import { NO_TOTALS } from '../domain/recording.ts';
import { routeOf } from '../domain/formulas/route.ts';
import { analysisOf, figuresOf, kilometersOf, NOW, recordingOf, START, straightLine } from './recordings.ts';

describe('the time zone', () => {
  const zones = { timeZone: 'Asia/Tokyo', timeZoneAt: () => 'Europe/Ljubljana' };

  it('is that of the first position, else the person’s, else UTC', () => {
    expect(figuresOf(recordingOf([straightLine(100, 3)]), zones).timeZone).toBe('Europe/Ljubljana');
    const indoor = recordingOf(
      [
        [
          { time: 0, heartRate: 100 },
          { time: 60, heartRate: 110 },
        ],
      ],
      { format: 'FIT' },
    );
    expect(figuresOf(indoor, zones).timeZone).toBe('Asia/Tokyo');
    expect(figuresOf(indoor).timeZone).toBe('UTC');
  });

  it('is the person’s where a trainer draws a world, and the workout begins and ends nowhere in it', () => {
    const drawn = recordingOf([straightLine(100, 8)], { sport: 'INDOOR_CYCLING' });
    expect(figuresOf(drawn, zones)).toMatchObject({ timeZone: 'Asia/Tokyo', startPosition: null, endPosition: null });
    expect(figuresOf(drawn, { timeZoneAt: zones.timeZoneAt }).timeZone).toBe('Europe/Ljubljana');
    expect(routeOf(analysisOf(drawn).track, 5)).not.toBeNull();
    const nowhere = { timeZone: 'Asia/Tokyo', startPosition: null, endPosition: null };
    const virtual = recordingOf([straightLine(100, 3)], { isIndoors: true });
    for (const sport of [null, 'RUNNING', 'CYCLING'] as const)
      expect(figuresOf(virtual, { ...zones, sport })).toMatchObject(nowhere);
    const ride = recordingOf([straightLine(100, 8)], { sport: 'CYCLING' });
    expect(figuresOf(ride, { ...zones, sport: 'INDOOR_CYCLING' })).toMatchObject(nowhere);
    expect(figuresOf(ride, zones)).toMatchObject({ timeZone: 'Europe/Ljubljana', startPosition: { longitude: 14.5 } });
  });
});

describe('a device that counts on from one workout to the next', () => {
  it.each([100, 1000, 30_000])('has counted none of the %d m before in any figure', (before) => {
    const runFrom = (meters: number) => straightLine(1200, 3).map((each, i) => ({ ...each, distance: meters + i * 3 }));
    const totals = { ...NO_TOTALS, startedAt: START, elapsedSeconds: 1200, timerSeconds: 1200, distanceMeters: 3600 };
    const found = analyse(recordingOf([runFrom(before)], { format: 'FIT', totals }), { now: NOW });
    expect(found).toEqual(analyse(recordingOf([runFrom(0)], { format: 'FIT', totals }), { now: NOW }));
    expect(found).toMatchObject({ figures: { distanceMeters: 3600, averageSpeedMetersPerSecond: 3, flags: [] } });
  });

  it('is believed where its total counts the way before a late first point, which took its time', () => {
    const line = straightLine(1200, 3, 1, 120).map((each) => ({ ...each, distance: 3 * (each.time ?? NaN) }));
    const before = Array.from({ length: 120 }, (_, time) => ({ time, heartRate: 120 }));
    const totals = { ...NO_TOTALS, startedAt: START, elapsedSeconds: 1320, timerSeconds: 1320, distanceMeters: 3960 };
    for (const points of [line, [...before, ...line]]) {
      const recording = recordingOf([points], { format: 'FIT', totals });
      expect(figuresOf(recording)).toMatchObject({ distanceMeters: 3960, averageSpeedMetersPerSecond: 3, flags: [] });
      expect(kilometersOf(recording)[0]?.elapsedSeconds).toBeCloseTo(333.333, 3);
    }
  });
});

describe('the person', () => {
  const recording = recordingOf([straightLine(1800, 3, 5).map((each) => ({ ...each, heartRate: 150 }))]);
  const profile = {
    birthDate: '1991-01-01',
    sex: 'MALE',
    weightKilograms: 75,
    bodyWeights: [],
    maxHeartRateBpm: null,
  } as const;

  it('decides about zones and energy', () => {
    const found = figuresOf(recording, { profile });
    expect(found.energy).toEqual({ kilocalories: 441, source: 'HEART_RATE' });
    expect(found.heartRate).toMatchObject({ averageBpm: 150, maximumBpm: 183.5, maximumSource: 'AGE' });
    expect(figuresOf(recording, { profile: { ...profile, maxHeartRateBpm: 160 } }).heartRate?.zones[4]?.seconds).toBe(
      1800,
    );
  });

  it('spends by what their heart did all the time, however densely it was read', () => {
    const points = straightLine(1800, 3).map((each, second) => ({ ...each, heartRate: second < 900 ? 120 : 180 }));
    const oftener = points.filter((_, second) => second >= 900 || second % 10 === 0);
    const evenly = figuresOf(recordingOf([points]), { profile });
    expect(figuresOf(recordingOf([oftener]), { profile }).energy?.kilocalories).toBeCloseTo(
      evenly.energy?.kilocalories ?? NaN,
      -0.5,
    );
    expect(evenly.energy?.source).toBe('HEART_RATE');
  });

  it('weighs what they did on that day', () => {
    const bodyWeights = [
      { measuredOn: '2026-05-10', kilograms: 70 },
      { measuredOn: '2026-04-01', kilograms: 80 },
    ];
    const weighed = { ...profile, bodyWeights };
    const on = (date: string | null) => weightOn(weighed, date);
    expect(['2026-06-01', '2026-05-10', '2026-05-09', '2026-04-01', '2020-01-01'].map(on)).toEqual([
      70, 70, 80, 80, 80,
    ]);
    expect([on(null), weightOn(profile, '2026-05-10')]).toEqual([75, 75]);
    const kilocalories = (kilograms: number) =>
      figuresOf(recording, { profile: { ...profile, bodyWeights: [{ measuredOn: '2026-01-01', kilograms }] } }).energy
        ?.kilocalories;
    expect(kilocalories(75)).toBe(441);
    expect(kilocalories(85)).toBeGreaterThan(450);
  });

  it('has an age in full years', () => {
    expect(ageAt('1991-04-11', START)).toBe(35);
    expect(ageAt('1991-04-12', START)).toBe(34);
    expect(ageAt('2030-01-01', START)).toBeNull();
    expect(ageAt('soon', START)).toBeNull();
  });
});

describe('trust', () => {
  it('takes a sensor for present that spoke at half of the points', () => {
    const line = straightLine(100, 3).map((each, i) => ({
      ...each,
      heartRate: i < 40 ? 120 : undefined,
      cadence: i < 60 ? 80 : undefined,
    }));
    expect(figuresOf(recordingOf([line])).richness).toEqual({
      hasGps: true,
      hasHeartRate: false,
      hasPower: false,
      hasCadence: true,
      hasElevation: false,
      pointCount: 101,
    });
  });
});

it('figures are plain JSON, whatever the recording holds', () => {
  const anything = fc.oneof(fc.constant(NaN), fc.double(), fc.double({ min: -200, max: 400 }));
  const column = (likely: fc.Arbitrary<number>) =>
    fc.oneof({ weight: 2, arbitrary: anything }, { weight: 5, arbitrary: likely });
  const point = fc.record({
    time: column(fc.integer({ min: 0, max: 4000 })),
    latitude: column(fc.double({ min: 47, max: 47.01 })),
    longitude: column(fc.double({ min: 8, max: 8.01 })),
    elevation: column(fc.double({ min: 0, max: 100 })),
    distance: column(fc.integer({ min: 0, max: 3000 })),
    heartRate: column(fc.integer({ min: 30, max: 230 })),
    cadence: column(fc.integer({ min: 0, max: 200 })),
    power: column(fc.integer({ min: 0, max: 600 })),
    speed: column(fc.double({ min: 0, max: 10 })),
  });
  const total = fc.oneof(fc.constant(null), fc.double(), fc.integer({ min: 0, max: 5000 }));
  const totals = fc.record({
    startedAt: total,
    elapsedSeconds: total,
    timerSeconds: total,
    distanceMeters: total,
    ascentMeters: total,
    descentMeters: total,
    kilocalories: total,
    averageHeartRateBpm: total,
    maxHeartRateBpm: total,
  });
  fc.assert(
    fc.property(
      fc.array(fc.array(point, { minLength: 1, maxLength: 15 }), { maxLength: 4 }),
      totals,
      fc.constantFrom('FIT', 'GPX'),
      (segments, told, format) => {
        const analysis = analyse(recordingOf(segments, { totals: told, format, sport: null }), { now: NOW });
        if (analysis.kind === 'REFUSED') return;
        expect(JSON.parse(JSON.stringify(analysis.figures))).toEqual(analysis.figures);
        expect(analysis.figures.movingSeconds ?? 0).toBeLessThanOrEqual(analysis.figures.elapsedSeconds ?? 0);
      },
    ),
    { numRuns: 300 },
  );
});

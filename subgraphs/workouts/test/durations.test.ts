import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_TOTALS, type RecordedLap, type TimerEvent } from '../domain/recording.ts';
import { figuresOf, METER, type PointValues, recordingOf, refusal, START, straightLine } from './recordings.ts';

/** The same points as if nobody had moved for so many metres before. */
const backBy = (meters: number) => (point: PointValues) => ({
  ...point,
  latitude: (point.latitude ?? NaN) - meters * METER,
});

describe('durations', () => {
  it('of a single point are those the device told; without any it is no workout', () => {
    const [point] = [straightLine(0, 3)];
    expect(refusal(recordingOf([point]))).toBe('NO_USABLE_POINTS');
    const totals = { ...NO_TOTALS, startedAt: START, elapsedSeconds: 600, timerSeconds: 600 };
    expect(figuresOf(recordingOf([point], { format: 'FIT', totals }))).toMatchObject({
      startedAt: START,
      elapsedSeconds: 600,
      distanceMeters: 0,
      bestEfforts: [],
      startPosition: { latitude: expect.any(Number), longitude: expect.any(Number) },
    });
    const laps = [lap(0, 600)];
    expect(figuresOf(recordingOf([point], { format: 'TCX', laps })).elapsedSeconds).toBe(600);
  });

  const lap = (from: number, seconds: number): RecordedLap => ({
    startedAt: START + from * 1000,
    elapsedSeconds: seconds,
    timerSeconds: seconds,
    distanceMeters: null,
    averageHeartRateBpm: null,
  });

  it('are the device’s where it tells both', () => {
    const totals = { ...NO_TOTALS, startedAt: START, elapsedSeconds: 105.5, timerSeconds: 90.25 };
    expect(figuresOf(recordingOf([straightLine(100, 3)], { format: 'FIT', totals }))).toMatchObject({
      elapsedSeconds: 105.5,
      movingSeconds: 90.25,
      movingTimeMethod: 'DEVICE_TIMER',
      endedAt: START + 105_500,
    });
  });

  it('are those of the points where these go on clearly longer than the device told: by 1 % of it, 60 s at most', () => {
    const figures = (told: number, last: number) => {
      const totals = { ...NO_TOTALS, startedAt: START, elapsedSeconds: told, timerSeconds: told * 0.9 };
      return figuresOf(recordingOf([straightLine(last, 3)], { format: 'FIT', totals }));
    };
    for (const [told, last] of [
      [100, 101],
      [3600, 3636],
      [9000, 9060],
    ] as const) {
      expect(figures(told, last)).toMatchObject({ elapsedSeconds: told, movingSeconds: told * 0.9 });
      expect(figures(told, last + 1).elapsedSeconds).toBe(last + 1);
    }
    // of the timer beside it, beyond 60 s
    expect(figures(100, 160)).toMatchObject({ elapsedSeconds: 160, movingSeconds: 90 });
    expect(figures(100, 161)).toMatchObject({ elapsedSeconds: 161, movingSeconds: 161 });
  });

  it('do not come from a timer that stopped long before the points did', () => {
    const totals = { ...NO_TOTALS, startedAt: START, elapsedSeconds: 1000, timerSeconds: 1000 };
    expect(figuresOf(recordingOf([straightLine(2999, 3)], { format: 'FIT', totals }))).toMatchObject({
      elapsedSeconds: 2999,
      movingSeconds: 2999,
      averageSpeedMetersPerSecond: 3,
      flags: [],
    });
  });

  it.each(['FIT', 'TCX'] as const)('that are 0 are none, in a %s as in its laps', (format) => {
    const elapsedSeconds = format === 'FIT' ? 0 : null;
    const totals = { ...NO_TOTALS, startedAt: START, elapsedSeconds, timerSeconds: 0 };
    const laps = [lap(0, 0), lap(20, 0)];
    expect(figuresOf(recordingOf([straightLine(50, 3)], { format, totals, laps }))).toMatchObject({
      elapsedSeconds: 50,
      movingSeconds: 50,
      averageSpeedMetersPerSecond: 3,
      laps: [{ elapsedSeconds: 20 }, { elapsedSeconds: 30 }],
    });
    const still = { ...totals, elapsedSeconds: 600 };
    const strength = [0, 600].map((time) => ({ time, heartRate: 100 }));
    expect(figuresOf(recordingOf([strength], { format: 'FIT', totals: still })).movingSeconds).toBe(600);
  });

  describe('of a sport that is done on the spot', () => {
    const standing = (from: number, to: number) =>
      straightLine(to - from, 0, 1, from).map((each) => ({ ...each, heartRate: 110, latitude: 46 }));
    const person = {
      birthDate: '1980-05-05',
      sex: 'MALE',
      weightKilograms: 75,
      bodyWeights: [],
      maxHeartRateBpm: 185,
    } as const;

    it.each(['YOGA', 'STRENGTH', 'OTHER'] as const)('%s are all but the pauses, wherever one stands', (sport) => {
      const found = figuresOf(recordingOf([standing(0, 600), standing(900, 1500)], { sport }), { profile: person });
      expect(found).toMatchObject({ elapsedSeconds: 1500, movingSeconds: 1200, movingTimeMethod: 'ELAPSED' });
      expect(found.energy?.kilocalories).toBeGreaterThan(100);
      expect(found.energy?.source).toBe('HEART_RATE');
    });

    it.each([
      ['a distance of 0', 0, 1800],
      ['steps about a room', 100, 1800],
    ])('are those of the timer: %s', (_, meters, seconds) => {
      const rows = Array.from({ length: 1801 }, (_unused, i) => ({ time: i, distance: (meters * i) / 1800 }));
      const totals = { ...NO_TOTALS, startedAt: START, timerSeconds: seconds, distanceMeters: meters };
      for (const sport of ['YOGA', 'STRENGTH', 'OTHER'] as const)
        expect(figuresOf(recordingOf([rows], { format: 'TCX', sport, totals }))).toMatchObject({
          movingSeconds: seconds,
          movingTimeMethod: 'DEVICE_TIMER',
        });
    });

    it('are not those of a way, which has rests: a paddle with a meal ashore, or of several days', () => {
      const paddle = (pause: number) =>
        recordingOf([[...straightLine(3600, 2), ...straightLine(3600, 2, 1, 3600 + pause).map(backBy(pause * 2))]], {
          sport: 'OTHER',
        });
      for (const pause of [3600, 86_400]) expect(figuresOf(paddle(pause)).movingSeconds).toBe(7200);
    });
  });

  it('of a treadmill that counts no metre are those of its timer, and its energy is what the device tells', () => {
    const rows = Array.from({ length: 1801 }, (_, i) => ({ time: i, distance: 0, heartRate: 140 }));
    const totals = { ...NO_TOTALS, startedAt: START, timerSeconds: 1800, kilocalories: 250 };
    for (const distanceMeters of [null, 0, 5000])
      expect(figuresOf(recordingOf([rows], { format: 'TCX', totals: { ...totals, distanceMeters } }))).toMatchObject({
        distanceMeters: distanceMeters ?? 0,
        movingSeconds: 1800,
        energy: { kilocalories: 250, source: 'DEVICE' },
      });
  });

  it('come from timer events where the totals are lost', () => {
    const timerEvents = [
      { at: START, kind: 'START' },
      { at: START + 40_000, kind: 'STOP' },
      { at: START + 70_000, kind: 'START' },
      { at: START + 100_000, kind: 'STOP' },
    ] as const;
    const moving = (events: readonly TimerEvent[]): unknown =>
      figuresOf(recordingOf([straightLine(100, 3)], { timerEvents: events })).movingSeconds;
    expect(moving(timerEvents)).toBe(70);
    // the first start is lost: what the first stop ends began with the workout
    expect(moving(timerEvents.slice(1))).toBe(70);
    // a stop alone tells nothing of a timer, nor does one at the instant of the start
    expect(moving(timerEvents.slice(1, 2))).toBe(100);
    expect(moving(timerEvents.slice(0, 1).flatMap((start) => [start, { ...start, kind: 'STOP' }]))).toBe(100);
    // those of one instant make no pause, in whatever order
    const lapped = [timerEvents[0], { at: START + 40_000, kind: 'START' }, timerEvents[1], timerEvents[3]] as const;
    expect(moving(lapped)).toBe(100);
  });

  it('are the sum of laps where they follow each other, to the hundredth', () => {
    const recording = recordingOf([straightLine(100, 3)], {
      format: 'TCX',
      laps: [lap(0, 50.25), lap(50, 50.4)],
      totals: { ...NO_TOTALS, timerSeconds: 100.65 },
    });
    expect(figuresOf(recording).elapsedSeconds).toBe(100.65);
  });

  it('count what lies between laps', () => {
    const segments = [straightLine(50, 3), straightLine(50, 3, 1, 150)];
    const recording = recordingOf(segments, {
      format: 'TCX',
      laps: [lap(0, 50), lap(150, 50)],
      totals: { ...NO_TOTALS, timerSeconds: 100 },
    });
    expect(figuresOf(recording)).toMatchObject({ elapsedSeconds: 200, movingSeconds: 100 });
  });

  describe('of a way that the points show in part', () => {
    /** 1800 s at 2.5 m/s in laps that followed each other, as a device sums them up. */
    const TOLD = { ...NO_TOTALS, startedAt: START, distanceMeters: 4500 };
    const laps = [lap(0, 900), lap(900, 900)];
    const hearts = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, i) => ({ time: from + i, heartRate: 140 }));

    it.each([
      ['no position, heart rates to 600 s', [hearts(0, 600)]],
      ['positions to 600 s', [straightLine(600, 2.5)]],
      ['positions to 600 s, heart rates to the end', [straightLine(600, 2.5), hearts(601, 1800)]],
      ['the first lap', [straightLine(899, 2.5)]],
      ['the second lap', [straightLine(899, 2.5, 1, 900)]],
      [
        'what the device counted in the second lap',
        [straightLine(899, 2.5, 1, 900).map((each) => ({ ...each, distance: 2.5 * (each.time ?? NaN) }))],
      ],
      ['two points', [hearts(0, 1)]],
    ])('are those of laps and timer: %s', (_, segments) => {
      const whole = { elapsedSeconds: 1800, movingSeconds: 1800, averageSpeedMetersPerSecond: 2.5, flags: [] };
      const tcx = { ...TOLD, timerSeconds: 1800 };
      expect(figuresOf(recordingOf(segments, { format: 'TCX', totals: tcx, laps }))).toMatchObject(whole);
      for (const told of [
        { timerSeconds: 1800 },
        { elapsedSeconds: 1800 },
        { elapsedSeconds: 1800, timerSeconds: 1800 },
      ])
        expect(figuresOf(recordingOf(segments, { format: 'FIT', totals: { ...TOLD, ...told } }))).toMatchObject(whole);
    });

    it('count the pause before a lap without points', () => {
      const totals = { ...TOLD, timerSeconds: 1800 };
      const paused = [lap(0, 900), lap(1500, 900)];
      const found = figuresOf(recordingOf([straightLine(899, 2.5)], { format: 'TCX', totals, laps: paused }));
      expect(found).toMatchObject({ elapsedSeconds: 2400, movingSeconds: 1800, flags: [] });
    });

    it.each([
      ['as slow as nobody, in thousandths of a second', [lap(0, 1_800_000)], 1_800_000],
      ['of another day', [lap(0, 900), lap(86_400, 900)], 1800],
      ['of another hour', [lap(3600, 1800)], 1800],
    ])('are not those of laps %s', (_, elsewhere, timerSeconds) => {
      const segments = [straightLine(600, 2.5), hearts(601, 1800)];
      const totals = { ...TOLD, timerSeconds };
      const found = figuresOf(recordingOf(segments, { format: 'TCX', totals, laps: elsewhere }));
      expect(found).toMatchObject({ elapsedSeconds: 1800, movingSeconds: 1800, flags: [] });
    });

    it('make its true speed, whatever part of it that is', () => {
      const part = fc.tuple(fc.integer({ min: 0, max: 1799 }), fc.integer({ min: 1, max: 1800 }), fc.boolean());
      fc.assert(
        fc.property(
          part,
          fc.integer({ min: 1, max: 3 }),
          fc.constantFrom('TCX', 'FIT'),
          ([from, length, isCounted], lapCount, format) => {
            // a running distance that ends before its way does is the distance
            const points = straightLine(isCounted ? 1800 - from : Math.min(length, 1800 - from), 2.5, 1, from);
            const line = isCounted ? points.map((each) => ({ ...each, distance: 2.5 * (each.time ?? NaN) })) : points;
            const seconds = 1800 / lapCount;
            const told = Array.from({ length: lapCount }, (_, i) => lap(i * seconds, seconds));
            const totals = { ...TOLD, timerSeconds: 1800 };
            const found = figuresOf(recordingOf([line], { format, totals, laps: told }));
            expect(found.flags).toEqual([]);
            expect(Math.abs((found.averageSpeedMetersPerSecond ?? 0) / 2.5 - 1)).toBeLessThan(0.06);
            expect(found.movingSeconds).toBeLessThanOrEqual(found.elapsedSeconds ?? 0);
          },
        ),
      );
    });
  });

  it('of totals alone are the totals', () => {
    const totals = { ...NO_TOTALS, startedAt: START, elapsedSeconds: 1800, timerSeconds: 1700, kilocalories: 210 };
    const found = figuresOf(recordingOf([], { format: 'FIT', sport: 'STRENGTH', totals }));
    expect(found).toMatchObject({ startedAt: START, elapsedSeconds: 1800, movingSeconds: 1700, distanceMeters: null });
    expect(found.energy).toEqual({ kilocalories: 210, source: 'DEVICE' });
  });

  it('that no device can mean are not believed', () => {
    const totals = {
      ...NO_TOTALS,
      elapsedSeconds: 1e9,
      timerSeconds: -5,
      distanceMeters: 1e12,
      kilocalories: Infinity,
    };
    expect(figuresOf(recordingOf([straightLine(100, 3)], { format: 'FIT', totals }))).toMatchObject({
      elapsedSeconds: 100,
      movingSeconds: 100,
      distanceSource: 'GPS',
    });
  });

  it('make the average speed and pace of moving time', () => {
    const found = figuresOf(recordingOf([straightLine(100, 4), straightLine(100, 4, 1, 500)]));
    expect(found).toMatchObject({
      movingSeconds: 200,
      averageSpeedMetersPerSecond: 4,
      averagePaceSecondsPerKilometer: 250,
    });
  });
});

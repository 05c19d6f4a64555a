import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../domain/analyse.ts';
import { ageAt, weightOn } from '../domain/bodyFigures.ts';
import { NO_TOTALS, type RecordedLap, type TimerEvent } from '../domain/recording.ts';
import { sportFromName } from '../domain/sportNames.ts';
import { rowsOutOfTime } from '../domain/timeOrder.ts';
import { instantOfWallClock, localDateOf } from '../domain/times.ts';
import { routeOf } from '../domain/formulas/route.ts';
import {
  analysisOf,
  figuresOf,
  flagCodes,
  kilometersOf,
  METER,
  NOW,
  recordingOf,
  START,
  straightLine,
  type PointValues,
} from './recordings.ts';

const refusal = (recording: Parameters<typeof analyse>[0]): string | null => {
  const analysis = analyse(recording, { now: NOW });
  return analysis.kind === 'REFUSED' ? analysis.code : null;
};

/** The length of a longest chain that rises, by trying every subset. */
function longestByTrying(times: readonly number[]): number {
  let most = 0;
  for (let subset = 0; subset < 2 ** times.length; subset++) {
    const chain = times.filter((_, i) => (subset & (1 << i)) !== 0);
    if (chain.every((time, i) => i === 0 || time > (chain[i - 1] ?? -Infinity))) most = Math.max(most, chain.length);
  }
  return most;
}

describe('times', () => {
  it('that are all equal are refused', () => {
    expect(refusal(recordingOf([straightLine(100, 3).map((each) => ({ ...each, time: 0 }))]))).toBe('BOGUS_TIMES');
  });

  it('that only fall are refused, be there many or few', () => {
    for (const seconds of [1, 2, 100]) {
      const falling = straightLine(seconds, 3).map((each) => ({ ...each, time: -(each.time ?? 0) }));
      expect(refusal(recordingOf([falling]))).toBe('BOGUS_TIMES');
    }
  });

  it('before 2000 are refused', () => {
    const old = (Date.UTC(1999, 11, 31) - START) / 1000;
    expect(refusal(recordingOf([straightLine(100, 3).map((each, i) => ({ ...each, time: old + i }))]))).toBe(
      'BOGUS_TIMES',
    );
  });

  it('on a tenth of the points are enough, on fewer they are missing', () => {
    const timed = (share: number) =>
      recordingOf([
        straightLine(99, 3).map((each, i) => (i % (1 / share) === 0 ? each : { ...each, time: undefined })),
      ]);
    expect(figuresOf(timed(0.1)).needsTimes).toBe(false);
    expect(figuresOf(timed(0.05))).toMatchObject({
      needsTimes: true,
      startedAt: null,
      elapsedSeconds: null,
    });
    expect(kilometersOf(timed(0.05))).toEqual([]);
    expect(flagCodes(figuresOf(timed(0.05)))).toEqual(['MISSING_TIMES']);
  });

  it('from before the clock was set are left out where the rest is right', () => {
    const [first, ...rest] = straightLine(100, 3);
    const found = figuresOf(recordingOf([[{ ...first, time: (Date.UTC(1990, 0, 1) - START) / 1000 }, ...rest]]));
    expect(found).toMatchObject({ startedAt: START + 1000, elapsedSeconds: 99 });
  });

  it('that do not rise are dropped with their points', () => {
    const line = straightLine(100, 3);
    line.splice(50, 0, { time: 20, latitude: 46.5, longitude: 14.5 }, { time: 49, latitude: 46.6, longitude: 14.5 });
    expect(figuresOf(recordingOf([line])).distanceMeters).toBeCloseTo(300, 0);
  });

  it('of one point far in the future do not hide what follows', () => {
    const line = straightLine(100, 3);
    const leap = line.map((each, i) => (i === 30 ? { ...each, time: 5_000_000 } : each));
    expect(figuresOf(recordingOf([leap]))).toMatchObject({ elapsedSeconds: 100, flags: [] });
  });

  it.each([5_000_000, -5_000_000])(
    'of some points %d s away in the middle hide neither what follows nor any way',
    (away) => {
      const line = straightLine(100, 3);
      const leap = line.map((each, i) => (i >= 30 && i < 44 ? { ...each, time: (each.time ?? 0) + away } : each));
      const found = figuresOf(recordingOf([leap]));
      expect(found).toMatchObject({ startedAt: START, elapsedSeconds: 100, flags: [] });
      expect(found.distanceMeters).toBeCloseTo(300, 0);
      expect(found.richness.pointCount).toBe(101 - 14);
    },
  );

  it.each([
    [0, -5_000_000],
    [100, 5_000_000],
  ])('of point %d that lies far outside of what the device told of the whole are dropped with it', (row, away) => {
    const line = straightLine(100, 3).map((each, i) => (i === row ? { ...each, time: (each.time ?? 0) + away } : each));
    const totals = { ...NO_TOTALS, startedAt: START, elapsedSeconds: 100, timerSeconds: 100 };
    const found = figuresOf(recordingOf([line], { format: 'FIT', totals }));
    expect(found).toMatchObject({ startedAt: START, elapsedSeconds: 100, movingSeconds: 100, flags: [] });
    expect(found.richness.pointCount).toBe(100);
    // where most points disagree with the device, it is the device that errs
    const elsewhere = { ...totals, startedAt: START - 86_400_000 };
    expect(figuresOf(recordingOf([straightLine(100, 3)], { totals: elsewhere })).startedAt).toBe(START);
  });

  it('that no point has are those of the device, if it told any', () => {
    const laps = Array.from({ length: 10 }, (_, i) => ({ distance: 50 * (i + 1) }));
    const totals = { ...NO_TOTALS, startedAt: START, elapsedSeconds: 600, timerSeconds: 600, distanceMeters: 500 };
    expect(figuresOf(recordingOf([laps], { format: 'FIT', totals }))).toMatchObject({
      startedAt: START,
      elapsedSeconds: 600,
      distanceMeters: 500,
      needsTimes: false,
    });
    expect(figuresOf(recordingOf([laps], { format: 'FIT' })).needsTimes).toBe(true);
  });

  it('rise in what is kept, and as many points are kept as can be', () => {
    const offsets = fc.array(fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constant(NaN)), { maxLength: 9 });
    fc.assert(
      fc.property(offsets, (times) => {
        const out = rowsOutOfTime(Float64Array.from(times), [{ from: 0, to: times.length }]);
        const kept: number[] = [];
        times.forEach((time, i) => {
          if (out?.[i] !== 1 && time > (kept.at(-1) ?? -Infinity)) kept.push(time);
        });
        expect(kept.length).toBe(longestByTrying(times.filter((time) => !Number.isNaN(time))));
      }),
    );
  });

  it('of a track that is written twice count once', () => {
    const line = straightLine(100, 3);
    const [once, twice] = [figuresOf(recordingOf([line])), figuresOf(recordingOf([line, line]))];
    expect(twice).toEqual(once);
  });

  it('tell the order of tracks that are written newest first', () => {
    const found = figuresOf(recordingOf([straightLine(100, 3, 1, 1000), straightLine(100, 3)]));
    expect(found).toMatchObject({ startedAt: START, elapsedSeconds: 1100 });
    expect(found.distanceMeters).toBeCloseTo(600, 0);
  });

  it('of a wall clock become an instant of the zone', () => {
    const wall = Date.UTC(2026, 6, 1, 8);
    expect(instantOfWallClock(wall, 'Europe/Ljubljana')).toBe(wall - 2 * 3_600_000);
    expect(instantOfWallClock(wall, 'Asia/Kathmandu')).toBe(wall - 5.75 * 3_600_000);
  });

  it('have the local date of the place', () => {
    const late = Date.UTC(2026, 3, 11, 23, 30);
    expect(localDateOf(late, 'UTC')).toBe('2026-04-11');
    expect(localDateOf(late, 'Europe/Ljubljana')).toBe('2026-04-12');
    expect(localDateOf(late, 'Pacific/Honolulu')).toBe('2026-04-11');
  });

  it('survive the way through any zone', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Lisbon',
      'America/St_Johns',
      'Asia/Tokyo',
      'Pacific/Apia',
      'Australia/Lord_Howe',
    );
    fc.assert(
      fc.property(zones, fc.integer({ min: 946_684_800, max: 2_000_000_000 }), (zone, seconds) => {
        const date = localDateOf(seconds * 1000, zone);
        const noon = instantOfWallClock(Date.parse(`${date}T12:00:00Z`), zone);
        expect(localDateOf(noon, zone)).toBe(date);
      }),
    );
  });
});

describe('the sport of a recording that does not say', () => {
  it('is guessed by the speed over ground, and by nothing where there is no ground', () => {
    const walk = straightLine(600, 1.5);
    expect(figuresOf(recordingOf([walk], { sport: null })).sport).toBe('WALKING');
    const pool = walk.map(({ time }) => ({ time, distance: (time ?? 0) * 1.5 }));
    expect(figuresOf(recordingOf([pool], { sport: null, format: 'TCX' })).sport).toBe('OTHER');
  });

  it.each([
    ['mountaineering', 'HIKING'],
    ['mountain_biking', 'MOUNTAIN_BIKING'],
    ['motorcycling', 'OTHER'],
    ['EBikeRide', 'OTHER'],
    ['EMountainBikeRide', 'OTHER'],
    ['e_bike_fitness', 'OTHER'],
    ['Snowboard', 'SKIING'],
    ['Snowshoe', 'HIKING'],
    ['GravelRide', 'CYCLING'],
    ['mountain_hiking', 'HIKING'],
    ['snow_shoe_ws', 'HIKING'],
    ['VirtualRide', 'INDOOR_CYCLING'],
    ['virtual_run', 'RUNNING'],
    ['VirtualRow', 'ROWING'],
    ['treadmill_running', 'RUNNING'],
    ['Trail Running', 'TRAIL_RUNNING'],
    ['skate_skiing_ws', 'SKIING'],
    ['resort_skiing_snowboarding_ws', 'SKIING'],
    ['trekkingbike', 'CYCLING'],
    ['Open Water Swimming', 'OPEN_WATER_SWIMMING'],
    ['indoor_rowing', 'ROWING'],
    ['9', 'RUNNING'],
  ])('%s is %s', (word, sport) => {
    expect(sportFromName(word)).toBe(sport);
  });

  it.each(
    'kitesurf kayaking Canoeing golf inline_skating horseback_riding driving Car Other sailing elliptical tennis IceSkate RollerSki water_skiing multisport Wheelchair brown throwing trunk bride skipping'.split(
      ' ',
    ),
  )('%s is a sport we do not have', (word) => {
    expect(sportFromName(word)).toBe('OTHER');
  });

  it.each(['', ' - ', '...', 'unknown', 'Generic', 'uncategorized', 'transition_v2', 'track', '77'])(
    '%j names none',
    (word) => {
      expect(sportFromName(word)).toBeNull();
    },
  );
});

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

describe('coordinates', () => {
  it.each([
    [95, 14],
    [46, 200],
    [0, 0],
    [NaN, 14],
  ])('(%d, %d) are dropped', (latitude, longitude) => {
    const line = straightLine(100, 3).map((each, i) => (i === 50 ? { ...each, latitude, longitude } : each));
    const { figures, track } = analysisOf(recordingOf([line]));
    expect(figures.distanceMeters).toBeCloseTo(300, 0);
    expect(routeOf(track, 5)?.bounds.north).toBeLessThan(47);
  });

  it('that are all bad refuse a track, but not an indoor workout', () => {
    const line = straightLine(100, 3).map((each) => ({ ...each, latitude: 0, longitude: 0, heartRate: 120 }));
    expect(refusal(recordingOf([line]))).toBe('NO_USABLE_POINTS');
    expect(refusal(recordingOf([line], { format: 'FIT' }))).toBeNull();
    expect(refusal(recordingOf([], { format: 'FIT' }))).toBe('NO_USABLE_POINTS');
  });

  it('that spike for one or two samples are dropped', () => {
    const line = straightLine(100, 3).map((each, i) => (i === 50 || i === 51 ? { ...each, latitude: 46.1 } : each));
    const found = figuresOf(recordingOf([line]));
    expect(found.distanceMeters).toBeCloseTo(300, 0);
    expect(found.flags).toEqual([]);
  });

  it.each([
    ['the first', 1, 500],
    ['the first', 1, 3000],
    ['the first two', 2, 3000],
  ])('with which a segment begins that are spikes are dropped: %s, %i of them, %i m away', (_which, count, meters) => {
    const line = straightLine(100, 3, 5);
    const beginning = line.map((each, i) =>
      i < count ? { ...each, latitude: (each.latitude ?? 0) - meters * METER } : each,
    );
    for (const segments of [[beginning], [straightLine(100, 3, 5, -200), beginning]]) {
      const { track, figures } = analysisOf(recordingOf(segments));
      expect(figures.flags).toEqual([]);
      expect(figures.distanceMeters).toBeCloseTo(300 * segments.length - 15 * count, 0);
      expect(routeOf(track, 0)?.pointCount).toBe(segments.flat().length - count);
      expect(track.segmentStarts).toHaveLength(segments.length);
    }
  });

  it('with which a segment begins are dropped also where each lies elsewhere, and only those that do', () => {
    const away = (meters: Record<number, number>) =>
      recordingOf([
        straightLine(100, 3).map((each, i) => ({ ...each, latitude: (each.latitude ?? 0) + (meters[i] ?? 0) * METER })),
      ]);
    expect(figuresOf(away({ 0: -3000, 1: 2000 })).distanceMeters).toBeCloseTo(294, 0);
    expect(figuresOf(away({ 1: 2000 })).distanceMeters).toBeCloseTo(300, 0);
    for (const meters of [-3000, 0]) expect(figuresOf(away({ 0: meters, 1: 2000 })).flags).toEqual([]);
  });

  it('that jump and stay away are a teleport, whose length counts for nothing', () => {
    const line = straightLine(100, 3).map((each, i) =>
      i >= 50 ? { ...each, latitude: (each.latitude ?? 0) + 0.1 } : each,
    );
    const found = figuresOf(recordingOf([line]));
    expect(found.distanceMeters).toBeCloseTo(297, 0);
    expect(flagCodes(found)).toEqual(['TELEPORT']);
  });
});

describe('elevation', () => {
  const climb = (change: (i: number, elevation: number) => number) =>
    figuresOf(recordingOf([straightLine(600, 3).map((each, i) => ({ ...each, elevation: change(i, 300 + i / 6) }))]))
      .elevationGainMeters;

  it('that leaps at a single point is none, and what lasts is', () => {
    const plain = climb((_, elevation) => elevation);
    for (const lie of [0, -32.7, 9000]) expect(climb((i, elevation) => (i === 300 ? lie : elevation))).toBe(plain);
    expect(climb((i, elevation) => (i >= 300 && i < 400 ? elevation + 200 : elevation))).toBeGreaterThan(250);
  });
});

describe('plausibility', () => {
  const ride = (sport: 'WALKING' | 'RUNNING' | 'CYCLING' | 'SWIMMING', kilometersPerHour: number) =>
    figuresOf(recordingOf([straightLine(1200, kilometersPerHour / 3.6, 5)], { sport })).flags.map(
      ({ code, severity }) => `${severity} ${code}`,
    );

  it.each([
    ['WALKING', 8.5, []],
    ['WALKING', 12, ['SOFT IMPLAUSIBLE_SPEED']],
    ['WALKING', 16, ['HARD IMPLAUSIBLE_SPEED']],
    ['RUNNING', 24, []],
    ['RUNNING', 26, ['SOFT IMPLAUSIBLE_SPEED']],
    ['RUNNING', 30, ['HARD IMPLAUSIBLE_SPEED']],
    ['RUNNING', 40, ['HARD IMPLAUSIBLE_SPEED', 'SOFT IMPLAUSIBLE_BURST']],
    ['CYCLING', 59, []],
    ['CYCLING', 70, ['SOFT IMPLAUSIBLE_SPEED']],
    ['CYCLING', 95, ['HARD IMPLAUSIBLE_SPEED', 'SOFT IMPLAUSIBLE_BURST']],
    ['CYCLING', 135, ['HARD IMPLAUSIBLE_SPEED', 'HARD IMPLAUSIBLE_BURST']],
    ['SWIMMING', 5, []],
    ['SWIMMING', 10, ['HARD IMPLAUSIBLE_SPEED']],
  ] as const)('%s at %d km/h: %j', (sport, speed, expected) => {
    expect(ride(sport, speed)).toEqual(expected);
  });

  it.each([
    ['WALKING', 9, 15],
    ['RUNNING', 24.5, 27],
    ['CYCLING', 60, 85],
    ['SWIMMING', 6, 9],
  ] as const)('%s: doubts above %d km/h and does not believe above %d, to the tenth', (sport, soft, hard) => {
    const speedFlags = (speed: number): string[] => ride(sport, speed).filter((each) => each.includes('SPEED'));
    expect(speedFlags(soft - 0.05)).toEqual([]);
    expect(speedFlags(soft + 0.05)).toEqual(['SOFT IMPLAUSIBLE_SPEED']);
    expect(speedFlags(hard - 0.05)).toEqual(['SOFT IMPLAUSIBLE_SPEED']);
    expect(speedFlags(hard + 0.05)).toEqual(['HARD IMPLAUSIBLE_SPEED']);
  });

  it.each([
    ['RUNNING', 37.6, 45],
    ['CYCLING', 90, 130],
  ] as const)('%s: doubts ten seconds above %d km/h and does not believe them above %d', (sport, soft, hard) => {
    const burst = (speed: number): string[] => {
      const slow = straightLine(600, 2).map(({ time }) => ({ time, distance: (time ?? 0) * 2 }));
      const fast = straightLine(12, 1, 1, 601).map(({ time }) => ({
        time,
        distance: 1200 + ((time ?? 0) - 600) * (speed / 3.6),
      }));
      return figuresOf(recordingOf([[...slow, ...fast]], { format: 'FIT', sport })).flags.flatMap(
        ({ code, severity }) => (code === 'IMPLAUSIBLE_BURST' ? severity : []),
      );
    };
    expect(burst(soft - 0.1)).toEqual([]);
    expect(burst(soft + 0.1)).toEqual(['SOFT']);
    expect(burst(hard - 0.1)).toEqual(['SOFT']);
    expect(burst(hard + 0.1)).toEqual(['HARD']);
  });

  it('does not believe a distance as told that the points and the time cannot hold', () => {
    const told = (distanceMeters: number, elapsedSeconds: number | null): string[] => {
      const totals = { ...NO_TOTALS, startedAt: START, distanceMeters, elapsedSeconds, timerSeconds: elapsedSeconds };
      return flagCodes(figuresOf(recordingOf([straightLine(600, 3)], { format: 'FIT', totals })));
    };
    expect(told(1800, 600)).toEqual([]);
    expect(told(200_000, 600)).toEqual(['IMPLAUSIBLE_SPEED']);
    expect(told(200_000, 0)).toEqual(['IMPLAUSIBLE_SPEED']);
    const alone = { ...NO_TOTALS, startedAt: START, distanceMeters: 10_000, elapsedSeconds: 0, timerSeconds: 0.5 };
    const noPoints = recordingOf(
      [
        [
          { time: 0, heartRate: 120 },
          { time: 1, heartRate: 121 },
        ],
      ],
      { totals: alone },
    );
    expect(flagCodes(figuresOf({ ...noPoints, format: 'FIT' }))).toEqual(['IMPLAUSIBLE_SPEED']);
  });

  it('doubts a sprint that no muscle can begin', () => {
    const line = [...straightLine(60, 0.5), ...straightLine(60, 40, 1, 61)].map((each, i, all) => ({
      ...each,
      distance: i <= 60 ? i * 0.5 : 30 + (i - 60) * 40,
      latitude: undefined,
      longitude: undefined,
      time: all[i]?.time,
    }));
    expect(flagCodes(figuresOf(recordingOf([line], { format: 'FIT' })))).toContain('IMPLAUSIBLE_ACCELERATION');
    const gaining = (perSecond: number): boolean => {
      const rows = straightLine(20, 1).map(({ time = 0 }) => ({ time, distance: (perSecond * time * time) / 2 }));
      return flagCodes(figuresOf(recordingOf([rows], { format: 'FIT' }))).includes('IMPLAUSIBLE_ACCELERATION');
    };
    expect([gaining(4.9), gaining(5.1)]).toEqual([false, true]);
  });

  it('doubts 30 s above 3 m/s without a step, not 29 s, and not at 3 m/s', () => {
    const floating = (seconds: number, speed: number): string[] => {
      const line = straightLine(120, speed).map((each, i) => ({
        ...each,
        speed,
        cadence: i < 60 && i >= 60 - seconds ? 0 : 85,
      }));
      return flagCodes(figuresOf(recordingOf([line])));
    };
    expect(floating(31, 4)).toEqual(['NO_STEPS']);
    expect(floating(30, 4)).toEqual([]);
    expect(floating(60, 3)).toEqual([]);
    const line = straightLine(120, 4).map((each) => ({ ...each, cadence: 0 }));
    expect(flagCodes(figuresOf(recordingOf([line])))).toEqual(['NO_STEPS']);
    const dropouts = line.map((each, i) => ({ ...each, cadence: i % 20 ? 0 : 85 }));
    expect(flagCodes(figuresOf(recordingOf([dropouts])))).toEqual([]);
  });

  it('doubts what starts in the future, and what lasts more than 36 hours', () => {
    expect(flagCodes(figuresOf(recordingOf([straightLine(100, 3)]), { now: START - 6 * 60_000 }))).toEqual([
      'IMPLAUSIBLE_START',
    ]);
    expect(flagCodes(figuresOf(recordingOf([straightLine(100, 3)]), { now: START - 4 * 60_000 }))).toEqual([]);
    expect(flagCodes(figuresOf(recordingOf([straightLine(100, 3)]), { now: START - 5 * 60_000 }))).toEqual([]);
    expect(flagCodes(figuresOf(recordingOf([straightLine(36 * 3600, 1, 600)])))).toEqual([]);
    expect(flagCodes(figuresOf(recordingOf([straightLine(36 * 3600 + 600, 1, 600)])))).toEqual([
      'IMPLAUSIBLE_DURATION',
    ]);
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

  it('are those of the points where these go on long after what the device told', () => {
    const totals = { ...NO_TOTALS, startedAt: START, elapsedSeconds: 100, timerSeconds: 90 };
    const took = (seconds: number): unknown =>
      figuresOf(recordingOf([straightLine(seconds, 3)], { format: 'FIT', totals })).elapsedSeconds;
    expect(took(160)).toBe(100);
    expect(took(161)).toBe(161);
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

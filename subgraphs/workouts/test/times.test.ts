import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_TOTALS } from '../domain/recording.ts';
import { rowsOutOfTime } from '../domain/timeOrder.ts';
import { instantOfWallClock, localDateOf } from '../domain/times.ts';
import { range } from './numbers.ts';
import {
  figuresOf,
  flagCodes,
  kilometersOf,
  recordingOf,
  refusal,
  START,
  straightLine,
  type PointValues,
} from './recordings.ts';

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

  it('that only fall are refused, be there many or few, and also where a lap tells how long it took', () => {
    for (const seconds of [1, 2, 100]) {
      const falling = straightLine(seconds, 3).map((each) => ({ ...each, time: -(each.time ?? 0) }));
      expect(refusal(recordingOf([falling]))).toBe('BOGUS_TIMES');
      const totals = { ...NO_TOTALS, startedAt: START - seconds * 1000, timerSeconds: seconds };
      expect(refusal(recordingOf([falling], { format: 'TCX', totals }))).toBe('BOGUS_TIMES');
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

  const awayFrom = (line: readonly PointValues[], rows: readonly number[], seconds: number): PointValues[] =>
    line.map((each, i) => (rows.includes(i) ? { ...each, time: (each.time ?? 0) + seconds } : each));
  const WEEK = 7 * 86_400;

  it.each([
    ['first', [0, 1, 2, 3, 4], -26 * 365 * 86_400],
    ['first', [0], -400 * 86_400],
    ['first', [0], -WEEK - 1],
    ['last', [96, 97, 98, 99, 100], 17 * 365 * 86_400],
  ])('of the %s points, %j, further from the rest than a workout may last, are left out with them', (_, rows, away) => {
    const line = awayFrom(straightLine(100, 3), rows, away);
    // in another place, too, as a fix that a phone has kept
    const strayed = line.map((each, i) => (rows.includes(i) ? { ...each, longitude: 14.6 } : each));
    for (const format of ['GPX', 'TCX', 'FIT'] as const) {
      const found = figuresOf(recordingOf([strayed], { format }));
      const seconds = 100 - rows.length;
      expect(found).toMatchObject({ elapsedSeconds: seconds, movingSeconds: seconds, flags: [] });
      expect(found.startedAt).toBe(START + (rows[0] === 0 ? rows.length * 1000 : 0));
      expect(found.distanceMeters).toBeCloseTo(seconds * 3, 0);
      expect(found.richness.pointCount).toBe(seconds + 1);
    }
  });

  it('of the first and the last points that are far from the rest are left out, each up to a tenth', () => {
    const early = awayFrom(straightLine(99, 3), range(6), -26 * 365 * 86_400);
    const both = awayFrom(early, [94, 95, 96, 97, 98, 99], 400 * 86_400);
    const found = figuresOf(recordingOf([both]));
    expect(found).toMatchObject({ startedAt: START + 6000, elapsedSeconds: 87, flags: [] });
    expect(found.richness.pointCount).toBe(88);
  });

  it('of more points than a tenth that are far from the rest stay, and so do those within a week', () => {
    const most = awayFrom(straightLine(100, 3), range(11), -400 * 86_400);
    expect(flagCodes(figuresOf(recordingOf([most])))).toContain('IMPLAUSIBLE_DURATION');
    const camp = [straightLine(100, 3), straightLine(1000, 3, 1, WEEK)];
    expect(figuresOf(recordingOf(camp)).richness.pointCount).toBe(1102);
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

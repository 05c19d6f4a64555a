import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundsOf, haversineMeters } from '../domain/formulas/geo.ts';
import { routeOf } from '../domain/formulas/route.ts';
import { effortsFrom, visiblePart as partBelow, type PrivacyZone } from '../domain/privacyZones.ts';
import { at, segmentsOf, TRACK_COLUMNS, type Track } from '../domain/track.ts';

const HOME = { latitude: 46.05, longitude: 14.5 };
const METERS_PER_DEGREE = 111_195;

/** A track through points so many metres north of home, a second and as many metres apart. */
function trackOf(norths: readonly (number | null)[], segmentStarts: readonly number[] = [0]): Track {
  const columns = Object.fromEntries(TRACK_COLUMNS.map((name) => [name, new Float64Array(norths.length).fill(NaN)]));
  const latitude = Float64Array.from(norths, (north) =>
    north === null ? NaN : HOME.latitude + north / METERS_PER_DEGREE,
  );
  const longitude = Float64Array.from(norths, (north) => (north === null ? NaN : HOME.longitude));
  const offset = Float64Array.from(norths, (_north, i) => i);
  const distance = Float64Array.from(norths, (_north, i) => 10 * i);
  return {
    ...{ offset, latitude, longitude, distance },
    ...{ elevation: columns['elevation'] ?? offset, speed: columns['speed'] ?? offset },
    ...{ heartRate: offset.map((i) => 100 + i), cadence: columns['cadence'] ?? offset },
    ...{ power: columns['power'] ?? offset, temperature: columns['temperature'] ?? offset },
    length: norths.length,
    segmentStarts,
    startedAt: 1_000_000,
  };
}

const range = (length: number, value: (i: number) => number): number[] => Array.from({ length }, (_, i) => value(i));

/** What others see of a track on which no step is too fast. */
const visiblePart = (track: Track, zones: readonly PrivacyZone[]): Track => partBelow(track, zones, Infinity);
const zone = (radiusMeters: number): PrivacyZone => ({ ...HOME, radiusMeters });
const norths = (track: Track): number[] =>
  Array.from(track.latitude, (latitude) => Math.round((latitude - HOME.latitude) * METERS_PER_DEGREE));

describe('a privacy zone', () => {
  test('hides the head up to the first step outside, and the tail from the last', () => {
    const track = trackOf([0, 40, 90, 120, 300, 120, 80, 120, 300, 110, 50, 0]);
    const seen = visiblePart(track, [zone(100)]);
    expect(norths(seen)).toEqual([120, 300, 120, 80, 120, 300, 110]);
    expect([...seen.offset]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([...seen.distance]).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect([...seen.heartRate]).toEqual([103, 104, 105, 106, 107, 108, 109]);
    expect(seen).toMatchObject({ length: 7, segmentStarts: [0], startedAt: 1_003_000 });
  });

  test('hides nothing of a track that neither begins nor ends in it', () => {
    const track = trackOf([220, 160, 120, 50, 120, 160, 220]);
    expect(visiblePart(track, [zone(100)])).toBe(track);
    expect(visiblePart(track, [])).toBe(track);
  });

  test('hides all of a track that never leaves it, also what was recorded beside the positions', () => {
    const seen = visiblePart(trackOf([0, 20, null, 10]), [zone(100)]);
    expect(seen.length).toBe(0);
    expect(boundsOf(seen.latitude, seen.longitude)).toBeNull();
    expect(seen.heartRate).toHaveLength(0);
  });

  test('leaves a track without positions as it is', () => {
    const track = trackOf([null, null]);
    expect(visiblePart(track, [zone(100)])).toBe(track);
  });

  test('goes on where another one begins', () => {
    const other: PrivacyZone = {
      latitude: HOME.latitude + 150 / METERS_PER_DEGREE,
      longitude: HOME.longitude,
      radiusMeters: 60,
    };
    expect(norths(visiblePart(trackOf([0, 95, 120, 190, 250]), [zone(100), other]))).toEqual([250]);
  });

  test('keeps the segments of what is seen', () => {
    const track = trackOf([0, 50, 150, 200, 250, 300], [0, 1, 3, 5]);
    expect(visiblePart(track, [zone(100)]).segmentStarts).toEqual([0, 1, 3]);
  });

  test.each([
    ['where the first is a stray bit', [900, 0, 90, 150, 200], [0, 1], [900, 150, 200], [0, 1]],
    ['where the last is a stray bit', [200, 150, 60, 900], [0, 3], [200, 150, 900], [0, 2]],
    ['before a pause and behind it', [200, 150, 60, 0, 0, 90, 150, 200], [0, 4], [200, 150, 150, 200], [0, 2]],
    ['with those without positions', [200, 60, null, null, 150, 200], [0, 2, 4], [200, 150, 200], [0, 1]],
    ['also where one begins as the way comes in', [200, 150, 60, 150, 200], [0, 2], [200, 150, 150, 200], [0, 2]],
    [
      'but passages',
      [0, 150, 200, 250, 60, 250, 200, 150, 300, 150, 150, 60, 150, 150, 200, 0],
      [0, 8],
      [150, 200, 250, 60, 250, 200, 150, 300, 150, 150, 60, 150, 150, 200],
      [0, 7],
    ],
  ] as const)('hides head and tail of each segment, %s', (_which, points, starts, shown, shownStarts) => {
    const seen = visiblePart(trackOf(points, starts), [zone(100)]);
    expect(norths(seen)).toEqual(shown);
    expect(seen.segmentStarts).toEqual(shownStarts);
  });

  test('takes a minute without a position for a pause', () => {
    const track = trackOf([900, 910, 920, 0, 150, 300, 290, 60, 290, 300, 310]);
    const pausing = { ...track, offset: track.offset.map((second, row) => (row < 3 ? second : second + 61)) };
    expect(visiblePart(track, [zone(100)])).toBe(track);
    expect(norths(visiblePart(pausing, [zone(100)]))).toEqual([900, 910, 920, 150, 300, 290, 60, 290, 300, 310]);
  });

  test.each([
    ['of positions before it', [5000, 5010, 5020, 0, 50, 150, 200, 250], 2],
    ['of a position in it', [250, 200, 150, 50, 0, 50, 150, 200, 250], 4],
    ['of positions behind it', [250, 200, 150, 50, 0, 5000, 5010, 5020], 5],
  ])('takes the unknown time %s for a pause', (_which, ways, untimed) => {
    const track = trackOf(ways);
    const { offset } = track;
    const seen = visiblePart({ ...track, offset: offset.map((second, row) => (row === untimed ? NaN : second)) }, [
      zone(100),
    ]);
    expect(norths(visiblePart(track, [zone(100)]))).toEqual(ways);
    expect(norths(seen)).toEqual(ways.filter((north) => north > 100));
  });

  test('hides all stays of a track without times', () => {
    const track = trackOf([5000, 0, 60, 150, 200, 250, 60, 250, 200, 150]);
    const timeless = { ...track, offset: track.offset.map(() => NaN) };
    expect(norths(visiblePart(timeless, [zone(100)]))).toEqual([5000, 150, 200, 250, 250, 200, 150]);
  });

  test('takes who stays within 25 m for a minute for pausing, though the device goes on', () => {
    const passing = [...range(50, (i) => 303 - 5 * i), ...range(50, (i) => 53 + 5 * i)];
    const resting = [
      ...range(50, (i) => 303 - 5 * i),
      ...range(65, (i) => 50 + (i % 9)),
      ...range(50, (i) => 53 + 5 * i),
    ];
    const [passed, rested] = [passing, resting].map((ways) => norths(visiblePart(trackOf(ways), [zone(100)])));
    expect(passed).toEqual(passing);
    expect(rested).toEqual(resting.filter((north) => north > 100));
  });

  test('takes who stays for resting however the positions jump about', () => {
    const jumps = (i: number): number => 70 * Math.sin(i) * Math.cos(i / 7);
    const resting = [...range(70, (i) => 353 - 5 * i), ...range(900, jumps), ...range(70, (i) => 3 + 5 * i)];
    expect(norths(visiblePart(trackOf(resting), [zone(100)]))).toEqual(
      resting.filter((north) => north > 100).map(Math.round),
    );
  });

  test('shows a passage whose way leaves the zone for a little and comes back', () => {
    const weaving = [
      ...range(60, (i) => 303 - 5 * i),
      8,
      40,
      80,
      120,
      150,
      120,
      80,
      40,
      8,
      ...range(60, (i) => -3 - 5 * i),
    ];
    expect(norths(visiblePart(trackOf(weaving), [zone(100)]))).toEqual(weaving);
    const ending = weaving.slice(0, -30);
    expect(norths(visiblePart(trackOf(ending), [zone(100)]))).toEqual(ending.filter((north) => Math.abs(north) > 100));
  });

  test.each([
    ['a stray first fix', [190, 0, 20, 40, 110, 150, 200, 250]],
    ['a stray fix from home', [0, 10, 180, 5, 0, 40, 110, 150, 200, 250]],
    ['stray fixes nearby', [0, 10, 140, 150, 160, 150, 5, 0, 40, 110, 150, 200, 250]],
    ['stray fixes at the end', [250, 200, 150, 110, 40, 0, 300, 0, 320]],
  ])('hides where one is who has been outside only by %s', (_which, ways) => {
    expect(norths(visiblePart(trackOf(ways), [zone(100)]))).toEqual(ways.filter((north) => north > 100));
  });

  test('takes a way that is faster than its sport can be for a jump: fixes that lie scattered lead nowhere', () => {
    const ways = [5000, 5010, 5020, 0, 60, 110, 150, 200];
    expect(norths(partBelow(trackOf(ways), [zone(100)], 100))).toEqual([5000, 5010, 5020, 110, 150, 200]);
    expect(norths(partBelow(trackOf(ways), [zone(100)], 6000))).toEqual(ways);
  });

  test('counts the metres that are seen, and lets the clock go on, between two parts', () => {
    const seen = visiblePart(trackOf([0, 150, 200, 60, 60, 150, 200], [0, 4]), [zone(100)]);
    expect(norths(seen)).toEqual([150, 200, 150, 200]);
    expect([...seen.distance]).toEqual([0, 10, 10, 20]);
    expect([...seen.offset]).toEqual([0, 1, 4, 5]);
    expect([...seen.heartRate]).toEqual([101, 102, 105, 106]);
    expect(seen.startedAt).toBe(1_001_000);
  });

  test('makes best efforts count from where the track is seen', () => {
    const efforts = [30, 100].map((startOffsetSeconds) => ({
      distanceMeters: 400,
      elapsedSeconds: 90,
      startOffsetSeconds,
    }));
    expect(effortsFrom(efforts, 60).map(({ startOffsetSeconds }) => startOffsetSeconds)).toEqual([0, 40]);
  });

  const north = (meters: number) => ({ ...HOME, latitude: HOME.latitude + meters / METERS_PER_DEGREE });
  const isInside = (track: Track, row: number, { latitude, longitude, radiusMeters }: PrivacyZone): boolean =>
    haversineMeters(latitude, longitude, at(track.latitude, row), at(track.longitude, row)) <= radiusMeters;
  test.each([
    ['over the antimeridian', { latitude: 0, longitude: 180 }, [179.9995, -179.9995, -179.998, -179.997], 0],
    ['around a pole', { latitude: 90, longitude: 0 }, [-90, 90, 0, 180], 89.9995],
  ])('hides %s', (_where, place, longitudes, latitude) => {
    const track = trackOf(longitudes.map(() => 0));
    for (const [row, longitude] of longitudes.entries()) {
      track.longitude[row] = longitude;
      track.latitude[row] = latitude;
    }
    const seen = visiblePart(track, [{ ...place, radiusMeters: 100 }]);
    expect([...seen.longitude]).toEqual(place.latitude === 90 ? [] : [-179.998, -179.997]);
  });

  const positionsOf = (track: Track): number[] =>
    Array.from({ length: track.length }, (_, i) => i).filter((i) => !Number.isNaN(at(track.latitude, i)));

  test('never shows an end of any segment inside any of several', () => {
    const anyNorth = fc.option(fc.integer({ min: -500, max: 500 }), { freq: 6 });
    const anyZone = fc.record({
      meters: fc.integer({ min: -400, max: 400 }),
      radius: fc.integer({ min: 50, max: 300 }),
    });
    const anyStarts = fc.uniqueArray(fc.integer({ min: 1, max: 29 }), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(anyNorth, { minLength: 1, maxLength: 30 }),
        fc.array(anyZone, { minLength: 1, maxLength: 3 }),
        anyStarts,
        (points, circles, cuts) => {
          const zones = circles.map(({ meters, radius }): PrivacyZone => ({ ...north(meters), radiusMeters: radius }));
          const starts = [0, ...cuts.filter((cut) => cut < points.length).sort((a, b) => a - b)];
          const seen = visiblePart(trackOf(points, starts), zones);
          for (const { from, to } of segmentsOf(seen.segmentStarts, seen.length)) {
            const rows = positionsOf(seen).filter((row) => row >= from && row < to);
            for (const row of [rows[0], rows.at(-1)].filter((each) => each !== undefined))
              expect(zones.filter((each) => isInside(seen, row, each))).toEqual([]);
          }
          expect(visiblePart(seen, zones)).toBe(seen);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('never shows an end inside any of several, nor anything of what lies before and behind, whatever the track', () => {
    const anyNorth = fc.option(fc.integer({ min: -2500, max: 2500 }), { freq: 6 });
    const anyZone = fc.record({
      meters: fc.integer({ min: -2000, max: 2000 }),
      radius: fc.integer({ min: 50, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.array(anyNorth, { maxLength: 30 }), fc.array(anyZone, { maxLength: 4 }), (points, circles) => {
        const zones = circles.map(({ meters, radius }): PrivacyZone => ({ ...north(meters), radiusMeters: radius }));
        const track = trackOf(points, points.length > 0 ? [0] : []);
        const seen = visiblePart(track, zones);
        const rows = positionsOf(seen);
        for (const row of [rows[0], rows.at(-1)].filter((each) => each !== undefined)) {
          expect(zones.filter((zone) => isInside(seen, row, zone))).toEqual([]);
        }
        const [first, last] = [positionsOf(track)[0], positionsOf(track).at(-1)];
        const isHidden = (row: number | undefined) =>
          row !== undefined && zones.some((zone) => isInside(track, row, zone));
        const outside = (each: Track): number[] =>
          positionsOf(each)
            .filter((row) => !zones.some((zone) => isInside(each, row, zone)))
            .map((row) => at(each.latitude, row));
        expect(outside(seen)).toEqual(outside(track));
        // What is hidden takes what was recorded beside it along.
        if (isHidden(first) && seen.length > 0) expect(rows[0]).toBe(0);
        if (isHidden(last) && seen.length > 0) expect(rows.at(-1)).toBe(seen.length - 1);
        for (const name of TRACK_COLUMNS) expect(seen[name]).toHaveLength(seen.length);
        if (seen.length > 0) expect([at(seen.offset, 0), seen.segmentStarts[0]]).toEqual([0, 0]);
        expect(visiblePart(seen, zones).length).toBe(seen.length);
        const route = routeOf(seen, 0);
        expect(route?.pointCount ?? 0).toBeLessThanOrEqual(rows.length);
        expect(route === null).toBe(rows.length === 0);
      }),
      { numRuns: 400 },
    );
  });
});

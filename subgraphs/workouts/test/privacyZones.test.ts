import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundsOf, haversineMeters } from '../domain/formulas/geo.ts';
import { routeOf } from '../domain/formulas/route.ts';
import { effortsIn, visiblePart as partBelow, type PrivacyZone } from '../domain/privacyZones.ts';
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

interface Place {
  readonly north: number;
  readonly east: number;
}

/** Numbers as errors are, spread about 0 by 1, that a seed decides: sums of twelve that are spread evenly. */
function errorsOf(seed: number): () => number {
  let state = seed % 2 ** 32;
  const next = (): number => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
  return () => range(12, next).reduce((sum, value) => sum + value, -6);
}

const range = <T>(length: number, value: (i: number) => T): T[] => Array.from({ length }, (_, i) => value(i));

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
    expect(norths(visiblePart(trackOf([0, 95, 120, 190, 250, 300, 320]), [zone(100), other]))).toEqual([250, 300, 320]);
  });

  test('keeps the segments of what is seen', () => {
    const track = trackOf([0, 50, 150, 200, 250, 300], [0, 1, 3, 5]);
    expect(visiblePart(track, [zone(100)]).segmentStarts).toEqual([0, 1, 3]);
  });

  test.each([
    ['where the first is a stray bit', [900, 0, 90, 150, 200, 250], [0, 1], [150, 200, 250], [0]],
    ['where the last is a stray bit', [250, 200, 150, 60, 900], [0, 4], [250, 200, 150], [0]],
    [
      'before a pause and behind it',
      [250, 200, 150, 60, 0, 0, 90, 150, 200, 250],
      [0, 5],
      [250, 200, 150, 150, 200, 250],
      [0, 3],
    ],
    [
      'with those without positions',
      [250, 200, 150, 60, null, null, 150, 200, 250],
      [0, 4, 6],
      [250, 200, 150, 150, 200, 250],
      [0, 3],
    ],
    [
      'also where one begins as the way comes in',
      [250, 200, 150, 60, 150, 200, 250],
      [0, 3],
      [250, 200, 150, 150, 200, 250],
      [0, 3],
    ],
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
    expect(norths(visiblePart(timeless, [zone(100)]))).toEqual([150, 200, 250, 250, 200, 150]);
  });

  test('takes who falls a minute behind their pace for pausing, though the device goes on', () => {
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
    expect(norths(visiblePart(trackOf(ending), [zone(100)]))).toEqual(weaving.slice(0, 41));
  });

  test.each([
    ['a stray first fix', [190, 0, 20, 40, 110, 150, 200, 250], [110, 150, 200, 250]],
    ['a stray fix from home', [0, 10, 180, 5, 0, 40, 110, 150, 200, 250], [110, 150, 200, 250]],
    ['stray fixes nearby', [0, 10, 140, 150, 160, 150, 5, 0, 40, 110, 150, 200, 250], [110, 150, 200, 250]],
    ['stray fixes at the end', [250, 200, 150, 110, 40, 0, 300, 0, 320], [250, 200, 150, 110]],
    ['a way that ends nearby', [250, 200, 150, 110, 40, 110, 130, 150, 170, 190], [250, 200, 150, 110]],
  ])('hides where one is who has been outside only by %s, and these with it', (_which, ways, shown) => {
    expect(norths(visiblePart(trackOf(ways), [zone(100)]))).toEqual(shown);
  });

  test('leaves a track that is near it and never in it as it is', () => {
    const track = trackOf([110, 150, 120, 190, 110], [0, 2]);
    expect(visiblePart(track, [zone(100)])).toBe(track);
  });

  test('hides no way that leads well outside, however far apart its positions lie', () => {
    const track = trackOf([0, 40, 300, 600, 900, 600, 300, 40]);
    const sparse = { ...track, offset: track.offset.map((second) => 120 * second) };
    expect(norths(visiblePart(sparse, [zone(100)]))).toEqual([300, 600, 900, 600, 300]);
  });

  test('takes a way that is faster than its sport can be for a jump: fixes that lie scattered lead nowhere', () => {
    const ways = [5000, 5010, 5020, 0, 60, 110, 150, 200];
    expect(norths(partBelow(trackOf(ways), [zone(100)], 100))).toEqual([5000, 5010, 5020, 110, 150, 200]);
    expect(norths(partBelow(trackOf(ways), [zone(100)], 6000))).toEqual(ways);
  });

  test('counts the metres that are seen, and lets the clock go on, between two parts', () => {
    const seen = visiblePart(trackOf([0, 150, 200, 250, 60, 60, 250, 200, 150], [0, 5]), [zone(100)]);
    expect(norths(seen)).toEqual([150, 200, 250, 250, 200, 150]);
    expect([...seen.distance]).toEqual([0, 10, 20, 20, 30, 40]);
    expect([...seen.offset]).toEqual([0, 1, 2, 5, 6, 7]);
    expect([...seen.heartRate]).toEqual([101, 102, 103, 106, 107, 108]);
    expect(seen.startedAt).toBe(1_001_000);
  });

  test('makes best efforts count from where the track is seen, and end where it ends', () => {
    const seen = { startedAt: 1_060_000, offset: Float64Array.of(0, 100, 200, NaN) };
    const startsOf = (elapsedSeconds: number, ...starts: number[]): number[] =>
      effortsIn(
        seen,
        starts.map((startOffsetSeconds) => ({ distanceMeters: 400, elapsedSeconds, startOffsetSeconds })),
        1_000_000,
      ).map(({ startOffsetSeconds }) => startOffsetSeconds);
    expect(startsOf(90, 30, 100, 170, 171, 400)).toEqual([0, 40, 110, 110, 110]);
    expect(startsOf(201, 30, 100, 400)).toEqual([0, 0, 0]);
  });

  const north = (meters: number) => ({ ...HOME, latitude: HOME.latitude + meters / METERS_PER_DEGREE });
  const isInside = (track: Track, row: number, { latitude, longitude, radiusMeters }: PrivacyZone): boolean =>
    haversineMeters(latitude, longitude, at(track.latitude, row), at(track.longitude, row)) <= radiusMeters;
  test.each([
    ['over the antimeridian', { latitude: 0, longitude: 180 }, [179.9995, -179.9995, -179.998, -179.997, -179.996], 0],
    ['around a pole', { latitude: 90, longitude: 0 }, [-90, 90, 0, 180], 89.9995],
  ])('hides %s', (_where, place, longitudes, latitude) => {
    const track = trackOf(longitudes.map(() => 0));
    for (const [row, longitude] of longitudes.entries()) {
      track.longitude[row] = longitude;
      track.latitude[row] = latitude;
    }
    const seen = visiblePart(track, [{ ...place, radiusMeters: 100 }]);
    expect([...seen.longitude]).toEqual(place.latitude === 90 ? [] : [-179.998, -179.997, -179.996]);
  });

  const positionsOf = (track: Track): number[] =>
    Array.from({ length: track.length }, (_, i) => i).filter((i) => !Number.isNaN(at(track.latitude, i)));

  /** All positions from the first to the last time that somebody is well outside; of a track that is never inside, all. */
  function positionsWellOutside(track: Track, zones: readonly PrivacyZone[]): number[] {
    const rows = positionsOf(track);
    const away = (row: number): number =>
      Math.min(
        ...zones.map(
          ({ latitude, longitude, radiusMeters }) =>
            haversineMeters(latitude, longitude, at(track.latitude, row), at(track.longitude, row)) - radiusMeters,
        ),
      );
    if (rows.every((row) => away(row) > 0)) return rows;
    const parts: number[][] = [];
    for (const [i, row] of rows.entries()) {
      const before = rows[i - 1];
      if (before === undefined || away(before) > 0 !== away(row) > 0) parts.push([]);
      parts.at(-1)?.push(row);
    }
    const clear = parts
      .filter((part) => part.length >= 3 && part.every((row) => away(row) > 0) && part.some((row) => away(row) >= 100))
      .flat();
    return rows.filter((row) => row >= (clear[0] ?? Infinity) && row <= (clear.at(-1) ?? -1));
  }

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
        const latitudes = (each: Track, of: number[]): number[] => of.map((row) => at(each.latitude, row));
        expect(latitudes(seen, rows)).toEqual(latitudes(track, positionsWellOutside(track, zones)));
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

  /** A recording of a way, places a second apart, with a fix every `step` seconds that is off by some `error` metres. */
  function recorded(way: readonly Place[], step: number, error: number, seed: number): Track {
    const random = errorsOf(seed);
    const keeps = Math.exp(-1 / 60);
    let [north, east] = [error * random(), error * random()];
    const fixes = way.flatMap((place, second) => {
      north = keeps * north + Math.sqrt(1 - keeps ** 2) * error * random();
      east = keeps * east + Math.sqrt(1 - keeps ** 2) * error * random();
      return second % step === seed % step ? [{ north: place.north + north, east: place.east + east, second }] : [];
    });
    const metersOfLongitude = METERS_PER_DEGREE * Math.cos((HOME.latitude * Math.PI) / 180);
    return {
      ...trackOf(fixes.map((fix) => fix.north)),
      longitude: Float64Array.from(fixes, (fix) => HOME.longitude + fix.east / metersOfLongitude),
      offset: Float64Array.from(fixes, ({ second }) => second),
    };
  }

  /** Places a second apart on the straight way between two. */
  function straight(from: Place, to: Place, speed: number): Place[] {
    const seconds = Math.ceil(Math.hypot(to.north - from.north, to.east - from.east) / speed);
    return range(seconds, (second) => second / seconds).map((part) => ({
      north: from.north + part * (to.north - from.north),
      east: from.east + part * (to.east - from.east),
    }));
  }

  /** A place well outside of the zone, so far that a few fixes are, too; `turn` says in which direction, in radians. */
  const away = (radius: number, speed: number, step: number, turn: number): Place =>
    turned(turn, radius + 200 + 5 * step * speed);
  const turned = (radians: number, meters: number): Place => ({
    north: meters * Math.sin(radians),
    east: meters * Math.cos(radians),
  });
  const insideOf = (track: Track, radius: number): number =>
    positionsOf(track).filter((row) => isInside(track, row, zone(radius))).length;

  const anyWay = fc.record({
    speed: fc.double({ min: 1.2, max: 8, noNaN: true }),
    radius: fc.integer({ min: 60, max: 400 }),
    step: fc.constantFrom(1, 5, 10, 20, 30, 45, 60),
    turn: fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
    seed: fc.integer({ min: 0, max: 1e9 }),
  });

  test('shows nothing of a stay of two minutes and more, however rare and rough the positions are', () => {
    const anyStay = fc.record({ seconds: fc.integer({ min: 120, max: 900 }), error: fc.integer({ min: 0, max: 8 }) });
    fc.assert(
      fc.property(anyWay, anyStay, ({ speed, radius, step, turn, seed }, { seconds, error }) => {
        const home = { north: radius / 8, east: -radius / 8 };
        const way = [
          ...straight(away(radius, speed, step, 0), home, speed),
          ...range(seconds, () => home),
          ...straight(home, away(radius, speed, step, turn), speed),
        ];
        expect(insideOf(visiblePart(recorded(way, step, error, seed), [zone(radius)]), radius)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['on a walk, a run or a ride', 1.2, 8, 6],
    ['on a hike that climbs slowly', 0.45, 0.6, 1.5],
  ])('shows all of a straight way through, %s', (_which, slowest, fastest, error) => {
    const anySpeed = fc.double({ min: slowest, max: fastest, noNaN: true });
    fc.assert(
      fc.property(anyWay, anySpeed, ({ radius, step, turn, seed }, speed) => {
        const beside = { north: (radius / 2) * Math.cos(turn), east: (-radius / 2) * Math.sin(turn) };
        const way = straight(away(radius, speed, step, turn), away(radius, speed, step, turn + Math.PI), speed).map(
          ({ north, east }) => ({ north: north + beside.north, east: east + beside.east }),
        );
        const track = recorded(way, step, error, seed);
        expect(visiblePart(track, [zone(radius)])).toBe(track);
      }),
      { numRuns: 200 },
    );
  });

  test.each([1.4, 3, 7])(
    'shows nothing of a stay of two minutes that one fix a minute tells of, by whoever comes at %d m/s',
    (speed) => {
      const [begin, end] = [away(200, speed, 60, Math.PI), away(200, speed, 60, 0)];
      const home = { north: 20, east: 10 };
      const way = [...straight(begin, home, speed), ...range(120, () => home), ...straight(home, end, speed)];
      for (const seed of range(60, (i) => i))
        expect(insideOf(visiblePart(recorded(way, 60, 6, seed), [zone(200)]), 200)).toBe(0);
    },
  );

  test('shows all of a way through that winds', () => {
    const corners = [
      { north: 0, east: -500 },
      ...range(8, (i) => ({ north: i % 2 === 0 ? -40 : 40, east: 30 * i - 120 })),
      { north: 0, east: 500 },
    ];
    const way = corners.flatMap((corner, i) => straight(corners[i - 1] ?? corner, corner, 3));
    const track = recorded(way, 1, 2, 7);
    expect(visiblePart(track, [zone(200)])).toBe(track);
  });

  test.each([
    ['creep on by ten metres a minute', 600, (second: number) => ({ north: second / 6, east: 0 })],
    ['go round the block by ways of six minutes', 1440, (second: number) => turned(second / 60, 120)],
  ])('shows nothing of a stay where positions %s', (_which, seconds, placeAt) => {
    const stay = range(seconds, placeAt);
    const far = { north: 0, east: -900 };
    const [first = far, last = far] = [stay[0], stay.at(-1)];
    const way = [...straight(far, first, 1.4), ...stay, ...straight(last, { north: 0, east: 900 }, 1.4)];
    expect(insideOf(visiblePart(recorded(way, 1, 3, 7), [zone(300)]), 300)).toBe(0);
  });

  test('shows nothing of an hour indoors, also where the positions stray out of it', () => {
    const home = { north: 9, east: -12 };
    const hour = range(3600, () => home);
    const track = recorded(hour, 1, 25, 7);
    expect(insideOf(track, 50)).toBeLessThan(track.length - 100);
    expect(visiblePart(track, [zone(50)])).toHaveLength(0);
  });
});

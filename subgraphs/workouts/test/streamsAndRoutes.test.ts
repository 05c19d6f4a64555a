import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePolyline, routeOf, simplify, timedPointsOf } from '../domain/formulas/route.ts';
import { largestTriangles, streamsOf } from '../domain/formulas/streams.ts';
import { decodeTrack, encodeTrack } from '../domain/trackCodec.ts';
import { TRACK_COLUMNS } from '../domain/track.ts';
import { analysisOf, METER, recordingOf, straightLine, trackOf } from './recordings.ts';

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('streams', () => {
  const track = trackOf(
    range(1000).map((i) => ({ offset: i, heartRate: i === 500 ? 190 : 120, elevation: i % 2 ? NaN : 300 + i })),
  );

  it.each([
    ['WALKING', 54, 'GPX', 108],
    ['WALKING', 112, 'GPX', 112],
    ['HIKING', 100, 'FIT', 100],
    ['RUNNING', 85, 'FIT', 170],
    ['RUNNING', 168, 'TCX', 168],
    ['CYCLING', 85, 'FIT', 85],
    ['HIKING', 70, 'LAUREL', 70],
    ['RUNNING', 85, 'LAUREL', 85],
  ] as const)('tell %s at a cadence of %d in %s as %d a minute', (sport, cadence, format, steps) => {
    const line = straightLine(100, 1).map((each) => ({ ...each, cadence }));
    const [stream] = streamsOf(analysisOf(recordingOf([line], { sport, format })).track, ['CADENCE'], 10);
    expect(new Set(stream?.values)).toEqual(new Set([steps]));
  });

  it('have at most as many points as asked for, first and last and peaks among them', () => {
    const [stream] = streamsOf(track, ['HEART_RATE'], 50);
    expect(stream?.values).toHaveLength(50);
    expect(stream?.offsetsSeconds[0]).toBe(0);
    expect(stream?.offsetsSeconds.at(-1)).toBe(999);
    expect(stream?.values).toContain(190);
  });

  it('skip points without a value, and kinds without any', () => {
    const streams = streamsOf(track, ['ELEVATION', 'POWER', 'ELEVATION'], 10_000);
    expect(streams.map(({ kind, values }) => [kind, values.length])).toEqual([['ELEVATION', 500]]);
  });

  it('are empty without times', () => {
    expect(streamsOf(trackOf([{ heartRate: 100 }]), ['HEART_RATE'], 10)).toEqual([]);
  });

  it('rise in time, whatever their length', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { maxLength: 300 }),
        fc.integer({ min: 2, max: 120 }),
        (values, most) => {
          const xs = Float64Array.from(values.keys());
          const rows = largestTriangles(xs, Float64Array.from(values), most);
          expect(rows.length).toBe(Math.min(values.length, most));
          expect(rows.every((row, i) => i === 0 || row > (rows[i - 1] ?? Infinity))).toBe(true);
        },
      ),
    );
  });
});

describe('a route', () => {
  it("is Google's encoded polyline", () => {
    expect(encodePolyline([38.5, 40.7, 43.252], [-120.2, -120.95, -126.453])).toBe('_p~iF~ps|U_ulLnnqC_mqNvxq`@');
  });

  it('goes on over the date line, where a map would draw a line round the world', () => {
    const latitudes = [-17, -17.1, -17.2, -17.1];
    const there = encodePolyline(latitudes, [179.9, -179.9, -179.7, 179.8]);
    expect(there).toBe(encodePolyline(latitudes, [179.9, 180.1, 180.3, 179.8]));
    const back = encodePolyline(latitudes, [-179.9, 179.9, 179.7, -179.8]);
    expect(back).toBe(encodePolyline(latitudes, [-179.9, -180.1, -180.3, -179.8]));
  });

  it('is null without positions', () => {
    expect(routeOf(trackOf([{ offset: 0 }]), 5)).toBeNull();
  });

  it('tells where it was when, in at most as many points as asked for, first and last among them', () => {
    const track = trackOf(
      range(1000).map((i) => ({ offset: i, distance: i * 3, latitude: i % 2 ? NaN : 46 + i * METER, longitude: 14 })),
      [{ distance: 3000, latitude: 46.1, longitude: 14 }, { offset: 1200 }],
    );
    const all = timedPointsOf(track, 10_000);
    expect(all).toHaveLength(500);
    const points = timedPointsOf(track, 50);
    expect(points).toHaveLength(50);
    expect([points[0], points.at(-1)]).toEqual([all[0], all.at(-1)]);
    expect(points.at(-1)).toEqual({
      offsetSeconds: 998,
      distanceMeters: 2994,
      latitude: 46 + 998 * METER,
      longitude: 14,
    });
    expect(timedPointsOf(track, 2)).toEqual([all[0], all.at(-1)]);
    expect(timedPointsOf(trackOf([{ offset: 5, latitude: 46, longitude: 14 }]), 2)).toEqual([
      { offsetSeconds: 5, distanceMeters: null, latitude: 46, longitude: 14 },
    ]);
    expect(timedPointsOf(trackOf([{ latitude: 46, longitude: 14 }]), 50)).toEqual([]);
  });

  it('drops what lies on the line and keeps corners, segment by segment', () => {
    const north = range(100).map((i) => ({ latitude: 46 + i * METER * 10, longitude: 14 }));
    const east = range(100).map((i) => ({ latitude: 46 + 990 * METER, longitude: 14 + i * METER * 20 }));
    expect(routeOf(trackOf([...north, ...east]), 5)?.pointCount).toBe(3);
    expect(routeOf(trackOf(north, east), 5)?.pointCount).toBe(4);
    expect(routeOf(trackOf([...north, ...east]), 0)?.pointCount).toBe(200);
  });

  it('strays no further than the tolerance', () => {
    const walk = fc.array(fc.tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -30, max: 30 })), {
      minLength: 3,
      maxLength: 200,
    });
    fc.assert(
      fc.property(walk, fc.integer({ min: 1, max: 50 }), (steps, tolerance) => {
        let [x, y] = [0, 0];
        const meters = steps.map(([dx, dy]) => [(x += dx), (y += dy)] as const);
        const kept = simplify(
          Float64Array.from(meters, (each) => each[1] * METER),
          Float64Array.from(meters, (each) => each[0] * METER),
          tolerance,
        );
        for (const [i, to] of kept.entries()) {
          const from = kept[i - 1] ?? to;
          for (let row = from; row <= to; row++) {
            expect(distanceToLine(meters[row], meters[from], meters[to])).toBeLessThanOrEqual(tolerance + 0.01);
          }
        }
      }),
    );
  });

  it('is no slower for a hostile zigzag', () => {
    const count = 200_000;
    const started = performance.now();
    simplify(
      Float64Array.from({ length: count }, (_, i) => (i % 2) * i * METER),
      Float64Array.from({ length: count }, (_, i) => i * METER),
      0.1,
    );
    // Every point looked at for every other would take a minute.
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

type Place = readonly [x: number, y: number] | undefined;

function distanceToLine(point: Place, from: Place, to: Place): number {
  if (!point || !from || !to) return NaN;
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy;
  const share =
    length === 0 ? 0 : Math.min(1, Math.max(0, ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / length));
  return Math.hypot(point[0] - from[0] - share * dx, point[1] - from[1] - share * dy);
}

describe('a stored track', () => {
  const value = (max: number, digits: number): fc.Arbitrary<number> =>
    fc.oneof(
      fc.constant(NaN),
      fc.integer({ min: -max * 10 ** digits, max: max * 10 ** digits }).map((whole) => whole / 10 ** digits),
    );
  const row = fc.record({
    offset: value(100_000, 3),
    latitude: value(90, 6),
    longitude: value(180, 6),
    elevation: value(9000, 1),
    distance: value(1_000_000, 2),
    speed: value(30, 3),
    heartRate: value(230, 0),
    cadence: value(200, 0),
    power: value(2000, 0),
    temperature: value(50, 1),
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.array(row, { minLength: 1, maxLength: 20 }), { maxLength: 4 }), (segments) => {
        const track = trackOf(...segments);
        const back = decodeTrack(encodeTrack(track));
        expect(back.length).toBe(track.length);
        expect(back.startedAt).toBe(track.startedAt);
        expect(back.segmentStarts).toEqual(track.segmentStarts);
        for (const name of TRACK_COLUMNS)
          expect(Array.from(back[name], plusZero)).toEqual(Array.from(track[name], plusZero));
      }),
    );
  });

  it('without times comes back without times', () => {
    expect(
      decodeTrack(encodeTrack({ ...trackOf([{ latitude: 1, longitude: 2 }]), startedAt: null })).startedAt,
    ).toBeNull();
  });

  it('is small: about ten bytes a point', () => {
    const rows = range(3600).map((i) => ({
      offset: i,
      latitude: 46 + i * METER * 3,
      longitude: 14,
      elevation: 300 + Math.sin(i / 50),
      distance: i * 3,
      speed: 3,
      heartRate: 150,
      cadence: 168,
    }));
    expect(encodeTrack(trackOf(rows)).length).toBeLessThan(3600 * 14);
  });

  it('that is damaged is not read', () => {
    const bytes = encodeTrack(trackOf([{ offset: 0 }, { offset: 1 }]));
    expect(() => decodeTrack(bytes.slice(0, -1))).toThrow('cut off');
    expect(() => decodeTrack(Uint8Array.of(9, 0))).toThrow('unknown track format 9');
    expect(() => decodeTrack(new Uint8Array())).toThrow('cut off');
  });
});

/** -0 and 0 are the same place. */
const plusZero = (number: number): number => number + 0;

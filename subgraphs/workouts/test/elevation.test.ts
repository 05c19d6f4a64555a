import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countClimb, elevationOf } from '../domain/formulas/elevation.ts';
import { figuresOf, METER, type PointValues, recordingOf, straightLine, trackOf } from './recordings.ts';
import { range, sum } from './numbers.ts';

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

  it('is the device total of what the device tells alone, and of the heights what it does not', () => {
    const track = trackOf(
      range(400).map((i) => ({ offset: i, distance: i * 5, elevation: 100 + Math.min(i, 300 - i) })),
    );
    const { gainMeters, lossMeters } = elevationOf(track, { ascent: null, descent: null }, true);
    expect(elevationOf(track, { ascent: 64, descent: null }, true)).toEqual({
      gainMeters: 64,
      lossMeters,
      method: 'DEVICE',
    });
    expect(elevationOf(track, { ascent: null, descent: 55 }, true)).toEqual({
      gainMeters,
      lossMeters: 55,
      method: 'DEVICE',
    });
    const flat = trackOf([{ offset: 0, distance: 0 }]);
    expect(elevationOf(flat, { ascent: 64, descent: null }, true)).toMatchObject({ gainMeters: 64, lossMeters: null });
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

  it.each([
    ['that it begins with', (i: number) => (i < 30 ? 0 : 300 + i / 100), 0],
    ['that it ends with', (i: number) => (i > 970 ? 0 : 300 + i / 100), 0],
    ['of its first half: the device may have been set', (i: number) => (i < 510 ? 0 : 300 + i / 100), 300],
  ])('counts no leap from or to one and the same height %s', (_, elevationAt, climbed) => {
    const line = straightLine(1000, 3).map((each, i) => ({ ...each, elevation: elevationAt(i) }));
    const { elevationGainMeters, elevationLossMeters } = figuresOf(recordingOf([line]));
    expect(elevationGainMeters).toBeGreaterThanOrEqual(climbed);
    expect(elevationGainMeters).toBeLessThan(climbed + 12);
    expect(elevationLossMeters).toBe(0);
  });

  /** Up and down by a lift at 3 m/s, five minutes each. */
  const saw = (i: number): number => 300 + 3 * (i % 600 < 300 ? i % 600 : 600 - (i % 600));

  it.each([
    ['for a while: a device that loses it', (i: number) => (i > 300 && i < 340 ? 0 : 300), 0],
    ['again and again', (i: number) => (i % 100 < 20 ? 0 : 300 + (i % 7)), 0],
    ['to another than 0', (i: number) => (i > 300 && i < 400 ? 900 : 300 + i / 100), 0],
    ['for long: the top of a lift', (i: number) => (i > 300 && i < 430 ? 900 : 300 + i / 100), 600],
    ['to where it does not lead back', (i: number) => (i < 300 ? 300 + i / 100 : i < 330 ? 900 : 700 + i / 100), 600],
    ['of a device that tells each height for a minute', (i: number) => saw(Math.floor(i / 60) * 60), 1620],
    ['without telling the same', (i: number) => (i > 300 && i < 340 ? i % 2 : 300), 290],
  ])('counts no leap to one and the same height and back: %s', (_, elevationAt, climbed) => {
    const line = straightLine(1000, 3).map((each, i) => ({ ...each, elevation: elevationAt(i) }));
    const gain = figuresOf(recordingOf([line])).elevationGainMeters;
    expect(gain).toBeGreaterThanOrEqual(climbed * 0.9);
    expect(gain).toBeLessThan(climbed + 12);
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

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { WorkoutFigures } from '../domain/figures.ts';
import { compareTelling, isSameActivity } from '../domain/duplicates.ts';
import { countClimb } from '../domain/formulas/elevation.ts';
import { routeOf } from '../domain/formulas/route.ts';
import { namedSport } from '../domain/namedSport.ts';
import { decodeTrack } from '../domain/trackCodec.ts';
import { analysed, flagCodes, recordingIn, refusalOf } from './recordings.ts';
import { haveSamples, sample } from './samples.ts';

/** The mean Earth radius is 0.11 % shorter than the equatorial one that gpxpy uses. */
const GPXPY_RADIUS = 6_378_137 / 6_371_008.8;

const figures = (number: string, sport?: WorkoutFigures['sport']): WorkoutFigures =>
  analysed(sample(number).bytes, { sport }).figures;

function expectWithin(actual: number | null | undefined, expected: number, tolerance: number): void {
  expect(Math.abs((actual ?? NaN) - expected)).toBeLessThanOrEqual(tolerance);
}

describe.skipIf(!haveSamples)('real files', () => {
  it.each(['01', '03', '05', '06', '09', '10', '11'])('FIT %s has the figures of the device', (number) => {
    const { expected } = sample(number);
    const session = expected.device_or_file?.sessions?.[0];
    if (!session) throw new Error('the manifest has no session');
    const found = figures(number);
    expectWithin(found.distanceMeters, session.dist, session.dist * 0.005);
    expect(found.elapsedSeconds).toBe(session.elapsed);
    expect(found.movingSeconds).toBe(session.timer);
    expect(found.elevationGainMeters).toBe(session.asc ?? null);
    expect(found.elevationLossMeters).toBe(session.desc ?? null);
    expect(found.sport).toBe(session.sport.toUpperCase());
    if (session.laps !== undefined) expect(found.laps).toHaveLength(session.laps);
    if (session.kcal !== undefined && number !== '06')
      expect(found.energy).toEqual({ kilocalories: session.kcal, source: 'DEVICE' });
  });

  it.each(['01', '03', '05', '06', '10', '11'])('FIT %s starts when the device says', (number) => {
    const start = sample(number).expected.device_or_file?.sessions?.[0]?.start;
    expect(new Date(figures(number).startedAt ?? 0).toISOString()).toBe(start);
  });

  it.each(['01', '03', '05', '06', '09'])('FIT %s has the mean heart rate of its records', (number) => {
    const { expected } = sample(number);
    const records = expected.hrRecordAvg ?? expected.device_or_file?.hrRecordAvg ?? NaN;
    const found = figures(number).heartRate;
    expectWithin(found?.averageBpm, records, 1);
    const session = expected.device_or_file?.sessions?.[0];
    if (session?.hr !== undefined) expectWithin(found?.averageBpm, session.hr, 1);
    if (session?.max !== undefined) expectWithin(found?.maxBpm, session.max, 1);
  });

  it('the indoor ride is measured in power, has no route and no best efforts', () => {
    const found = figures('06');
    expect(found.energy?.source).toBe('POWER');
    expect(found).toMatchObject({ distanceMeters: 0, bestEfforts: [], timeZone: 'UTC' });
    expect(routeOf(decodeTrack(analysed(sample('06').bytes).track), 5)).toBeNull();
    expect(found.richness).toMatchObject({ hasGps: false, hasHeartRate: true, hasPower: true });
  });

  it('all 755 records with compressed timestamps are read', () => {
    const { points } = recordingIn(sample('09').bytes);
    expect(points.length).toBe(755);
    expectWithin(points.distance[754], 10_248.67, 0.5);
  });

  it('an unset clock is set by the local time that the file notes', () => {
    const found = analysed(sample('09').bytes, { timeZone: 'Europe/Vienna' }).figures;
    expect(new Date(found.startedAt ?? 0).toISOString()).toBe('2012-02-13T10:16:16.000Z');
    expect(found.localDate).toBe('2012-02-13');
    expect(flagCodes(found)).toEqual(['CLOCK_WRONG']);
  });

  it('a truncated file keeps its 14 records and is flagged', () => {
    expect(recordingIn(sample('10').bytes).points.length).toBe(14);
    expect(flagCodes(figures('10'))).toEqual(['TRUNCATED']);
  });

  it('a file with a wrong checksum is read and flagged', () => {
    expect(flagCodes(figures('11'))).toEqual(['BAD_CHECKSUM']);
  });

  it.each(['20', '21'])('TCX %s has the figures of its laps', (number) => {
    const device = sample(number).expected.device_or_file;
    const found = figures(number);
    expectWithin(found.distanceMeters, device?.lapDist ?? NaN, (device?.lapDist ?? 0) * 0.005);
    expectWithin(found.elapsedSeconds, device?.lapTime ?? NaN, 0.05);
    expect(found.laps).toHaveLength(device?.laps ?? NaN);
    expect(found.energy).toEqual({ kilocalories: 379, source: 'DEVICE' });
    expect(found).toMatchObject({ sport: 'RUNNING', timeZone: 'America/New_York', localDate: '2012-12-26' });
  });

  it('TCX 20 has the heart rate of its points', () => {
    const expected = sample('20').expected.device_or_file?.hr;
    expectWithin(figures('20').heartRate?.averageBpm, expected?.avg ?? NaN, 1);
    expect(figures('20').heartRate?.maxBpm).toBe(expected?.max);
  });

  it.each(['30', '31', '33', '38'])('GPX %s has the distance and time of its points', (number) => {
    const { recomputed, hr } = sample(number).expected;
    const found = figures(number);
    expectWithin(found.distanceMeters, (recomputed?.len2d ?? NaN) / GPXPY_RADIUS, (recomputed?.len2d ?? 0) * 0.005);
    expect(found.elapsedSeconds).toBe(recomputed?.elapsed);
    if (hr) expectWithin(found.heartRate?.averageBpm, hr.avg, 1);
    if (hr) expect(found.heartRate?.maxBpm).toBe(hr.max);
  });

  it('the sport of a track that does not say is guessed by speed and climb', () => {
    expect(figures('30').sport).toBe('RUNNING');
    expect(figures('31').sport).toBe('HIKING');
    expect(figures('38').sport).toBe('WALKING');
  });

  it('a drive by car is not believed on foot', () => {
    const found = figures('33', 'RUNNING');
    const kilometer = found.bestEfforts.find(({ distanceMeters }) => distanceMeters === 1000);
    expectWithin(kilometer?.elapsedSeconds, 48, 1);
    expect(found.flags).toContainEqual(expect.objectContaining({ code: 'IMPLAUSIBLE_SPEED', severity: 'HARD' }));
    expect(figures('33', 'WALKING').flags).toContainEqual(
      expect.objectContaining({ code: 'IMPLAUSIBLE_SPEED', severity: 'HARD' }),
    );
    expect(figures('33').flags).toContainEqual(
      expect.objectContaining({ code: 'IMPLAUSIBLE_SPEED', severity: 'SOFT' }),
    );
  });

  it.each(['01', '03', '05', '06', '20', '21', '30', '31', '38'])('the honest file %s is not flagged', (number) => {
    expect(figures(number).flags).toEqual([]);
  });

  it('a track with almost no times keeps its route and needs times', () => {
    const found = figures('34');
    expectWithin(found.distanceMeters, 4580.1 / GPXPY_RADIUS, 23);
    expect(found).toMatchObject({ needsTimes: true, startedAt: null, elapsedSeconds: null, movingSeconds: null });
    expect(flagCodes(found)).toEqual(['MISSING_TIMES']);
    expect(routeOf(decodeTrack(analysed(sample('34').bytes).track), 5)).not.toBeNull();
  });

  it.each([
    ['14', 'NOT_AN_ACTIVITY'],
    ['25', 'MALFORMED_FILE'],
    ['36', 'BOGUS_TIMES'],
    ['40', 'NO_USABLE_POINTS'],
  ])('%s is refused with %s', (number, code) => {
    expect(refusalOf(sample(number).bytes)).toBe(code);
  });

  it('the two recordings of one run are duplicates, and the one with heart rate is the richer', () => {
    const [withHeart, without] = [figures('20'), figures('21')];
    const traceOf = (found: WorkoutFigures) => ({ ...found, source: 'FILE', namedSport: namedSport(found, null) });
    expect(isSameActivity(traceOf(withHeart), traceOf(without))).toBe(true);
    expect(compareTelling(withHeart, without)).toBeGreaterThan(0);
    expect(isSameActivity(traceOf(withHeart), traceOf(figures('01')))).toBe(false);
  });

  it.each(['01', '20', '30', '33', '38'])('the climb of %s with hysteresis is that of the reference', (number) => {
    const elevations = [...recordingIn(sample(number).bytes).points.elevation].filter((value) => !Number.isNaN(value));
    const { recomputed } = sample(number).expected;
    expectWithin(countClimb(elevations, 3).gain, recomputed?.gain_h3 ?? NaN, 0.2);
    expectWithin(countClimb(elevations, 10).gain, recomputed?.gain_h10 ?? NaN, 0.2);
  });

  it('the climb computed from points is never the raw sum of noise', () => {
    for (const number of ['20', '30', '31', '33']) {
      const raw = sample(number).expected.recomputed?.gain_raw ?? 0;
      expect(figures(number).elevationGainMeters).toBeLessThan(raw * 0.8);
      expect(figures(number).elevationMethod).toBe('GPS_HYSTERESIS_10M');
    }
  });

  it('every sample is the file the manifest speaks of', () => {
    for (const number of ['01', '03', '20', '30']) {
      const { bytes, sha256 } = sample(number);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
  });
});

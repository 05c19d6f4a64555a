import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { BAD_FILE_KINDS, BAD_FILES, generateBadFile } from '../../../fixtures/badFiles.ts';
import { demoFiles, writeDemoFolder } from '../../../fixtures/demo.ts';
import { generateActivity, type FixtureFormat } from '../../../fixtures/generate.ts';
import { FIXTURE_SPORTS } from '../../../fixtures/simulate.ts';
import { routeOf } from '../domain/formulas/route.ts';
import { decodeTrack } from '../domain/trackCodec.ts';
import { analysed, flagCodes, NOW, refusalOf, START } from './recordings.ts';

const FORMATS: FixtureFormat[] = ['FIT', 'TCX', 'GPX'];
const CASES = FORMATS.flatMap((format) => FIXTURE_SPORTS.map((sport, i) => [format, sport, 100 + i] as const));

describe('generated files', () => {
  it.each(CASES)('%s of %s (seed %d) are read as they were made', (format, sport, seed) => {
    const { bytes, expected } = generateActivity({
      seed,
      sport,
      format,
      startedAt: START,
      pauses: seed % 3,
      gzip: seed % 2 === 0,
    });
    const { figures } = analysed(bytes);
    expect(figures).toMatchObject({
      sport: expected.sport,
      startedAt: expected.startedAt,
      timeZone: expected.timeZone ?? 'UTC',
      elapsedSeconds: expected.elapsedSeconds,
      movingSeconds: expected.movingSeconds,
    });
    expect(Math.abs((figures.distanceMeters ?? 0) / expected.distanceMeters - 1)).toBeLessThan(0.001);
    expect(figures.heartRate?.averageBpm).toBeCloseTo(expected.averageHeartRateBpm ?? NaN, -0.3);
    expect(figures.heartRate?.maxBpm).toBe(expected.maxHeartRateBpm);
    if (expected.elevationGainMeters !== null) expect(figures.elevationGainMeters).toBe(expected.elevationGainMeters);
    expect(figures.laps.map((lap) => lap.elapsedSeconds)).toEqual(expected.laps.map((lap) => lap.elapsedSeconds));
    expect(flagCodes(figures)).toEqual([]);
  });

  it('without heart rate or positions have neither', () => {
    const { bytes } = generateActivity({ seed: 3, startedAt: START, gps: false, heartRate: false });
    const { figures, track } = analysed(bytes);
    expect(figures).toMatchObject({ heartRate: null, distanceSource: 'DEVICE' });
    expect(routeOf(decodeTrack(track), 5)).toBeNull();
  });

  it('at a car’s speed are not believed', () => {
    const { bytes } = generateActivity({ seed: 3, startedAt: START, speed: 20 });
    expect(analysed(bytes).figures.flags).toContainEqual(
      expect.objectContaining({ code: 'IMPLAUSIBLE_SPEED', severity: 'HARD' }),
    );
  });

  it('are the same bytes for the same seed, and others for another', () => {
    const make = (seed: number, format: FixtureFormat): Uint8Array =>
      generateActivity({ seed, format, startedAt: START }).bytes;
    for (const format of FORMATS) {
      expect(make(1, format)).toEqual(make(1, format));
      expect(make(1, format)).not.toEqual(make(2, format));
    }
    for (const kind of BAD_FILE_KINDS) expect(generateBadFile(kind, 4)).toEqual(generateBadFile(kind, 4));
  });

  it.each(BAD_FILE_KINDS)('that are bad (%s) get their code', (kind) => {
    const { bytes } = generateBadFile(kind, 7);
    const expected = BAD_FILES[kind];
    if ('failure' in expected) expect(refusalOf(bytes)).toBe(expected.failure);
    else expect(flagCodes(analysed(bytes).figures)).toEqual([expected.flag]);
  });

  it('for the demo are nine workouts and three bad files', () => {
    const outcomes = demoFiles(NOW).map(({ bytes }) => refusalOf(bytes));
    expect(outcomes.filter((code) => code === null)).toHaveLength(10);
    expect(outcomes.filter((code) => code !== null)).toEqual(['MALFORMED_FILE', 'NOT_AN_ACTIVITY']);
  });

  it('for the demo are written into a folder', async () => {
    const files = await writeDemoFolder(path.join(await temporaryFolder(), 'new'), NOW);
    expect(files).toHaveLength(12);
    expect(analysed(Uint8Array.from(await readFile(files[0] ?? ''))).figures.sport).toBe('RUNNING');
  });
});

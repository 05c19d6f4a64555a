import { describe, expect, it } from 'vitest';
import type { WorkoutFigures } from '../domain/figures.ts';
import { figuresOf, flagCodes, METER, recordingOf, START, straightLine, type PointValues } from './recordings.ts';

const CITY = { latitude: 40.7, longitude: -74 };
/** In seconds after START. */
const YEAR_1999 = (Date.UTC(1999, 7, 22) - START) / 1000;
const RUN = straightLine(600, 3);

const figuresWith = (...before: PointValues[]): WorkoutFigures => figuresOf(recordingOf([[...before, ...RUN]]));

describe('positions without a usable time', () => {
  it.each([
    ['a first one of a clock that was not set', { ...CITY, time: YEAR_1999 }],
    ['a first one without a time', CITY],
  ])('count for nothing where they leap: %s', (_which, stray) => {
    const plain = figuresWith();
    const { distanceMeters, startPosition, flags } = figuresWith(stray);
    expect({ distanceMeters, startPosition, flags }).toEqual({
      distanceMeters: plain.distanceMeters,
      startPosition: plain.startPosition,
      flags: plain.flags,
    });
  });

  it('count for nothing where nobody comes by in the time between others, and beyond a leap at the end', () => {
    const strays = RUN.slice(0, 100).map(() => ({ ...CITY, time: YEAR_1999 }));
    expect(figuresWith(...strays).distanceMeters).toBeCloseTo(1800, 0);
    const between = [...RUN.slice(0, 300), CITY, ...RUN.slice(300), CITY];
    expect(figuresOf(recordingOf([between])).distanceMeters).toBeCloseTo(1800, 0);
  });

  it('stay where somebody may have been', () => {
    const few = RUN.map(({ time, ...place }, i) => (i % 5 === 0 ? { ...place, time } : place));
    expect(figuresOf(recordingOf([few])).distanceMeters).toBeCloseTo(1800, 0);
  });
});

describe('the place that tells the time zone', () => {
  const timeZoneAt = ({ longitude }: { longitude: number }): string =>
    longitude < 0 ? 'America/New_York' : 'Europe/Ljubljana';
  const zoneWith = (...before: PointValues[]): string =>
    figuresOf(recordingOf([[...before, ...RUN]]), { timeZoneAt }).timeZone;

  it('is the first that is no slip', () => {
    expect(zoneWith()).toBe('Europe/Ljubljana');
    expect(zoneWith({ ...CITY, time: -1 })).toBe('Europe/Ljubljana');
    expect(zoneWith({ ...CITY, time: -2 }, { latitude: -33, longitude: -70, time: -1 })).toBe('Europe/Ljubljana');
    expect(zoneWith({ ...CITY, time: YEAR_1999 }, { ...CITY, time: YEAR_1999 + 1 })).toBe('Europe/Ljubljana');
  });

  it('is the first of all where none has two near it', () => {
    const flight = [CITY, { latitude: 50, longitude: -30 }, { latitude: 46, longitude: 14.5 }];
    const recording = recordingOf([flight.map((place, i) => ({ ...place, time: i * 20_000 }))]);
    expect(figuresOf(recording, { timeZoneAt }).timeZone).toBe('America/New_York');
  });
});

describe('totals', () => {
  const totals = { ascentMeters: 60, descentMeters: 60, kilocalories: 90 };
  const withTotals = (change: Partial<typeof totals>) =>
    recordingOf([RUN.map((each, i) => ({ ...each, elevation: 300 + i / 100 }))], {
      format: 'FIT',
      totals: { ...recordingOf([]).totals, ...totals, ...change },
    });

  it('are believed where a person can do as much', () => {
    const { energy, elevationGainMeters, elevationMethod } = figuresOf(withTotals({}));
    expect([energy, elevationGainMeters, elevationMethod]).toEqual([
      { kilocalories: 90, source: 'DEVICE' },
      60,
      'DEVICE',
    ]);
  });

  it('are passed over where nobody can', () => {
    const { energy, ...climb } = figuresOf(
      withTotals({ kilocalories: 65_534, ascentMeters: 65_534, descentMeters: 65_534 }),
    );
    expect(energy?.source).toBe('MET_BY_SPEED');
    expect(climb).toMatchObject({
      elevationMethod: 'GPS_HYSTERESIS_10M',
      elevationGainMeters: 0,
      elevationLossMeters: 0,
    });
  });

  it('of climb and descent are believed each by itself', () => {
    const climbing = figuresOf(withTotals({ descentMeters: 65_534 }));
    expect(climbing).toMatchObject({ elevationMethod: 'DEVICE', elevationGainMeters: 60, elevationLossMeters: 0 });
    const descending = figuresOf(withTotals({ ascentMeters: 65_534 }));
    expect(descending).toMatchObject({ elevationMethod: 'DEVICE', elevationGainMeters: 0, elevationLossMeters: 60 });
  });

  it('are those that the owner told, where the recording has none and a person can do as much', () => {
    const recording = recordingOf([RUN.map(({ time }) => ({ time, heartRate: 140 }))], { format: 'FIT' });
    const toldOf = (kilocalories: number) => figuresOf(recording, { told: { kilocalories, distanceMeters: 900 } });
    expect(toldOf(90)).toMatchObject({
      energy: { kilocalories: 90, source: 'MANUAL' },
      distanceMeters: 900,
      distanceSource: 'MANUAL',
    });
    expect(toldOf(65_534).energy?.source).toBe('MET_BY_SPEED');
    expect(figuresOf(withTotals({}), { told: { kilocalories: 91, distanceMeters: 900 } })).toMatchObject({
      energy: { kilocalories: 90, source: 'DEVICE' },
      distanceSource: 'GPS',
    });
  });
});

it('a step of a way too fast for anybody is still told', () => {
  const leap = RUN.map((each, i) => (i < 300 ? each : { ...each, latitude: (each.latitude ?? 0) + 50_000 * METER }));
  expect(flagCodes(figuresOf(recordingOf([leap])))).toContain('TELEPORT');
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossWorkoutFlags, foreignFileFlag, overlapShare, type WorkoutPlace } from '../domain/crossChecks.ts';
import {
  compareTelling,
  isSameActivity,
  type Richness,
  type Telling,
  type WorkoutTrace,
} from '../domain/duplicates.ts';
import { worstSeverity } from '../domain/flags.ts';
import { namedSport } from '../domain/namedSport.ts';
import { isIndoorsByName, isIndoorsInFit, sportFromFit, sportFromName } from '../domain/sportNames.ts';
import { START } from './recordings.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('duplicates', () => {
  const run: WorkoutTrace = {
    sport: 'RUNNING',
    recordedSport: 'RUNNING',
    namedSport: 'RUNNING',
    source: 'FILE',
    startedAt: START,
    endedAt: START + HOUR,
    distanceMeters: 10_000,
    startPosition: { latitude: 46.05, longitude: 14.5 },
    endPosition: { latitude: 46.05, longitude: 14.5 },
  };
  const at = (startedAt: number, lasting = HOUR) => ({ startedAt, endedAt: startedAt + lasting });
  const other = (change: Partial<WorkoutTrace>): boolean => isSameActivity(run, { ...run, ...change });

  it.each([
    ['the same', {}, true],
    ['a start 60 s apart', at(START + MINUTE), true],
    ['a start 61 s apart', at(START + MINUTE + 1000), false],
    ['a trail run', { sport: 'TRAIL_RUNNING' }, true],
    ['a ride', { sport: 'CYCLING', recordedSport: 'CYCLING' }, false],
    ['a run that its owner calls a ride', { sport: 'CYCLING' }, true],
    ['a ride that its owner calls a run', { recordedSport: 'CYCLING' }, true],
    ['a ride of an older version', { sport: 'CYCLING', recordedSport: null }, false],
    ['3 % more', { distanceMeters: 10_300 }, true],
    ['5 % more', { distanceMeters: 10_500 }, false],
    ['no distance', { distanceMeters: null }, false],
    ['no times', { startedAt: null }, false],
    ['another source 5 min apart', { source: 'DEVICE', ...at(START - 5 * MINUTE) }, true],
    ['another source 6 min apart', { source: 'DEVICE', ...at(START - 6 * MINUTE) }, false],
    ['another source in a wrong zone', { source: 'DEVICE', ...at(START + 2 * HOUR + 3 * MINUTE) }, true],
    ['the same source two hours apart', at(START + 2 * HOUR), false],
    ['another source on another day', { source: 'DEVICE', ...at(START + 48 * HOUR) }, false],
  ] as const)('%s', (_, change, expected) => {
    expect(other(change)).toBe(expected);
  });

  const unnamed = { sport: 'OTHER', recordedSport: 'OTHER', namedSport: null } as const;
  it.each([
    ['begun a minute later', at(START + MINUTE), true],
    ['begun 61 s later', at(START + MINUTE + 1000), false],
    ['from another source 61 s later', { source: 'DEVICE', ...at(START + MINUTE + 1000) }, false],
    ['3 % longer', at(START, 1.03 * HOUR), true],
    ['4 % longer', at(START, 1.04 * HOUR), false],
    ['3 % further', { distanceMeters: 10_300 }, true],
    ['5 % further', { distanceMeters: 10_500 }, false],
    ['without a distance', { distanceMeters: null }, false],
    ['named by its owner', { namedSport: 'YOGA', sport: 'YOGA' }, false],
    ['a guess', { sport: 'WALKING', recordedSport: 'WALKING' }, true],
  ] as const)('may be of any sport where nobody names one, as far in the same time: %s', (_, change, expected) => {
    expect([other({ ...unnamed, ...change }), isSameActivity({ ...run, ...unnamed, ...change }, run)]).toEqual([
      expected,
      expected,
    ]);
  });

  it('are of a sport that somebody names, unless it is guessed', () => {
    expect(namedSport({ sport: 'OTHER', isSportUnnamed: false }, null)).toBe('OTHER');
    expect(namedSport({ sport: 'WALKING', isSportUnnamed: true }, null)).toBeNull();
    expect(namedSport({ sport: 'WALKING', isSportUnnamed: true }, 'YOGA')).toBe('YOGA');
  });

  it('of short workouts may differ by 100 m', () => {
    expect(isSameActivity({ ...run, distanceMeters: 500 }, { ...run, distanceMeters: 590 })).toBe(true);
  });

  it('without a distance, be it none or nothing told, are as long as each other', () => {
    const still = { ...run, distanceMeters: null };
    const lasting = (minutes: number, distanceMeters: number | null) =>
      isSameActivity(still, { ...still, ...at(START, minutes * MINUTE), distanceMeters });
    expect([lasting(60, null), lasting(60, 0), lasting(50, 0)]).toEqual([true, true, true]);
    expect([lasting(20, null), lasting(20, 0)]).toEqual([false, false]);
  });

  it('are shifted by whole hours of a time zone only on the same way, in the same time, and told by no one', () => {
    const elsewhere = { latitude: 46.06, longitude: 14.5 };
    const device = { ...run, source: 'DEVICE', ...at(START + 10 * HOUR) };
    const isSame = (change: Partial<WorkoutTrace>): boolean => isSameActivity(run, { ...device, ...change });
    expect(isSame({})).toBe(true);
    expect(isSame({ source: 'MANUAL' })).toBe(false);
    expect(isSame(at(START + 14 * HOUR))).toBe(true);
    expect(isSame(at(START + 15 * HOUR))).toBe(false);
    expect(isSame(at(START + 24 * HOUR))).toBe(false);
    expect(isSame(at(START + 10 * HOUR, HOUR + MINUTE))).toBe(false);
    expect(isSame({ distanceMeters: null })).toBe(false);
    expect(isSame({ startPosition: elsewhere })).toBe(false);
    expect(isSame({ endPosition: elsewhere })).toBe(false);
    expect(isSame({ startPosition: null, endPosition: null })).toBe(false);
    const indoors = { distanceMeters: null, startPosition: null, endPosition: null };
    expect(isSameActivity({ ...run, ...indoors }, { ...device, ...indoors })).toBe(false);
  });

  const untold = { distanceSource: null, movingTimeMethod: null, elevationMethod: null, energy: null, laps: [] };
  const plain: Telling = {
    ...untold,
    richness: {
      hasGps: true,
      hasHeartRate: false,
      hasPower: false,
      hasCadence: true,
      hasElevation: true,
      pointCount: 9000,
    },
  };
  const like = (change: Partial<Telling>, richness: Partial<Richness> = {}): Telling => ({
    ...plain,
    ...change,
    richness: { ...plain.richness, ...richness },
  });

  it('keep what tells more: a sensor before any number of points', () => {
    expect(compareTelling(like({}, { hasHeartRate: true, pointCount: 100 }), plain)).toBeGreaterThan(0);
    expect(compareTelling(like({}, { pointCount: 8000 }), plain)).toBeLessThan(0);
    expect(compareTelling(plain, plain)).toBe(0);
  });

  it.each<[string, Partial<Telling>, Partial<Telling>]>([
    ['the distance', { distanceSource: 'DEVICE' }, { distanceSource: 'GPS' }],
    ['the time in motion', { movingTimeMethod: 'DEVICE_TIMER' }, { movingTimeMethod: 'SPEED' }],
    ['the climb', { elevationMethod: 'DEVICE' }, { elevationMethod: 'BAROMETER_HYSTERESIS_3M' }],
    [
      'the energy',
      { energy: { kilocalories: 300, source: 'DEVICE' } },
      { energy: { kilocalories: 400, source: 'MET_BY_SPEED' } },
    ],
    ['laps', { laps: [1, 2] }, { laps: [1] }],
  ])(
    'keep what the device tells of itself before any number of points, and behind every sensor: %s',
    (_, told, not) => {
      expect(compareTelling(like(told, { pointCount: 100 }), like(not))).toBeGreaterThan(0);
      expect(compareTelling(like(told), like(not, { hasHeartRate: true }))).toBeLessThan(0);
    },
  );

  it('keep the same, in whatever order recordings come', () => {
    const energy = fc
      .constantFrom('DEVICE' as const, 'HEART_RATE' as const)
      .map((source) => ({ kilocalories: 9, source }));
    const telling: fc.Arbitrary<Telling> = fc.record({
      richness: fc.record({
        hasGps: fc.boolean(),
        hasHeartRate: fc.boolean(),
        hasPower: fc.boolean(),
        hasCadence: fc.boolean(),
        hasElevation: fc.boolean(),
        pointCount: fc.nat(3),
      }),
      distanceSource: fc.constantFrom('DEVICE', 'GPS', null),
      movingTimeMethod: fc.constantFrom('DEVICE_TIMER', 'SPEED', null),
      elevationMethod: fc.constantFrom('DEVICE', 'GPS_HYSTERESIS_10M', null),
      energy: fc.option(energy),
      laps: fc.array(fc.constant(1), { maxLength: 3 }),
    });
    const kept = (recordings: readonly Telling[]): Telling | undefined =>
      recordings.reduce<Telling | undefined>(
        (known, next) => (known && compareTelling(next, known) <= 0 ? known : next),
        undefined,
      );
    const orders = fc
      .array(telling, { minLength: 1, maxLength: 6 })
      .chain((recordings) =>
        fc
          .shuffledSubarray(recordings, { minLength: recordings.length })
          .map((shuffled) => [recordings, shuffled] as const),
      );
    fc.assert(
      fc.property(orders, ([recordings, shuffled]) => {
        const [one, other] = [kept(recordings), kept(shuffled)];
        expect(one && other && compareTelling(one, other)).toBe(0);
        // Come again, none takes the place of the one that is kept.
        for (const again of recordings) expect(one && compareTelling(again, one)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('neighbours', () => {
  const ljubljana = { latitude: 46.05, longitude: 14.5 };
  const tokyo = { latitude: 35.68, longitude: 139.77 };
  const place = (from: number, minutes: number, position = ljubljana): WorkoutPlace => ({
    startedAt: START + from * MINUTE,
    endedAt: START + (from + minutes) * MINUTE,
    startPosition: position,
    endPosition: position,
  });
  const codes = (workout: WorkoutPlace, ...others: WorkoutPlace[]): string[] =>
    crossWorkoutFlags(workout, others).map(({ code }) => code);

  it('overlap when half of the shorter one lies in the other', () => {
    expect(overlapShare(place(0, 60), place(30, 60))).toBe(0.5);
    expect(overlapShare(place(0, 60), place(50, 10))).toBe(1);
    expect(codes(place(0, 60), place(30, 60))).toEqual(['OVERLAP']);
    expect(codes(place(0, 60), place(31, 60))).toEqual([]);
    expect(codes(place(0, 0), place(0, 60))).toEqual([]);
  });

  it('lie too far apart when nobody flies that fast', () => {
    expect(codes(place(60, 30, tokyo), place(0, 30))).toEqual(['IMPLAUSIBLE_TRAVEL']);
    expect(codes(place(13 * 60, 30, tokyo), place(0, 30))).toEqual([]);
    expect(codes(place(60, 30, tokyo), { ...place(0, 30), endPosition: null })).toEqual([]);
  });

  it('are measured from the last workout only', () => {
    expect(codes(place(24 * 60, 30), place(0, 30), place(23 * 60, 30, tokyo), place(48 * 60, 30, tokyo))).toEqual([
      'IMPLAUSIBLE_TRAVEL',
    ]);
    expect(codes(place(24 * 60, 30), place(0, 30, tokyo), place(23 * 60, 30))).toEqual([]);
  });

  it('flag the later import of a file that somebody else had', () => {
    expect(foreignFileFlag()).toMatchObject({ code: 'FOREIGN_FILE', severity: 'HARD' });
  });
});

it('the worst severity is the heaviest', () => {
  const flags = [
    { code: 'TRUNCATED', severity: 'INFO', message: '' },
    { code: 'TELEPORT', severity: 'SOFT', message: '' },
  ] as const;
  expect(worstSeverity(flags)).toBe('SOFT');
  expect(worstSeverity([])).toBeNull();
  expect(worstSeverity([...flags, foreignFileFlag()])).toBe('HARD');
});

describe('sports', () => {
  it.each([
    [1, 0, 'RUNNING'],
    [1, 3, 'TRAIL_RUNNING'],
    [2, null, 'CYCLING'],
    [2, 58, 'INDOOR_CYCLING'],
    [2, 8, 'MOUNTAIN_BIKING'],
    [2, 123, 'MOUNTAIN_BIKING'],
    [2, 28, 'OTHER'],
    [2, 127, 'OTHER'],
    [0, 47, 'OTHER'],
    [21, 0, 'OTHER'],
    [4, 14, 'ROWING'],
    [10, 20, 'STRENGTH'],
    [10, 43, 'YOGA'],
    [5, 18, 'OPEN_WATER_SWIMMING'],
    [20, 0, 'OTHER'],
    [3, 0, null],
    [0, 0, null],
    [0, null, null],
    [0, 43, 'YOGA'],
    [0, 20, 'STRENGTH'],
    [0, 6, 'INDOOR_CYCLING'],
    [0, 17, 'SWIMMING'],
    [4, 27, 'WALKING'],
    [null, null, null],
  ] as const)('FIT %d.%d is %s', (sport, subSport, expected) => {
    expect(sportFromFit(sport, subSport)).toBe(expected);
  });

  it.each([
    ['Running', 'RUNNING'],
    ['trail_running', 'TRAIL_RUNNING'],
    ['Biking', 'CYCLING'],
    ['VirtualRide', 'INDOOR_CYCLING'],
    ['VirtualRun', 'RUNNING'],
    ['mountain_biking', 'MOUNTAIN_BIKING'],
    ['Nordic Ski', 'SKIING'],
    ['open_water_swimming', 'OPEN_WATER_SWIMMING'],
    ['lap_swimming', 'SWIMMING'],
    ['indoor_rowing', 'ROWING'],
    ['9', 'RUNNING'],
    ['1', 'CYCLING'],
    ['knitting', 'UNKNOWN'],
    ['', null],
  ] as const)('the word %j is %s', (word, expected) => {
    expect(sportFromName(word)).toBe(expected);
  });

  it('of FIT are indoors by their sub-sport, and on fitness equipment', () => {
    for (const [sport, subSport] of [
      [1, 58],
      [1, 45],
      [1, 1],
      [2, 6],
      [2, 58],
      [4, 0],
      [11, 27],
      [15, 14],
      [15, 58],
    ])
      expect(isIndoorsInFit(sport ?? null, subSport ?? null), `${sport}.${subSport}`).toBe(true);
    for (const [sport, subSport] of [[1, 0], [1, 3], [2, 8], [2], [5, 18], [15, 0], [10, 20], []])
      expect(isIndoorsInFit(sport ?? null, subSport ?? null), `${sport}.${subSport}`).toBe(false);
  });

  it.each([
    ['VirtualRun', true],
    ['VirtualRow', true],
    ['Virtual Cycling', true],
    ['indoor_rowing', true],
    ['IndoorRun', true],
    ['treadmill_running', true],
    ['running', false],
    ['outdoor_cycling', false],
    ['', false],
  ])('the word %j is of something indoors: %s', (word, expected) => {
    expect(isIndoorsByName(word)).toBe(expected);
  });
});

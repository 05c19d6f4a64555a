import { describe, expect, it } from 'vitest';
import { energyOf, keytel, workOf, type EnergyInput } from '../domain/formulas/energy.ts';
import { metAtSpeed } from '../domain/formulas/metabolic.ts';
import { trackOf } from './recordings.ts';
import { range } from './numbers.ts';

describe('energy', () => {
  const halfHour = 1800;
  const input = (rest: Partial<EnergyInput>): EnergyInput => ({
    sport: 'RUNNING',
    movingSeconds: halfHour,
    averageSpeed: 10 / 3.6,
    deviceKilocalories: null,
    toldKilocalories: null,
    heartRate: null,
    power: null,
    body: { weightKilograms: 75, ageYears: 35, sex: 'MALE' },
    ...rest,
  });
  const heartRate = { timeWeightedBpm: 150, seconds: halfHour };

  it('follows Keytel: a man of 35 years and 75 kg at 150 bpm for 30 min spends 441.0 kcal, a woman of 30 and 60 kg 296.3', () => {
    expect(energyOf(input({ heartRate }))?.kilocalories).toBeCloseTo(441.0, 1);
    const woman = { weightKilograms: 60, ageYears: 30, sex: 'FEMALE' } as const;
    expect(energyOf(input({ heartRate, body: woman }))?.kilocalories).toBeCloseTo(296.3, 1);
    expect(keytel(150, 60, 30, null)).toBeCloseTo((keytel(150, 60, 30, 'MALE') + keytel(150, 60, 30, 'FEMALE')) / 2, 9);
  });

  it('takes the best source there is', () => {
    const power = { joules: 400_000, seconds: halfHour };
    const all = { power, heartRate, deviceKilocalories: 300 };
    expect(energyOf(input(all))?.source).toBe('POWER');
    expect(energyOf(input(all))?.kilocalories).toBeCloseTo(398.33, 2);
    expect(energyOf(input({ ...all, power: null }))?.source).toBe('HEART_RATE');
    expect(energyOf(input({ ...all, power: { joules: 400_000, seconds: 900 } }))?.source).toBe('HEART_RATE');
    expect(energyOf(input({ ...all, power: null, heartRate: { timeWeightedBpm: 150, seconds: 1400 } }))?.source).toBe(
      'DEVICE',
    );
    expect(energyOf(input({ deviceKilocalories: 300, toldKilocalories: 333 }))?.source).toBe('DEVICE');
    const told = { kilocalories: 333, source: 'MANUAL' };
    for (const movingSeconds of [halfHour, null])
      expect(energyOf(input({ toldKilocalories: 333, movingSeconds }))).toEqual(told);
    const unknown = { weightKilograms: null, ageYears: 35, sex: null };
    expect(energyOf(input({ ...all, power: null, body: unknown }))?.source).toBe('DEVICE');
    expect(energyOf(input({}))?.source).toBe('MET_BY_SPEED');
    expect(energyOf(input({ sport: 'YOGA' }))?.source).toBe('MET_GENERIC');
    expect(energyOf(input({ movingSeconds: null }))).toBeNull();
  });

  it('is not of readings where nobody moved', () => {
    const power = { joules: 400_000, seconds: halfHour };
    const still = energyOf(input({ movingSeconds: 0, heartRate, power, deviceKilocalories: 300 }));
    expect(still).toEqual({ kilocalories: 300, source: 'DEVICE' });
  });

  it('is not that of a device that tells none because it knows of none', () => {
    expect(energyOf(input({ deviceKilocalories: 0 }))).toEqual(energyOf(input({})));
    expect(energyOf(input({ deviceKilocalories: 0, movingSeconds: null }))).toBeNull();
    const moment = energyOf(input({ deviceKilocalories: 0, movingSeconds: 14 }));
    expect(moment).toEqual({ kilocalories: 0, source: 'DEVICE' });
  });

  it('is never below zero', () => {
    expect(energyOf(input({ heartRate: { timeWeightedBpm: 31, seconds: halfHour } }))?.kilocalories).toBe(0);
  });

  it.each([
    ['RUNNING', 4.1, 6.5],
    ['RUNNING', 6.2, 9.3],
    ['RUNNING', 9.5, 14.8],
    ['RUNNING', 13, 18.5],
    ['RUNNING', 2, 6.5],
    ['HIKING', 3, 3.8],
    ['WALKING', 4.6, 7.0],
    ['CYCLING', 15, 10.0],
    ['CYCLING', 25, 16.8],
    ['SWIMMING', 0.5, 5.8],
    ['SWIMMING', 2.5, 5.8],
    ['OPEN_WATER_SWIMMING', 2.6, 9.8],
  ] as const)('%s at %d mph has %d MET', (sport, mph, met) => {
    expect(metAtSpeed(sport, mph * 0.44704)).toBe(met);
  });

  it('of a swim is that of a fast crawl from 75 yards a minute on', () => {
    const swim = (averageSpeed: number) => energyOf(input({ sport: 'SWIMMING', averageSpeed }));
    expect(swim(1.142)).toEqual({ kilocalories: 5.8 * 75 * 0.5, source: 'MET_BY_SPEED' });
    expect(swim(1.144)).toEqual({ kilocalories: 9.8 * 75 * 0.5, source: 'MET_BY_SPEED' });
  });

  it('is MET × kg × h', () => {
    expect(energyOf(input({ averageSpeed: 6 * 0.44704 }))?.kilocalories).toBeCloseTo(9.3 * 75 * 0.5, 6);
  });

  it('sums power over time, not over long gaps', () => {
    const track = trackOf([
      { offset: 0, power: 200 },
      { offset: 10, power: 100 },
      { offset: 500, power: 300 },
    ]);
    expect(workOf(track)).toEqual({ joules: 2000 + 1500, seconds: 25 });
  });

  it('sums power that stands in every second point, and for a while where no more comes', () => {
    const rows = Array.from({ length: 101 }, (_, i) => ({ offset: i, ...(i % 2 === 0 ? { power: 200 } : {}) }));
    expect(workOf(trackOf(rows))).toEqual({ joules: 20_000, seconds: 100 });
    const lost = Array.from({ length: 101 }, (_, i) => ({ offset: i, ...(i <= 10 ? { power: 200 } : {}) }));
    expect(workOf(trackOf(lost))).toEqual({ joules: 5000, seconds: 25 });
    expect(workOf(trackOf([{ offset: 0, power: 200 }], [{ offset: 5 }]))).toBeNull();
  });

  it('sums power that is read every half minute over all the time', () => {
    const rows = range(361).map((i) => ({ offset: i * 10, ...(i % 3 === 0 ? { power: 200 } : {}) }));
    expect(workOf(trackOf(rows))).toEqual({ joules: 720_000, seconds: 3600 });
  });
});

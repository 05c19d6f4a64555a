import { describe, expect, it } from 'vitest';
import { UNKNOWN_PROFILE } from '../domain/figures.ts';
import { heartRateOf, maximumHeartRate, tanaka } from '../domain/formulas/heartRate.ts';
import { figuresOf, recordingOf, straightLine, trackOf } from './recordings.ts';
import { range, sum } from './numbers.ts';

describe('heart rate', () => {
  it('is the mean of the readings, as other readers of such files report it', () => {
    const track = trackOf([
      { offset: 0, heartRate: 100 },
      { offset: 10, heartRate: 100 },
      ...range(11).map((i) => ({ offset: 20 + i, heartRate: 150 })),
    ]);
    expect(heartRateOf(track, 190)?.averageBpm).toBeCloseTo((100 * 2 + 150 * 11) / 13, 5);
    expect(heartRateOf(track, 190)?.maxBpm).toBe(150);
  });

  it('is weighted by time for the energy that comes of it', () => {
    const track = trackOf([
      { offset: 0, heartRate: 100 },
      { offset: 10, heartRate: 100 },
      ...range(11).map((i) => ({ offset: 20 + i, heartRate: 150 })),
    ]);
    expect(heartRateOf(track, 190)?.timeWeightedBpm).toBeCloseTo((100 * 15 + 150 * 15) / 30, 5);
  });

  it('speaks for no longer than 15 s without a reading, and never for a pause', () => {
    const track = trackOf(
      [
        { offset: 0, heartRate: 100 },
        { offset: 1000, heartRate: 100 },
      ],
      [
        { offset: 2000, heartRate: 100 },
        { offset: 2010, heartRate: 100 },
      ],
    );
    expect(heartRateOf(track, 190)?.seconds).toBe(25);
  });

  it.each([
    [5, 15],
    [12, 18],
    [30, 45],
    [60, 90],
    [100, 90],
  ])('of a recording with a reading every %d s speaks for %d s at most', (every, longest) => {
    const readings = range(10).map((i) => ({ offset: i * every, heartRate: 150 }));
    const after = { offset: 9 * every + 1000, heartRate: 150 };
    expect(heartRateOf(trackOf([...readings, after]), 190)?.seconds).toBe(9 * Math.min(every, longest) + longest);
  });

  it('of an hour with a reading every 30 s is an hour in zones, and the source of its energy', () => {
    const hour = range(121).map((i) => ({ ...straightLine(3600, 3, 30)[i], heartRate: 150 }));
    const profile = { ...UNKNOWN_PROFILE, birthDate: '1990-05-01', weightKilograms: 70 };
    const { heartRate, energy } = figuresOf(recordingOf([hour]), { profile });
    expect(sum(heartRate?.zones.map(({ seconds }) => seconds) ?? [])).toBe(3600);
    expect(energy?.source).toBe('HEART_RATE');
  });

  it('puts seconds into five zones whose bounds belong to the higher one', () => {
    const track = trackOf([119, 120, 140, 160, 180, 181].map((heartRate, i) => ({ offset: i * 2, heartRate })));
    expect(heartRateOf(track, 200)?.zones).toEqual([
      { zone: 1, seconds: 1 },
      { zone: 2, seconds: 2 },
      { zone: 3, seconds: 2 },
      { zone: 4, seconds: 2 },
      { zone: 5, seconds: 3 },
    ]);
  });

  it('has the maximum of the profile, else of the age, else of an assumed age or what was seen', () => {
    expect(tanaka(40)).toBe(180);
    expect(maximumHeartRate(195, 40, 170)).toEqual({ bpm: 195, source: 'PROFILE' });
    expect(maximumHeartRate(null, 40, 170)).toEqual({ bpm: 180, source: 'AGE' });
    expect(maximumHeartRate(null, null, 170)).toEqual({ bpm: 183.5, source: 'ASSUMED' });
    expect(maximumHeartRate(null, null, 199)).toEqual({ bpm: 199, source: 'ASSUMED' });
  });

  it('is null without a reading', () => {
    expect(heartRateOf(trackOf([{ offset: 0 }]), 190)).toBeNull();
  });
});

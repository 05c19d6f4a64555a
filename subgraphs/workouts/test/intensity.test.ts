import { describe, expect, it } from 'vitest';
import { averageCadence, averagePower, maxPower, maxSpeed } from '../domain/formulas/intensity.ts';
import { highestBpmOf } from '../domain/formulas/laps.ts';
import { spikeSpeed } from '../domain/sport.ts';
import { range } from './numbers.ts';
import { analysisOf, METER, recordingOf, straightLine, trackOf } from './recordings.ts';

describe('power and cadence', () => {
  const track = trackOf([
    { offset: 0, power: 0, cadence: 0 },
    { offset: 1, power: 300, cadence: 90 },
    { offset: 2 },
    { offset: 3, power: 150, cadence: 80 },
  ]);

  it('are means of the readings: power with those of 0, cadence without', () => {
    expect(averagePower(track)).toBe(150);
    expect(maxPower(track)).toBe(300);
    expect(averageCadence(track)).toBe(85);
  });

  it('pass over power that nobody gives, be it in a row: above 3000 W', () => {
    const watts = [200, 2500, 3000, 3181, 29_166, 3181, 4720, 100];
    const points = straightLine(7, 9).map((point, i) => ({ ...point, power: watts[i] ?? NaN }));
    const ridden = analysisOf(recordingOf([points], { sport: 'CYCLING' })).track;
    expect(maxPower(ridden)).toBe(3000);
    expect(averagePower(ridden)).toBe((200 + 2500 + 3000 + 100) / 4);
  });

  it('are null where none was recorded, and cadence where nobody turned', () => {
    const nothing = trackOf([{ offset: 0 }]);
    for (const figure of [averagePower, maxPower, averageCadence]) expect(figure(nothing)).toBeNull();
    expect(averageCadence(trackOf([{ offset: 0, cadence: 0 }]))).toBeNull();
    expect(averagePower(trackOf([{ offset: 0, power: 0 }]))).toBe(0);
  });

  it('count steps of both feet on foot', () => {
    const strides = straightLine(60, 3).map((point) => ({ ...point, cadence: 84 }));
    expect(averageCadence(analysisOf(recordingOf([strides])).track)).toBe(168);
    expect(averageCadence(analysisOf(recordingOf([strides], { sport: 'CYCLING' })).track)).toBe(84);
  });
});

describe('the highest speed', () => {
  const limit = spikeSpeed('RUNNING');

  it('is the device’s, but for what nobody can reach in the sport', () => {
    const speeds = [3, 3, 6.5, 340, 3];
    const points = straightLine(4, 3).map((point, i) => ({ ...point, speed: speeds[i] ?? NaN }));
    expect(maxSpeed(analysisOf(recordingOf([points])).track, limit)).toBe(6.5);
  });

  it('is that of some seconds of the way where no device tells one, so that a stray position is none', () => {
    const points = straightLine(600, 3).map((point, i) =>
      i === 300 ? { ...point, longitude: 14.5 + 12 * METER } : point,
    );
    expect(maxSpeed(analysisOf(recordingOf([straightLine(600, 3)])).track, limit)).toBeCloseTo(3, 2);
    const found = maxSpeed(analysisOf(recordingOf([points])).track, limit);
    expect(found).toBeGreaterThan(3);
    expect(found).toBeLessThan(5);
  });

  it('is null where nothing tells of a speed, and where all are too high', () => {
    expect(maxSpeed(trackOf([{ offset: 0, heartRate: 120 }]), limit)).toBeNull();
    expect(maxSpeed(trackOf([{ offset: 0, speed: 100 }]), limit)).toBeNull();
  });
});

describe('the highest heart rate of a lap', () => {
  const lap = (index: number, startOffsetSeconds: number | null, elapsedSeconds: number) => ({
    ...{ index, startOffsetSeconds, elapsedSeconds },
    ...{ distanceMeters: null, averageHeartRateBpm: null },
  });
  const track = trackOf(range(61).map((i) => ({ offset: i, heartRate: 100 + i })));

  it('is that of the readings from its start to its end', () => {
    const laps = [lap(1, 0, 20), lap(2, 20, 20), lap(3, 40, 10)];
    expect([...highestBpmOf(laps, track)]).toEqual([
      [1, 119],
      [2, 139],
      [3, 150],
    ]);
  });

  it('is not known of a lap that does not say when it began, or has no reading', () => {
    expect([...highestBpmOf([lap(1, null, 60), lap(2, 1000, 60)], track)]).toEqual([]);
  });
});

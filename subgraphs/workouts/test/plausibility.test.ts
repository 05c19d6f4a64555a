import { describe, expect, it } from 'vitest';
import { NO_TOTALS } from '../domain/recording.ts';
import { figuresOf, flagCodes, recordingOf, START, straightLine } from './recordings.ts';

describe('plausibility', () => {
  const ride = (sport: 'WALKING' | 'RUNNING' | 'CYCLING' | 'SWIMMING', kilometersPerHour: number) =>
    figuresOf(recordingOf([straightLine(1200, kilometersPerHour / 3.6, 5)], { sport })).flags.map(
      ({ code, severity }) => `${severity} ${code}`,
    );

  it.each([
    ['WALKING', 8.5, []],
    ['WALKING', 12, ['SOFT IMPLAUSIBLE_SPEED']],
    ['WALKING', 16, ['HARD IMPLAUSIBLE_SPEED']],
    ['RUNNING', 24, []],
    ['RUNNING', 26, ['SOFT IMPLAUSIBLE_SPEED']],
    ['RUNNING', 30, ['HARD IMPLAUSIBLE_SPEED']],
    ['RUNNING', 40, ['HARD IMPLAUSIBLE_SPEED', 'SOFT IMPLAUSIBLE_BURST']],
    ['CYCLING', 59, []],
    ['CYCLING', 70, ['SOFT IMPLAUSIBLE_SPEED']],
    ['CYCLING', 95, ['HARD IMPLAUSIBLE_SPEED', 'SOFT IMPLAUSIBLE_BURST']],
    ['CYCLING', 135, ['HARD IMPLAUSIBLE_SPEED', 'HARD IMPLAUSIBLE_BURST']],
    ['SWIMMING', 5, []],
    ['SWIMMING', 10, ['HARD IMPLAUSIBLE_SPEED']],
  ] as const)('%s at %d km/h: %j', (sport, speed, expected) => {
    expect(ride(sport, speed)).toEqual(expected);
  });

  it.each([
    ['WALKING', 9, 15],
    ['RUNNING', 24.5, 27],
    ['CYCLING', 60, 85],
    ['SWIMMING', 6, 9],
  ] as const)('%s: doubts above %d km/h and does not believe above %d, to the tenth', (sport, soft, hard) => {
    const speedFlags = (speed: number): string[] => ride(sport, speed).filter((each) => each.includes('SPEED'));
    expect(speedFlags(soft - 0.05)).toEqual([]);
    expect(speedFlags(soft + 0.05)).toEqual(['SOFT IMPLAUSIBLE_SPEED']);
    expect(speedFlags(hard - 0.05)).toEqual(['SOFT IMPLAUSIBLE_SPEED']);
    expect(speedFlags(hard + 0.05)).toEqual(['HARD IMPLAUSIBLE_SPEED']);
  });

  it.each([
    ['RUNNING', 37.6, 45],
    ['CYCLING', 90, 130],
  ] as const)('%s: doubts ten seconds above %d km/h and does not believe them above %d', (sport, soft, hard) => {
    const burst = (speed: number): string[] => {
      const slow = straightLine(600, 2).map(({ time }) => ({ time, distance: (time ?? 0) * 2 }));
      const fast = straightLine(12, 1, 1, 601).map(({ time }) => ({
        time,
        distance: 1200 + ((time ?? 0) - 600) * (speed / 3.6),
      }));
      return figuresOf(recordingOf([[...slow, ...fast]], { format: 'FIT', sport })).flags.flatMap(
        ({ code, severity }) => (code === 'IMPLAUSIBLE_BURST' ? severity : []),
      );
    };
    expect(burst(soft - 0.1)).toEqual([]);
    expect(burst(soft + 0.1)).toEqual(['SOFT']);
    expect(burst(hard - 0.1)).toEqual(['SOFT']);
    expect(burst(hard + 0.1)).toEqual(['HARD']);
  });

  it('does not believe a distance as told that the points and the time cannot hold', () => {
    const told = (distanceMeters: number, elapsedSeconds: number | null): string[] => {
      const totals = { ...NO_TOTALS, startedAt: START, distanceMeters, elapsedSeconds, timerSeconds: elapsedSeconds };
      return flagCodes(figuresOf(recordingOf([straightLine(600, 3)], { format: 'FIT', totals })));
    };
    expect(told(1800, 600)).toEqual([]);
    expect(told(200_000, 600)).toEqual(['IMPLAUSIBLE_SPEED']);
    expect(told(200_000, 0)).toEqual(['IMPLAUSIBLE_SPEED']);
    const alone = { ...NO_TOTALS, startedAt: START, distanceMeters: 10_000, elapsedSeconds: 0, timerSeconds: 0.5 };
    const noPoints = recordingOf(
      [
        [
          { time: 0, heartRate: 120 },
          { time: 1, heartRate: 121 },
        ],
      ],
      { totals: alone },
    );
    expect(flagCodes(figuresOf({ ...noPoints, format: 'FIT' }))).toEqual(['IMPLAUSIBLE_SPEED']);
  });

  it('doubts a sprint that no muscle can begin', () => {
    const line = [...straightLine(60, 0.5), ...straightLine(60, 40, 1, 61)].map((each, i, all) => ({
      ...each,
      distance: i <= 60 ? i * 0.5 : 30 + (i - 60) * 40,
      latitude: undefined,
      longitude: undefined,
      time: all[i]?.time,
    }));
    expect(flagCodes(figuresOf(recordingOf([line], { format: 'FIT' })))).toContain('IMPLAUSIBLE_ACCELERATION');
    const gaining = (perSecond: number): boolean => {
      const rows = straightLine(20, 1).map(({ time = 0 }) => ({ time, distance: (perSecond * time * time) / 2 }));
      return flagCodes(figuresOf(recordingOf([rows], { format: 'FIT' }))).includes('IMPLAUSIBLE_ACCELERATION');
    };
    expect([gaining(4.9), gaining(5.1)]).toEqual([false, true]);
  });

  it('doubts 30 s above 3 m/s without a step, not 29 s, and not at 3 m/s', () => {
    const floating = (seconds: number, speed: number): string[] => {
      const line = straightLine(120, speed).map((each, i) => ({
        ...each,
        speed,
        cadence: i < 60 && i >= 60 - seconds ? 0 : 85,
      }));
      return flagCodes(figuresOf(recordingOf([line])));
    };
    expect(floating(31, 4)).toEqual(['NO_STEPS']);
    expect(floating(30, 4)).toEqual([]);
    expect(floating(60, 3)).toEqual([]);
    const line = straightLine(120, 4).map((each) => ({ ...each, cadence: 0 }));
    expect(flagCodes(figuresOf(recordingOf([line])))).toEqual(['NO_STEPS']);
    const dropouts = line.map((each, i) => ({ ...each, cadence: i % 20 ? 0 : 85 }));
    expect(flagCodes(figuresOf(recordingOf([dropouts])))).toEqual([]);
  });

  it('doubts what starts in the future, and what lasts more than 36 hours', () => {
    expect(flagCodes(figuresOf(recordingOf([straightLine(100, 3)]), { now: START - 6 * 60_000 }))).toEqual([
      'IMPLAUSIBLE_START',
    ]);
    expect(flagCodes(figuresOf(recordingOf([straightLine(100, 3)]), { now: START - 4 * 60_000 }))).toEqual([]);
    expect(flagCodes(figuresOf(recordingOf([straightLine(100, 3)]), { now: START - 5 * 60_000 }))).toEqual([]);
    expect(flagCodes(figuresOf(recordingOf([straightLine(36 * 3600, 1, 600)])))).toEqual([]);
    expect(flagCodes(figuresOf(recordingOf([straightLine(36 * 3600 + 600, 1, 600)])))).toEqual([
      'IMPLAUSIBLE_DURATION',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { routeOf } from '../domain/formulas/route.ts';
import { analysisOf, figuresOf, flagCodes, METER, recordingOf, refusal, straightLine } from './recordings.ts';

describe('coordinates', () => {
  it.each([
    [95, 14],
    [46, 200],
    [0, 0],
    [NaN, 14],
  ])('(%d, %d) are dropped', (latitude, longitude) => {
    const line = straightLine(100, 3).map((each, i) => (i === 50 ? { ...each, latitude, longitude } : each));
    const { figures, track } = analysisOf(recordingOf([line]));
    expect(figures.distanceMeters).toBeCloseTo(300, 0);
    expect(routeOf(track, 5)?.bounds.north).toBeLessThan(47);
  });

  it('that are all bad refuse a track, but not an indoor workout', () => {
    const line = straightLine(100, 3).map((each) => ({ ...each, latitude: 0, longitude: 0, heartRate: 120 }));
    expect(refusal(recordingOf([line]))).toBe('NO_USABLE_POINTS');
    expect(refusal(recordingOf([line], { format: 'FIT' }))).toBeNull();
    expect(refusal(recordingOf([], { format: 'FIT' }))).toBe('NO_USABLE_POINTS');
  });

  it('that spike for one or two samples are dropped', () => {
    const line = straightLine(100, 3).map((each, i) => (i === 50 || i === 51 ? { ...each, latitude: 46.1 } : each));
    const found = figuresOf(recordingOf([line]));
    expect(found.distanceMeters).toBeCloseTo(300, 0);
    expect(found.flags).toEqual([]);
  });

  it.each([
    ['the first', 1, 500],
    ['the first', 1, 3000],
    ['the first two', 2, 3000],
  ])('with which a segment begins that are spikes are dropped: %s, %i of them, %i m away', (_which, count, meters) => {
    const line = straightLine(100, 3, 5);
    const beginning = line.map((each, i) =>
      i < count ? { ...each, latitude: (each.latitude ?? 0) - meters * METER } : each,
    );
    for (const segments of [[beginning], [straightLine(100, 3, 5, -200), beginning]]) {
      const { track, figures } = analysisOf(recordingOf(segments));
      expect(figures.flags).toEqual([]);
      expect(figures.distanceMeters).toBeCloseTo(300 * segments.length - 15 * count, 0);
      expect(routeOf(track, 0)?.pointCount).toBe(segments.flat().length - count);
      expect(track.segmentStarts).toHaveLength(segments.length);
    }
  });

  it('with which a segment begins are dropped also where each lies elsewhere, and only those that do', () => {
    const away = (meters: Record<number, number>) =>
      recordingOf([
        straightLine(100, 3).map((each, i) => ({ ...each, latitude: (each.latitude ?? 0) + (meters[i] ?? 0) * METER })),
      ]);
    expect(figuresOf(away({ 0: -3000, 1: 2000 })).distanceMeters).toBeCloseTo(294, 0);
    expect(figuresOf(away({ 1: 2000 })).distanceMeters).toBeCloseTo(300, 0);
    for (const meters of [-3000, 0]) expect(figuresOf(away({ 0: meters, 1: 2000 })).flags).toEqual([]);
  });

  it('that jump and stay away are a teleport, whose length counts for nothing', () => {
    const line = straightLine(100, 3).map((each, i) =>
      i >= 50 ? { ...each, latitude: (each.latitude ?? 0) + 0.1 } : each,
    );
    const found = figuresOf(recordingOf([line]));
    expect(found.distanceMeters).toBeCloseTo(297, 0);
    expect(flagCodes(found)).toEqual(['TELEPORT']);
  });
});

describe('elevation', () => {
  const climb = (change: (i: number, elevation: number) => number) =>
    figuresOf(recordingOf([straightLine(600, 3).map((each, i) => ({ ...each, elevation: change(i, 300 + i / 6) }))]))
      .elevationGainMeters;

  it('that leaps at a single point is none, and what lasts is', () => {
    const plain = climb((_, elevation) => elevation);
    for (const lie of [0, -32.7, 9000]) expect(climb((i, elevation) => (i === 300 ? lie : elevation))).toBe(plain);
    expect(climb((i, elevation) => (i >= 300 && i < 400 ? elevation + 200 : elevation))).toBeGreaterThan(250);
  });
});

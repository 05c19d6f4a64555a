import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, distanceOf, EMPTY_VIEW } from '../domain/live/view.ts';
import type { Sport } from '../domain/sport.ts';
import {
  figuresOf,
  flagCodes,
  kilometersOf,
  METER,
  recordingOf,
  START,
  straightLine,
  type PointValues,
} from './recordings.ts';

const sportAt = (speed: number): Sport => (speed > 5 ? 'CYCLING' : speed > 2 ? 'RUNNING' : 'WALKING');

/** Positions or a running distance, or both. */
type Told = 'POSITIONS' | 'DISTANCE' | 'BOTH';

const told = (what: Told, meters: number): PointValues => ({
  ...(what === 'DISTANCE' ? {} : { latitude: 46 + meters * METER, longitude: 14.5 }),
  ...(what === 'POSITIONS' ? {} : { distance: meters }),
});

/** A row every `every` seconds over an hour, where a person is that stands still from and to some times, told anew every `hold` rows. */
function held(what: Told, { speed, every, hold, stops }: Held): { rows: PointValues[]; moving: number } {
  const movingAt = (second: number): number =>
    stops.reduce((moving, { from, to }) => moving - Math.max(0, Math.min(second, to) - from), second);
  const rows = Array.from({ length: Math.floor(3600 / every) + 1 }, (_, i) => ({
    time: i * every,
    heartRate: 120,
    ...told(what, speed * movingAt(Math.floor(i / hold) * hold * every)),
  }));
  return { rows, moving: movingAt(3600) };
}

type Held = { speed: number; every: number; hold: number; stops: readonly { from: number; to: number }[] };

describe('values that a program repeats while the person goes on', () => {
  const stop = fc.record({ begin: fc.integer({ min: 0, max: 300 }), seconds: fc.integer({ min: 60, max: 600 }) });
  const way = fc
    .record({
      speed: fc.constantFrom(1.1, 1.4, 2.2, 3, 4, 8, 12),
      every: fc.integer({ min: 1, max: 5 }),
      seconds: fc.integer({ min: 1, max: 60 }),
      stops: fc.array(stop, { maxLength: 3 }),
    })
    .map(({ seconds, stops, ...rest }) => ({
      ...rest,
      hold: Math.max(1, Math.floor(seconds / rest.every)),
      stops: stops.map(({ begin, seconds: length }, i) => {
        const from = 300 + i * 1000 + begin;
        return { from, to: from + length };
      }),
    }));

  it('make neither rests nor leaps, at whatever steady speed, and what rests there are stay', () => {
    fc.assert(
      fc.property(way, fc.constantFrom<Told>('POSITIONS', 'DISTANCE', 'BOTH'), (each, what) => {
        const { rows, moving } = held(what, each);
        const found = figuresOf(recordingOf([rows], { sport: sportAt(each.speed), format: 'TCX' }));
        // of each rest, and of the end, what lies between two values cannot be known
        const unknown = each.hold * each.every * (each.stops.length + 1);
        expect(Math.abs((found.movingSeconds ?? 0) - moving)).toBeLessThanOrEqual(unknown + 0.01 * moving);
        expect(Math.abs((found.distanceMeters ?? 0) - moving * each.speed)).toBeLessThanOrEqual(60 * each.speed);
        expect(found.flags).toEqual([]);
        expect(found.richness.hasGps).toBe(what !== 'DISTANCE');
      }),
    );
  });

  it.each([
    ['a run, 20 s', 3.2, 20, 'POSITIONS'],
    ['a ride, 20 s', 8, 20, 'POSITIONS'],
    ['a ride, 30 s', 8, 30, 'BOTH'],
    ['a walk, 45 s', 1.4, 45, 'POSITIONS'],
    ['a run, 20 s, without positions', 3, 20, 'DISTANCE'],
  ] as const)('leave time and speed what they are: %s', (_, speed, hold, what) => {
    const { rows } = held(what, { speed, every: 1, hold, stops: [] });
    const recording = recordingOf([rows], { sport: sportAt(speed), format: 'TCX' });
    const found = figuresOf(recording);
    expect(found.distanceMeters).toBeCloseTo(3600 * speed, 0);
    expect(found.movingSeconds).toBe(3600);
    for (const { elapsedSeconds } of kilometersOf(recording).slice(0, -1))
      expect(elapsedSeconds).toBeCloseTo(1000 / speed, 0);
  });

  it('leave time and distance what they are down a hill, too, much faster than usual', () => {
    const meters = [0];
    for (let i = 0; i < 3600; i++) meters.push((meters.at(-1) ?? 0) + (i >= 2400 && i < 2700 ? 15 : 4));
    const rows = meters.map((_, time) => ({ time, ...told('POSITIONS', meters[time - (time % 20)] ?? 0) }));
    const found = figuresOf(recordingOf([rows], { sport: 'CYCLING', format: 'TCX' }));
    expect(found.distanceMeters).toBeCloseTo(3300 * 4 + 300 * 15, 0);
    expect(found.movingSeconds).toBe(3600);
    expect(flagCodes(found)).toEqual([]);
  });

  it('show the way live as in the end, but for the newest fix until it is told again', () => {
    const { rows } = held('POSITIONS', { speed: 3.2, every: 1, hold: 20, stops: [] });
    const samples = rows.map(({ time = 0, latitude = null, longitude = null }, sequence) => ({
      sequence,
      at: START + time * 1000,
      latitude,
      longitude,
      elevation: null,
      heartRate: 120,
      cadence: null,
      power: null,
      distance: null,
      exercise: null,
      repetitions: null,
    }));
    const by = { sport: 'RUNNING' as const, timer: [] };
    const shownAt = (second: number): number | null =>
      distanceOf(advance({ ...EMPTY_VIEW, sport: by.sport }, samples.slice(0, second + 1), by, 1));
    expect(shownAt(3600)).toBeCloseTo(3580 * 3.2, 0);
    expect(shownAt(3583)).toBeCloseTo(3580 * 3.2, 0);
  });
});

describe('somebody who stands still', () => {
  /** Ten times two minutes of way, then a rest, with a row every `every` seconds throughout, and `first` metres after it. */
  const lights = (speed: number, every: number, rest: number, first: number): PointValues[] => {
    const rows: PointValues[] = [];
    let [time, meters] = [0, 0];
    const go = (seconds: number, step: number): void => {
      for (let i = 0; i < seconds; i += every) {
        time += every;
        meters += step;
        rows.push({ time, ...told('BOTH', meters) });
      }
    };
    for (let i = 0; i < 10; i++) {
      go(every, first);
      go(120, speed * every);
      go(rest, 0);
    }
    return rows;
  };

  it.each([
    ['sets out slowly', 6, 1, 30, 3],
    ['runs on at once', 3, 1, 30, 3],
    ['is soon fast', 6, 1, 30, 12],
    ['is recorded every 7 s', 6, 7, 35, 42],
    ['is recorded every 7 s, and fast', 6, 7, 35, 80],
    ['walks on after a long rest', 1.4, 1, 300, 1.4],
  ] as const)('has rested as long as that: %s', (_, speed, every, rest, first) => {
    const found = figuresOf(recordingOf([lights(speed, every, rest, first)], { sport: sportAt(speed) }));
    expect((found.elapsedSeconds ?? 0) - (found.movingSeconds ?? 0)).toBe(10 * rest);
  });

  it.each([
    ['with positions', 'BOTH'],
    ['with positions alone', 'POSITIONS'],
    ['with a running distance alone', 'DISTANCE'],
  ] as const)('has rested until a start far faster than usual: %s', (_, what) => {
    const speedAt = (second: number): number => (second < 40 || second >= 430 ? 0 : second < 97 ? 7.02 : 1.2);
    const meters = [0];
    for (let i = 0; i < 8 * 450; i++) meters.push((meters.at(-1) ?? 0) + speedAt(i % 450));
    const rows = meters.map((each, time) => ({ time, heartRate: 120, ...told(what, each) }));
    const found = figuresOf(recordingOf([rows], { sport: 'RUNNING', format: 'TCX' }));
    expect((found.elapsedSeconds ?? 0) - (found.movingSeconds ?? 0)).toBe(8 * 60);
    expect(found.bestEfforts[0]).toMatchObject({ distanceMeters: 400, elapsedSeconds: expect.closeTo(57, 0) });
  });

  it('is nowhere else when the receiver says so once, at the end of it', () => {
    const rest = Array.from({ length: 60 }, (_, i) => ({ time: 301 + i, ...told('POSITIONS', 900) }));
    const spike = { time: 361, ...told('POSITIONS', 1400) };
    const on = straightLine(600, 3, 1, 300).map((each) => ({ ...each, time: (each.time ?? 0) + 62 }));
    const found = figuresOf(recordingOf([[...straightLine(300, 3), ...rest, spike, ...on]]));
    expect(found.distanceMeters).toBeCloseTo(2700, 0);
    expect(flagCodes(found)).toEqual([]);
  });

  it.each([
    ['twice, far away', 60, [300, 304]],
    ['twice at nearly the same place', 60, [300, 300.01]],
    ['twice, near by, after a short rest', 10, [60, 63]],
    ['once', 60, [300]],
  ])('is nowhere else when the receiver says so in the midst of it or at the end of all, %s', (_, seconds, strays) => {
    const rows: PointValues[] = [];
    let meters = 0;
    const tell = (east = 0): void =>
      void rows.push({ time: rows.length, ...told('POSITIONS', meters), longitude: 14.5 + east * METER });
    const go = (): void => {
      for (let i = 0; i < 200; i++, meters += 3) tell();
    };
    const rest = (): void => {
      for (let i = 0; i < seconds; i++) tell();
    };
    for (let i = 0; i < 4; i++) {
      go();
      rest();
      strays.forEach(tell);
      rest();
    }
    strays.forEach(tell);
    const found = figuresOf(recordingOf([rows]));
    expect(found.distanceMeters).toBeCloseTo(meters, 0);
    expect(flagCodes(found)).toEqual([]);
  });
});

describe('a stale position that leaps', () => {
  const run = (from: number, meters: number): PointValues[] =>
    Array.from({ length: 900 }, (_, i) => ({ time: from + i, ...told('POSITIONS', meters + 3 * i) }));
  const hold = (from: number, seconds: number, meters: number): PointValues[] =>
    Array.from({ length: seconds }, (_, i) => ({ time: from + i, ...told('POSITIONS', meters) }));

  it.each([
    ['of the last time, until the receiver has a fix', [[...hold(0, 25, -250), ...run(25, 0)]], 1],
    ['of the last time, further off', [[...hold(0, 120, -1200), ...run(120, 0)]], 1],
    ['in a pause with a bus ride in it', [[...run(0, 0), ...hold(900, 900, 2700), ...run(1800, 8700)]], 2],
    ['at the begin of a segment', [run(0, 0), [...hold(2000, 500, 2700), ...run(2500, 7700)]], 2],
  ])('counts for nothing, and is told of: %s', (_, segments, runs) => {
    const found = figuresOf(recordingOf(segments));
    // one step before each run may be lost or won
    expect(Math.abs((found.distanceMeters ?? 0) - runs * 899 * 3)).toBeLessThan(7);
    expect(Math.abs((found.movingSeconds ?? 0) - runs * 899)).toBeLessThan(3);
    expect(found.bestEfforts[0]).toMatchObject({ distanceMeters: 400, elapsedSeconds: expect.closeTo(133.3, 0) });
    expect(flagCodes(found)).toEqual(['TELEPORT']);
  });
});

describe('rows without a position between two that have one', () => {
  it('lie on the way between them by their times', () => {
    const line = straightLine(1200, 3.2).map((each) =>
      (each.time ?? 0) % 20 === 0 ? each : { time: each.time, heartRate: 120 },
    );
    const found = figuresOf(recordingOf([line]));
    expect(found.distanceMeters).toBeCloseTo(3840, 0);
    expect(found.movingSeconds).toBe(1200);
    expect(flagCodes(found)).toEqual([]);
  });
});

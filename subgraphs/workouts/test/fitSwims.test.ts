import { FitBaseType, type FitEncoder, type FitEncoderField } from 'fit-file-parser/encoder';
import { describe, expect, it } from 'vitest';
import type { WorkoutFigures } from '../domain/figures.ts';
import type { Recording } from '../domain/recording.ts';
import { fitTime, field, uint8, uint16, uint32, encoder, record } from './fitFiles.ts';
import { analysed, recordingIn, START } from './recordings.ts';

describe('the FIT reader, of a pool swim,', () => {
  const swum = (seconds: number, elapsed: number, isActive = true): FitEncoderField[] => [
    uint32(2, fitTime(seconds)),
    uint32(3, elapsed * 1000),
    field(FitBaseType.Enum, 1)(12, isActive ? 1 : 0),
  ];
  const session = [
    uint32(253, fitTime(130)),
    uint32(2, fitTime(0)),
    field(FitBaseType.Enum, 1)(5, 5),
    uint32(7, 130_000),
    uint32(8, 130_000),
    uint16(44, 2500),
  ];
  const withLengths = (file: FitEncoder): Uint8Array =>
    file
      .writeMessage(101, swum(0, 40), 2)
      .writeMessage(101, swum(40, 50, false), 2)
      .writeMessage(101, swum(90, 40), 2)
      .writeMessage(18, session, 3)
      .close();
  const offsets = (recording: Recording): number[] => [...recording.points.time].map((at) => (at - START) / 1000);

  it('gives records without a time that of their length', () => {
    const file = encoder();
    for (const meters of [25, 25, 50]) file.writeMessage(20, [uint32(5, meters * 100)], 1);
    const recording = recordingIn(withLengths(file));
    expect(offsets(recording)).toEqual([0, 40, 90, 130]);
    expect([...recording.points.distance]).toEqual([0, 25, 25, 50]);
  });

  it('takes way and time from the lengths where there are no records', () => {
    const recording = recordingIn(withLengths(encoder()));
    expect(offsets(recording)).toEqual([0, 40, 90, 130]);
    expect([...recording.points.distance]).toEqual([0, 25, 25, 50]);
    expect(recording.sport).toBe('SWIMMING');
  });

  it('leaves records alone that have a distance, or have no time and are not one to a length', () => {
    const counted = encoder();
    for (const seconds of [1, 2, 3]) counted.writeMessage(20, record(seconds, uint32(5, 100)), 1);
    expect(offsets(recordingIn(withLengths(counted)))).toEqual([1, 2, 3]);
    const fewer = recordingIn(withLengths(encoder().writeMessage(20, [uint8(3, 100)], 1)));
    expect([offsets(fewer), [...fewer.points.distance]]).toEqual([[NaN], [NaN]]);
  });

  type Part = { from: number; seconds: number; meters: number };
  type Told = { laps?: Part[]; poolMeters?: number; meters?: number; type?: number };
  const enumerated = field(FitBaseType.Enum, 1);
  const ACTIVE = 1;
  const INVALID = 255;
  /** More than 16 bits of cm can say, so they say nothing. */
  const NO_POOL = 655.35;

  const span = ({ from, seconds, meters }: Part): FitEncoderField[] => [
    uint32(253, fitTime(from + seconds)),
    uint32(2, fitTime(from)),
    uint32(7, seconds * 1000),
    uint32(8, seconds * 1000),
    uint32(9, meters * 100),
  ];

  /** The figures of 1200 s in a pool of 25 m; lengths take the given seconds, a negative one is a rest that is no length. */
  const swim = (file: FitEncoder, lengths: number[], told: Told = {}): WorkoutFigures => {
    const { laps = [], poolMeters = 25, meters = 1000, type = ACTIVE } = told;
    let from = 0;
    for (const seconds of lengths) {
      const fields = [uint32(2, fitTime(from)), uint32(3, seconds * 1000), enumerated(12, type)];
      if (seconds > 0) file.writeMessage(101, fields, 2);
      from += Math.abs(seconds);
    }
    for (const lap of laps) file.writeMessage(19, span(lap), 3);
    const session = [...span({ from: 0, seconds: 1200, meters }), enumerated(5, 5), uint16(44, poolMeters * 100)];
    return analysed(file.writeMessage(18, session, 4).close()).figures;
  };
  const evenly = Array.from({ length: 40 }, () => 30);
  const records = (every: number, from: number, to: number, ...fields: FitEncoderField[]): FitEncoder => {
    const file = encoder();
    for (let i = from; i <= to; i += every) file.writeMessage(20, record(i, uint8(3, 130), ...fields), 1);
    return file;
  };

  it.each<[string, FitEncoder, Told]>([
    ['each second', records(1, 0, 1200), {}],
    ['each second, and lengths have no type', records(1, 0, 1200), { type: INVALID }],
    ['each second, and the pool is of unknown length', records(1, 0, 1200), { poolMeters: NO_POOL }],
    ['each second, and the session tells no distance', records(1, 0, 1200), { meters: 0 }],
    ['each second, with a distance that stays 0', records(1, 0, 1200, uint32(5, 0)), {}],
    ['every seven seconds', records(7, 0, 1200), {}],
    ['at the end of each length', records(30, 30, 1200), {}],
    ['once', records(1, 0, 0), {}],
  ])('gives records their distance that stand %s', (_, file, told) => {
    const found = swim(file, evenly, told);
    expect(found).toMatchObject({ distanceMeters: 1000, elapsedSeconds: 1200, flags: [] });
    expect(found.bestEfforts.at(-1)).toMatchObject({ distanceMeters: 1000, elapsedSeconds: 1200 });
    // a record may lie a second beside the end of a length
    expect(found.bestEfforts).toMatchObject([
      { elapsedSeconds: expect.closeTo(480, -0.5) },
      {},
      { elapsedSeconds: 1200 },
    ]);
  });

  it('goes no metre in a rest between two lengths', () => {
    const halves = [...evenly.slice(0, 19), -60, ...evenly.slice(0, 19)];
    const found = swim(records(1, 0, 1200), halves, { meters: 950 });
    expect(found.bestEfforts).toMatchObject([{ elapsedSeconds: 480 }, { elapsedSeconds: 1025.606 }]);
  });

  describe('whose records count the distance at the end of each length', () => {
    type Rest = 'told as a length' | 'told as a length of 0 s' | 'not told';

    /** Sets of lengths of 30 s, with rests of 60 s between; records come so many seconds late. */
    const sets = (counts: readonly number[], rest: Rest, late: number): WorkoutFigures => {
      const file = encoder();
      const length = (from: number, seconds: number, type: number): FitEncoderField[] => [
        uint32(2, fitTime(from)),
        uint32(3, seconds * 1000),
        enumerated(12, type),
      ];
      let [from, meters] = [0, 0];
      counts.forEach((count, i) => {
        if (i > 0 && rest !== 'not told')
          file.writeMessage(101, length(from, rest === 'told as a length' ? 60 : 0, 0), 2);
        if (i > 0) from += 60;
        for (let swum = 0; swum < count; swum++) {
          file.writeMessage(101, length(from, 30, ACTIVE), 2);
          [from, meters] = [from + 30, meters + 25];
          file.writeMessage(20, record(from + late, uint32(5, meters * 100)), 1);
        }
      });
      const session = [...span({ from: 0, seconds: from, meters }), enumerated(5, 5), uint16(44, 2500)];
      return analysed(file.writeMessage(18, session, 4).close()).figures;
    };

    it.each<[Rest, number]>([
      ['told as a length', 0],
      ['told as a length of 0 s', 0],
      ['not told', 0],
      ['not told', 7],
    ])('leaves out of a set the rest before it: %s, records %d s late', (rest, late) => {
      const found = sets([8, 40, 8], rest, late);
      expect(found).toMatchObject({ distanceMeters: 1400, elapsedSeconds: 1800 });
      expect(found.bestEfforts).toMatchObject([
        { distanceMeters: 400, elapsedSeconds: 480 },
        { distanceMeters: 804.672 },
        { distanceMeters: 1000, elapsedSeconds: 1200 },
      ]);
    });

    it('believes them where the lengths together tell another distance', () => {
      const file = encoder();
      for (let i = 1; i <= 40; i++) file.writeMessage(20, record(i * 30, uint32(5, i * 2500)), 1);
      expect(swim(file, evenly.slice(0, 36), { meters: 900 }).distanceMeters).toBe(1000);
    });

    it('believes them where the distance begins anew, as in another sport', () => {
      const file = encoder();
      const count = (from: number, meters: number): void => {
        for (let i = 1; i <= 40; i++)
          file.writeMessage(20, record(from + i * 10, uint32(5, (meters / 40) * i * 100)), 1);
      };
      count(0, 1500);
      count(400, 1000);
      expect(swim(file, evenly, { meters: 1000 }).distanceMeters).toBe(2500);
    });
  });

  it('takes lengths that are told to begin at once as following each other', () => {
    const file = encoder();
    for (const from of [0, 30, 30, 90])
      file.writeMessage(101, [uint32(2, fitTime(from)), uint32(3, 30_000), enumerated(12, ACTIVE)], 2);
    const session = [...span({ from: 0, seconds: 120, meters: 100 }), enumerated(5, 5), uint16(44, 2500)];
    const recording = recordingIn(file.writeMessage(18, session, 4).close());
    expect(offsets(recording)).toEqual([0, 30, 60, 90, 120]);
    expect([...recording.points.distance]).toEqual([0, 25, 50, 75, 100]);
  });

  it('has a length end where the next one begins, if that is shortly before', () => {
    const file = encoder();
    for (const [from, seconds] of [
      [0, 32],
      [30, 30],
    ] as const)
      file.writeMessage(101, [uint32(2, fitTime(from)), uint32(3, seconds * 1000), enumerated(12, ACTIVE)], 2);
    const session = [...span({ from: 0, seconds: 60, meters: 50 }), enumerated(5, 5), uint16(44, 2500)];
    expect(offsets(recordingIn(file.writeMessage(18, session, 4).close()))).toEqual([0, 30, 60]);
  });

  describe('with a drill of 100 m in 120 s', () => {
    const laps = [
      { from: 0, seconds: 540, meters: 450 },
      { from: 540, seconds: 120, meters: 100 },
      { from: 660, seconds: 540, meters: 450 },
    ];
    const half = evenly.slice(0, 18);

    it.each([
      ['one length', [...half, 120, ...half]],
      ['no length', [...half, -120, ...half]],
    ])('goes as far as the session tells, and the drill as its lap: %s', (_, lengths) => {
      for (const file of [encoder(), records(1, 0, 1200)]) {
        const found = swim(file, lengths, { laps });
        expect(found.distanceMeters).toBe(1000);
        expect(found.bestEfforts).toMatchObject([{ elapsedSeconds: 480 }, {}, { elapsedSeconds: 1200 }]);
      }
    });

    it('shares it among all where no laps tell, or not the same', () => {
      for (const told of [{}, { laps: laps.slice(1) }]) {
        const { distanceMeters, bestEfforts } = swim(encoder(), [...half, 120, ...half], told);
        expect(distanceMeters).toBe(1000);
        expect(bestEfforts.at(-1)).toMatchObject({ distanceMeters: 1000, elapsedSeconds: 1200 });
      }
    });
  });
});

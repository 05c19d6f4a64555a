import { FitBaseType, type FitEncoder, type FitEncoderField } from 'fit-file-parser/encoder';
import { describe, expect, it } from 'vitest';
import { NO_TOTALS, type Recording } from '../domain/recording.ts';
import { encoder, field, fitTime, record, uint16, uint32, uint8 } from './fitFiles.ts';
import { analysed, flagCodes, recordingIn, START } from './recordings.ts';

describe('the FIT reader', () => {
  it('adds up several sessions, distances included, and calls different sports OTHER', () => {
    const session = (start: number, sport: number): FitEncoderField[] => [
      uint32(253, fitTime(start + 100)),
      uint32(2, fitTime(start)),
      field(FitBaseType.Enum, 1)(5, sport),
      uint32(7, 100_000),
      uint32(8, 90_000),
      uint32(9, 50_000),
    ];
    const file = encoder()
      .writeMessage(20, record(0, uint32(5, 0)), 1)
      .writeMessage(20, record(100, uint32(5, 50_000)), 1)
      .writeMessage(18, session(0, 1), 2)
      .writeMessage(20, record(160, uint32(5, 0)), 1)
      .writeMessage(20, record(260, uint32(5, 50_000)), 1)
      .writeMessage(18, session(160, 2), 2)
      .close();
    const recording = recordingIn(file);
    expect(recording).toMatchObject({ sport: 'OTHER', hasSeveralSports: true });
    expect(flagCodes(analysed(file).figures)).toContain('SEVERAL_SPORTS');
    expect(recording.totals).toMatchObject({
      startedAt: START,
      elapsedSeconds: 260,
      timerSeconds: 180,
      distanceMeters: 1000,
    });
    expect([...recording.points.distance]).toEqual([0, 500, 500, 1000]);
  });

  describe('of a file without a session', () => {
    type Lap = { from: number; seconds: number; kilocalories: number; ascent: number; sport: number };
    const file = (points: readonly number[], laps: readonly Lap[], session: FitEncoderField[] = []): FitEncoder => {
      const written = encoder();
      for (const at of points) written.writeMessage(20, record(at, uint32(5, at * 300), uint8(3, 140)), 1);
      for (const { from, seconds, kilocalories, ascent, sport } of laps) {
        const totals = [uint32(7, seconds * 1000), uint32(8, seconds * 1000), uint32(9, seconds * 300)];
        const body = [
          uint16(11, kilocalories),
          uint8(15, 150),
          uint8(16, 160 + ascent),
          uint16(21, ascent),
          uint16(22, 3),
        ];
        const start = [uint32(253, fitTime(from + seconds)), uint32(2, fitTime(from))];
        written.writeMessage(19, [...start, ...totals, ...body, field(FitBaseType.Enum, 1)(25, sport)], 2);
      }
      return session.length > 0 ? written.writeMessage(18, session, 3) : written;
    };
    const first = { from: 0, seconds: 150, kilocalories: 51, ascent: 4, sport: 2 };
    const second = { from: 180, seconds: 150, kilocalories: 50, ascent: 6, sport: 2 };
    const points = [0, 50, 100, 150, 180, 250, 330];
    const totals = {
      startedAt: START,
      elapsedSeconds: 330,
      timerSeconds: 300,
      distanceMeters: 900,
      kilocalories: 101,
      ascentMeters: 10,
      descentMeters: 6,
      averageHeartRateBpm: 150,
      maxHeartRateBpm: 166,
    };

    it('laps are summed up, and tell its sport', () => {
      const recording = recordingIn(file(points, [first, second]).close());
      expect(recording).toMatchObject({ sport: 'CYCLING', totals });
      expect(recording.laps.map(({ elapsedSeconds }) => elapsedSeconds)).toEqual([150, 150]);
      const twice = [...file(points, [first]).close(), ...file(points, [first]).close()];
      expect(recordingIn(Uint8Array.from(twice)).totals.kilocalories).toBeNull();
      const apart = [...file([0, 150], [first]).close(), ...file([180, 330], [second]).close()];
      expect(recordingIn(Uint8Array.from(apart))).toMatchObject({ sport: 'CYCLING', totals });
    });

    it('laps are a workout by themselves, as a session is', () => {
      const { figures } = analysed(file([], [first, second]).close());
      expect(figures).toMatchObject({
        sport: 'CYCLING',
        elapsedSeconds: 330,
        movingSeconds: 300,
        distanceMeters: 900,
        elevationGainMeters: 10,
        energy: { kilocalories: 101, source: 'DEVICE' },
      });
    });

    it('laps of different sports are OTHER, and those that say none leave it to what is said of the sport alone', () => {
      const mixed = file(points, [first, { ...second, sport: 1 }]);
      expect(recordingIn(mixed.close())).toMatchObject({ sport: 'OTHER', hasSeveralSports: true });
      const silent = file(points, [{ ...first, sport: 0 }]);
      expect(recordingIn(silent.writeMessage(12, [field(FitBaseType.Enum, 1)(0, 1)], 4).close()).sport).toBe('RUNNING');
    });

    it('laps that leave a part out, as where a device died, tell its sport and no totals', () => {
      expect(recordingIn(file(points, [first]).close())).toMatchObject({ sport: 'CYCLING', totals: NO_TOTALS });
      expect(recordingIn(file(points, [second]).close())).toMatchObject({ sport: 'CYCLING', totals: NO_TOTALS });
    });

    it('nothing else is summed up: a session goes before laps, also before one that says the same', () => {
      const session = [uint32(253, fitTime(150)), uint32(2, fitTime(0)), uint32(7, 150_000), uint16(11, 77)];
      expect(recordingIn(file(points, [first, second], session).close()).totals.kilocalories).toBe(77);
      const same = { number: 18, fields: [uint32(253, fitTime(150)), uint32(2, fitTime(0)), uint32(7, 150_000)] };
      const one = encoder().writeMessage(19, same.fields, 1).writeMessage(same.number, same.fields, 2).close();
      expect(recordingIn(one).totals.elapsedSeconds).toBe(150);
    });
  });

  it('is of the sport that its sessions name, else of that of its sport messages, else of that of its laps', () => {
    const enumOf = field(FitBaseType.Enum, 1);
    const told = (session: FitEncoderField[], sport: number | null, lap: number): unknown => {
      const file = encoder().writeMessage(20, record(0, uint8(3, 100)), 1);
      if (sport !== null) file.writeMessage(12, [enumOf(0, sport), enumOf(1, 0)], 2);
      file.writeMessage(19, [uint32(2, fitTime(0)), enumOf(25, lap)], 3);
      return recordingIn(file.writeMessage(18, [uint32(2, fitTime(0)), ...session], 4).close()).sport;
    };
    expect([[], [enumOf(5, 255)], [enumOf(5, 0)]].map((session) => told(session, 2, 1))).toEqual([
      'CYCLING',
      'CYCLING',
      'CYCLING',
    ]);
    expect([told([enumOf(5, 11)], 2, 1), told([], null, 1), told([], 0, 1)]).toEqual(['WALKING', 'RUNNING', 'RUNNING']);
  });

  it('tells a workout in a drawn world, if all of it was there, by its sessions, else by its sport', () => {
    const isIndoors = (number: number, ...sports: [sport: number, subSport: number][]): unknown => {
      const file = encoder().writeMessage(20, record(0, uint8(3, 100)), 1);
      const [first, second] = number === 18 ? [5, 6] : [0, 1];
      const enumOf = field(FitBaseType.Enum, 1);
      for (const [sport, subSport] of sports)
        file.writeMessage(number, [enumOf(first, sport), enumOf(second, subSport)], 2);
      return recordingIn(file.close()).isIndoors;
    };
    expect([isIndoors(18, [1, 58]), isIndoors(18, [2, 58], [3, 0], [1, 58]), isIndoors(12, [15, 58])]).toEqual([
      true,
      true,
      true,
    ]);
    expect([isIndoors(18, [1, 0]), isIndoors(18, [2, 0], [1, 1]), isIndoors(12, [15, 0])]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('adds up sessions that all stand at the end and count from zero, or go on', () => {
    const legs = [
      { from: 0, meters: [0, 300, 600] },
      { from: 61, meters: [0, 40] },
      { from: 90, meters: [0, 100, 9000, 9592] },
      { from: 201, meters: [0, 1000, 2696] },
    ];
    const file = (goesOn: boolean): Uint8Array => {
      const made = encoder();
      let before = 0;
      for (const { from, meters } of legs) {
        meters.forEach((each, i) => made.writeMessage(20, record(from + i * 15, uint32(5, (before + each) * 100)), 1));
        if (goesOn) before += meters.at(-1) ?? 0;
      }
      for (const { from, meters } of legs)
        made.writeMessage(18, [uint32(2, fitTime(from)), uint32(9, (meters.at(-1) ?? 0) * 100)], 2);
      return made.close();
    };
    const expected = [0, 300, 600, 600, 640, 640, 740, 9640, 10_232, 10_232, 11_232, 12_928];
    expect([...recordingIn(file(false)).points.distance]).toEqual(expected);
    expect([...recordingIn(file(true)).points.distance]).toEqual(expected);
  });

  it('counts a session and a lap once that are told again with another figure', () => {
    const session = (kilocalories: number, seconds = 80): FitEncoderField[] => [
      uint32(2, fitTime(0)),
      uint32(7, seconds * 1000),
      uint16(11, kilocalories),
    ];
    const told = (...sessions: FitEncoderField[][]): Recording => {
      const file = encoder().writeMessage(20, record(0, uint32(5, 0)), 1);
      for (const each of sessions) file.writeMessage(18, each, 2).writeMessage(19, each.slice(0, 2), 3);
      return recordingIn(file.close());
    };
    for (const both of [
      [session(77), session(78)],
      [session(78), session(77)],
    ])
      expect(told(...both)).toMatchObject({ totals: { kilocalories: 78 }, laps: [{}] });
    expect(told(session(77), session(78, 90))).toMatchObject({ totals: { kilocalories: 155 }, laps: [{}, {}] });
  });

  it('takes of a session that is told twice the larger of each figure, as where the first is preliminary', () => {
    const file = encoder().writeMessage(20, record(0, uint32(5, 0)), 1);
    for (const [meters, kilocalories] of [
      [0, 0],
      [900, 99],
    ] as const) {
      const length = [uint32(2, fitTime(0)), uint32(7, 300_000), uint32(8, 300_000)];
      file.writeMessage(18, [...length, uint32(9, meters * 100), uint16(11, kilocalories)], 2);
    }
    expect(recordingIn(file.close()).totals).toMatchObject({
      timerSeconds: 300,
      distanceMeters: 900,
      kilocalories: 99,
    });
  });
});

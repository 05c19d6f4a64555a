import FitParser from 'fit-file-parser';
import { FitBaseType, FitEncoder, type FitEncoderField } from 'fit-file-parser/encoder';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { generateActivity } from '../../../fixtures/generate.ts';
import { NO_TOTALS, type Recording } from '../domain/recording.ts';
import {
  FIT_EPOCH_SECONDS,
  fitTime,
  field,
  uint8,
  uint16,
  uint32,
  encoder,
  record,
  fitFile,
  bytesOf,
  FILE_ID,
} from './fitFiles.ts';
import { analysed, flagCodes, METER, recordingIn, refusalOf, START } from './recordings.ts';
import { haveSamples, sample } from './samples.ts';

const parsedRecord = z.object({
  timestamp: z.date(),
  position_lat: z.number().optional(),
  position_long: z.number().optional(),
  altitude: z.number().optional(),
  enhanced_altitude: z.number().optional(),
  heart_rate: z.number().optional(),
  cadence: z.number().optional(),
  fractional_cadence: z.number().optional(),
  distance: z.number().optional(),
  speed: z.number().optional(),
  power: z.number().optional(),
  temperature: z.number().optional(),
});

/** The same file through another reader. */
async function reference(bytes: Uint8Array): Promise<Array<z.infer<typeof parsedRecord>>> {
  const parser = new FitParser({ force: true, mode: 'list', speedUnit: 'm/s', lengthUnit: 'm' });
  const parsed: unknown = await parser.parseAsync(Buffer.from(bytes));
  const { records } = z.object({ records: z.array(parsedRecord) }).parse(parsed);
  return records.map((each) => ({ ...each, cadence: (each.cadence ?? NaN) + (each.fractional_cadence ?? 0) }));
}

async function expectSameRecords(bytes: Uint8Array, amidPause: number | null = null): Promise<void> {
  const records = (await reference(bytes)).filter((_, i) => i !== amidPause);
  const { points }: Recording = recordingIn(bytes);
  expect(points.length).toBe(records.length);
  const columns = [
    ['latitude', 'position_lat'],
    ['longitude', 'position_long'],
    ['elevation', 'altitude'],
    ['heartRate', 'heart_rate'],
    ['cadence', 'cadence'],
    ['distance', 'distance'],
    ['speed', 'speed'],
    ['power', 'power'],
    ['temperature', 'temperature'],
  ] as const;
  for (const [ours, theirs] of columns) {
    expect(
      [...points[ours]].map((value) => Math.round(value * 1e6)),
      ours,
    ).toEqual(records.map((each) => Math.round((each[theirs] ?? NaN) * 1e6)));
  }
}

describe('the FIT reader', () => {
  it.runIf(haveSamples).each([
    ['01', null],
    ['03', 5487],
    ['05', null],
    ['06', null],
    ['11', null],
  ])('reads sample %s as fit-file-parser does, but for the record amid a pause', async (number, amidPause) => {
    await expectSameRecords(sample(number).bytes, amidPause);
  });

  it.each(['RUNNING', 'CYCLING', 'INDOOR_CYCLING'] as const)(
    'reads a generated %s as fit-file-parser does',
    async (sport) => {
      await expectSameRecords(generateActivity({ seed: 5, sport, startedAt: START }).bytes);
    },
  );

  it('reads numbers of either byte order', () => {
    const time = fitTime(7);
    const bigEndian = [
      [0x41, 0, 1, 0, 20, 2, 253, 4, 0x86, 3, 1, 2],
      [1, ...bytesOf(time).reverse(), 120],
    ];
    const { points } = recordingIn(fitFile(...FILE_ID, ...bigEndian));
    expect([points.time[0], points.heartRate[0]]).toEqual([START + 7000, 120]);
  });

  it('unfolds compressed timestamps over their roll-over', () => {
    const time = fitTime(0) - (fitTime(0) % 32) + 30;
    const definition = [0x41, 0, 0, 20, 0, 1, 3, 1, 2];
    const withTime = [0x42, 0, 0, 20, 0, 2, 253, 4, 0x86, 3, 1, 2];
    const header = (fiveBits: number): number => 0x80 | (1 << 5) | fiveBits;
    const file = fitFile(
      ...FILE_ID,
      definition,
      withTime,
      [2, ...bytesOf(time), 100],
      [header(31), 101],
      [header(1), 102],
      [header(1), 103],
      [header(0), 104],
    );
    const { points } = recordingIn(file);
    expect([...points.time].map((at) => at / 1000 - FIT_EPOCH_SECONDS - time)).toEqual([0, 1, 3, 3, 34]);
  });

  it('reads a cadence in 256ths where there is no other', () => {
    const file = encoder()
      .writeMessage(20, record(1, uint16(52, 88.5 * 256)), 1)
      .writeMessage(20, record(2, uint16(52, 88.5 * 256), uint8(4, 90)), 2)
      .close();
    expect([...recordingIn(file).points.cadence]).toEqual([88.5, 90]);
  });

  it('finds the time that a device writes out beside a compressed header', () => {
    const withTime = [0x41, 0, 0, 20, 0, 2, 253, 4, 0x86, 3, 1, 2];
    const time = fitTime(0);
    const header = (seconds: number): number => 0x80 | (1 << 5) | ((time + seconds) & 31);
    const { points, damage } = recordingIn(
      fitFile(
        ...FILE_ID,
        withTime,
        [1, ...bytesOf(time), 100],
        [header(1), ...bytesOf(time + 1), 101],
        [header(2), 102],
        [header(40), ...bytesOf(time + 40), 103],
        [header(41), 104],
      ),
    );
    expect([...points.time].map((at) => (at - START) / 1000)).toEqual([0, 1, 2, 40, 41]);
    expect([...points.heartRate]).toEqual([100, 101, 102, 103, 104]);
    expect(damage).toEqual(['BAD_CHECKSUM']);
  });

  it('counts half a turn where the device tells one', () => {
    const file = encoder();
    for (const [seconds, half] of [0, 64, 255].entries())
      file.writeMessage(20, record(seconds, uint8(4, 88), uint8(53, half)), 1);
    expect([...recordingIn(file.close()).points.cadence]).toEqual([88, 88.5, 88]);
  });

  it('takes values that are marked invalid for unknown', () => {
    const file = encoder()
      .writeMessage(20, record(1, uint8(3, 255), uint32(5, 0xffffffff), uint16(6, 0xffff)), 1)
      .close();
    const { points } = recordingIn(file);
    expect([points.heartRate[0], points.distance[0], points.speed[0]]).toEqual([NaN, NaN, NaN]);
  });

  it('uses a developer field that stands for a profile field, and skips the others', () => {
    const description = [0x41, 0, 0, 206, 0, 5, 0, 1, 2, 1, 1, 2, 2, 1, 2, 14, 2, 0x84, 15, 1, 2];
    const definition = [0x62, 0, 0, 20, 0, 2, 253, 4, 0x86, 3, 1, 2, 2, 0, 2, 0, 1, 3, 0];
    const file = fitFile(...FILE_ID, description, [1, 0, 0, 0x84, 20, 0, 7], definition, [
      2,
      ...bytesOf(fitTime(1)),
      130,
      250,
      0,
      9,
      9,
      9,
    ]);
    const { points } = recordingIn(file);
    expect([points.heartRate[0], points.power[0], points.length]).toEqual([130, 250, 1]);
  });

  describe('of developer fields', () => {
    /** Rows of a byte of the device's own cadence, and one of a developer's. */
    const cadences = (description: number[][], rows: readonly (readonly [number, number])[]): number[] => {
      const definition = [0x62, 0, 0, 20, 0, 2, 253, 4, 0x86, 4, 1, 2, 1, 0, 1, 0];
      const records = rows.map(([own, developer], i) => [2, ...bytesOf(fitTime(i)), own, developer]);
      return [...recordingIn(fitFile(...FILE_ID, ...description, definition, ...records)).points.cadence];
    };
    const complete = [
      [0x41, 0, 0, 206, 0, 5, 0, 1, 2, 1, 1, 2, 2, 1, 2, 14, 2, 0x84, 15, 1, 2],
      [1, 0, 0, 2, 20, 0, 4],
    ];

    it('takes one for a record’s that does not say of what message it is', () => {
      const brief = [
        [0x41, 0, 0, 206, 0, 4, 0, 1, 2, 1, 1, 2, 2, 1, 2, 15, 1, 2],
        [1, 0, 0, 2, 4],
      ];
      const invalid = [complete[0] ?? [], [1, 0, 0, 2, 255, 255, 4]];
      const ofSession = [complete[0] ?? [], [1, 0, 0, 2, 18, 0, 4]];
      expect([brief, invalid, ofSession].map((each) => cadences(each, [[255, 88]]))).toEqual([[88], [88], [NaN]]);
    });

    it('believes it before a field that the device itself leaves at 0 throughout, and else fills gaps alone', () => {
      const row = [0, 88] as const;
      expect(cadences(complete, [row, row, [255, 89], [0, 255]])).toEqual([88, 88, 89, 0]);
      expect(cadences(complete, [row, [90, 88], [255, 89]])).toEqual([0, 90, 89]);
    });

    it('believes an elevation and a temperature of 0 throughout: it fills their gaps alone', () => {
      const described = [complete[0] ?? [], [1, 0, 0, 2, 20, 0, 2], [1, 0, 1, 2, 20, 0, 13]];
      const definition = [0x62, 0, 0, 20, 0, 3, 253, 4, 0x86, 2, 2, 0x84, 13, 1, 1, 2, 0, 1, 0, 1, 1, 0];
      const rows = [
        [...bytesOf(500 * 5).slice(0, 2), 0, 70, 20],
        [255, 255, 127, 71, 21],
      ];
      const records = rows.map((row, i) => [2, ...bytesOf(fitTime(i)), ...row]);
      const { points } = recordingIn(fitFile(...FILE_ID, ...described, definition, ...records));
      expect([[...points.elevation], [...points.temperature]]).toEqual([
        [0, 71],
        [0, 21],
      ]);
    });
  });

  it('reads a developer field by the scale and offset it is described with', () => {
    const numbers = (scale: number, offset: number): [number[], number[]] => [
      [0x41, 0, 0, 206, 0, 7, 0, 1, 2, 1, 1, 2, 2, 1, 2, 6, 1, 2, 7, 1, 1, 14, 2, 0x84, 15, 1, 2],
      [1, 0, 0, 0x84, scale, offset & 255, 20, 0, 7],
    ];
    const definition = [0x62, 0, 0, 20, 0, 1, 253, 4, 0x86, 1, 0, 2, 0];
    const power = (scale: number, offset: number): unknown =>
      recordingIn(fitFile(...FILE_ID, ...numbers(scale, offset), definition, [2, ...bytesOf(fitTime(1)), 0xc4, 9]))
        .points.power[0];
    expect(power(10, 0)).toBe(250);
    expect(power(10, -50)).toBe(300);
    for (const unscaled of [0, 1, 255]) expect(power(unscaled, 127)).toBe(2500);
  });

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

  it('reads files chained in one', () => {
    const part = (from: number): Uint8Array =>
      encoder()
        .writeMessage(20, record(from, uint8(3, 100)), 1)
        .close();
    const recording = recordingIn(Uint8Array.from([...part(0), ...part(60)]));
    expect(recording.points.length).toBe(2);
    expect(recording.segmentStarts).toEqual([0, 1]);
    expect(recording.damage).toEqual([]);
  });

  it('adds up files chained in one, each of which counts from zero', () => {
    const part = (from: number, meters: readonly number[], hasSession = true): Uint8Array => {
      const file = encoder();
      meters.forEach((each, i) => file.writeMessage(20, record(from + i * 10, uint32(5, each * 100)), 1));
      const seconds = (meters.length - 1) * 10;
      const total = [uint32(7, seconds * 1000), uint32(8, seconds * 1000), uint32(9, (meters.at(-1) ?? 0) * 100)];
      if (hasSession)
        file.writeMessage(18, [uint32(253, fitTime(from + seconds)), uint32(2, fitTime(from)), ...total], 2);
      return file.close();
    };
    // The second begins beyond where the first ended, and is a way of its own all the same.
    const both = recordingIn(Uint8Array.from([...part(0, [0, 50, 100]), ...part(60, [120, 200])]));
    expect(both.totals).toMatchObject({ distanceMeters: 300, timerSeconds: 30, elapsedSeconds: 70 });
    expect([...both.points.distance]).toEqual([0, 50, 100, 220, 300]);
    // Without a sum of one of them there is none of both.
    const cut = recordingIn(Uint8Array.from([...part(0, [0, 50, 100], false), ...part(60, [0, 200])]));
    expect(cut.totals.distanceMeters).toBeNull();
    expect([...cut.points.distance]).toEqual([0, 50, 100, 100, 300]);
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

  it('has the same figures in whatever order chained files stand', () => {
    const event = (seconds: number, type: number): FitEncoderField[] => [
      uint32(253, fitTime(seconds)),
      uint8(0, 0),
      uint8(1, type),
    ];
    const part = (from: number, meters: number): Uint8Array => {
      const file = encoder().writeMessage(21, event(from, 0), 3);
      for (let i = 0; i <= 50; i++) {
        if (i === 26) file.writeMessage(21, event(from + 250, 4), 3).writeMessage(21, event(from + 1250, 0), 3);
        const position = uint32(0, Math.round(((46 + (i * meters * METER) / 50) * 2 ** 31) / 180));
        const seconds = from + i * 10 + (i >= 26 ? 1000 : 0);
        file.writeMessage(20, record(seconds, position, uint32(1, 1e8), uint32(5, Math.round(i * meters * 2))), 1);
      }
      file.writeMessage(21, event(from + 1500, 4), 3);
      const times = [uint32(2, fitTime(from)), uint32(7, 1_500_000)];
      file.writeMessage(19, [...times, uint32(8, 500_000), uint32(9, meters * 100)], 4);
      return file.writeMessage(18, [...times, uint32(8, 500_000), uint32(9, meters * 100)], 2).close();
    };
    const figures = (...parts: Uint8Array[]): unknown =>
      analysed(Uint8Array.from(parts.flatMap((each) => [...each]))).figures;
    const inOrder = figures(part(0, 1500), part(3600, 2000), part(7200, 1500));
    expect(inOrder).toMatchObject({ distanceMeters: 5000, movingSeconds: 1500, laps: [{}, {}, {}] });
    expect(figures(part(7200, 1500), part(0, 1500), part(3600, 2000))).toEqual(inOrder);
    const { segmentStarts } = recordingIn(Uint8Array.from([...part(3600, 2000), ...part(0, 1500)]));
    expect(segmentStarts).toEqual([0, 26, 51, 77]);
  });

  it('has the same figures of a file that is chained with itself', () => {
    const twice = (file: Uint8Array): Uint8Array => Uint8Array.from([...file, ...file]);
    const session = [uint32(2, fitTime(0)), uint32(7, 80_000), uint32(8, 80_000), uint32(9, 5000)];
    const climb = encoder()
      .writeMessage(20, record(0, uint32(5, 0)), 1)
      .writeMessage(20, record(80, uint32(5, 5000)), 1)
      .writeMessage(19, session, 2)
      .writeMessage(18, [...session, uint16(11, 90), uint16(22, 30), uint16(23, 20)], 3)
      .close();
    const length = (from: number) => [uint32(2, fitTime(from)), uint32(3, 40_000), field(FitBaseType.Enum, 1)(12, 1)];
    const swim = encoder()
      .writeMessage(101, length(0), 2)
      .writeMessage(101, length(40), 2)
      .writeMessage(18, [...session, uint16(44, 2500)], 3)
      .close();
    const generated = (['RUNNING', 'CYCLING'] as const).map(
      (sport) => generateActivity({ seed: 5, sport, startedAt: START }).bytes,
    );
    for (const file of [climb, swim, ...generated])
      expect(analysed(twice(file)).figures).toEqual(analysed(file).figures);
    expect(analysed(twice(climb)).figures).toMatchObject({
      elevationGainMeters: 30,
      energy: { kilocalories: 90 },
      laps: [{ index: 1 }],
    });
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

  it('goes on after a damaged file to those that are chained to it', () => {
    const part = (from: number): FitEncoder => encoder().writeMessage(20, record(from, uint8(3, 100)), 1);
    // a message that nothing describes ends what can be read of the first
    const damaged = fitFile(
      ...FILE_ID,
      [0x41, 0, 0, 20, 0, 2, 253, 4, 0x86, 3, 1, 2],
      [1, ...bytesOf(fitTime(0)), 100],
      [0x0f, 1, 2, 3],
    );
    const recording = recordingIn(Uint8Array.from([...damaged, ...part(60).close(), ...damaged, ...part(90).close()]));
    expect([...recording.points.time].map((at) => (at - START) / 1000)).toEqual([0, 60, 0, 90]);
    expect(recording).toMatchObject({ damage: ['TRUNCATED'], segmentStarts: [0, 1, 2, 3] });
  });

  it('leaves out a course and the like that an activity is chained with', () => {
    const file = (kind: number, from: number, bpm: number): Uint8Array =>
      new FitEncoder()
        .writeMessage(0, [field(FitBaseType.Enum, 1)(0, kind)], 0)
        .writeMessage(20, record(from, uint8(3, bpm)), 1)
        .writeMessage(19, [uint32(2, fitTime(from)), uint32(7, 1000)], 2)
        .close();
    const rates = (...files: Uint8Array[]): Recording =>
      recordingIn(Uint8Array.from(files.flatMap((each) => [...each])));
    for (const chain of [
      [file(6, 0, 100), file(4, 0, 120)],
      [file(4, 0, 120), file(6, 50, 100)],
    ]) {
      const { points, laps } = rates(...chain);
      expect([[...points.heartRate], laps.length]).toEqual([[120], 1]);
    }
    expect(refusalOf(Uint8Array.from([...file(6, 0, 100), ...file(5, 0, 100)]))).toBe('NOT_AN_ACTIVITY');
  });

  it('counts the lengths of each of several pool swims chained in one', () => {
    const swim = (from: number): Uint8Array =>
      encoder()
        .writeMessage(101, [uint32(2, fitTime(from)), uint32(3, 40_000), field(FitBaseType.Enum, 1)(12, 1)], 2)
        .writeMessage(18, [uint32(2, fitTime(from)), uint32(7, 40_000), uint16(44, 2500)], 3)
        .close();
    const both = recordingIn(Uint8Array.from([...swim(0), ...swim(100)]));
    expect([...both.points.distance]).toEqual([0, 25, 25, 50]);
  });

  describe('of what a strap kept while the watch could not hear it', () => {
    /** Ticks of 1/1024 s, close to where 32 bits end. */
    const TICKS = 2 ** 32 - 1024;
    const bytes = (number: number, ...values: number[]): FitEncoderField => ({
      number,
      size: values.length,
      baseType: FitBaseType.Byte,
      value: Uint8Array.from(values),
    });
    const anchor = [uint32(253, fitTime(0)), uint16(0, 16384), bytes(6, 100), uint32(9, TICKS)];
    /** Readings half a second apart, from `ticks` on; two times of twelve bits share three bytes. */
    const kept = (ticks: number, ...bpm: number[]): FitEncoderField[] => {
      const times = bpm.map((_, i) => (ticks + 512 * i) % 4096);
      const packed = times.flatMap((time, i) =>
        i % 2 === 0 ? [time & 255, (time >> 8) | (((times[i + 1] ?? 0) & 15) << 4), (times[i + 1] ?? 0) >> 4] : [],
      );
      return [bytes(6, ...bpm), bytes(10, ...packed)];
    };
    const records = (...seconds: number[]): FitEncoder => {
      const file = encoder();
      for (const each of seconds) file.writeMessage(20, record(each, uint32(5, 0)), 1);
      return file;
    };
    const hidden = (file: FitEncoder): FitEncoder =>
      file.writeMessage(132, anchor, 2).writeMessage(132, kept(TICKS + 512, 102, 104, 106, 108), 3);
    const rates = (file: Uint8Array): number[] => [...recordingIn(file).points.heartRate];

    it('each record gets the mean since the one before, and for a while the last', () => {
      // the readings lie at 0.5, 1, 1.5, 2 and 2.5 s
      expect(rates(hidden(records(0, 1, 2, 3, 7, 8)).close())).toEqual([NaN, 101, 105, 108, 108, NaN]);
    });

    it('the lower bits of their times tell all, though a field for the rest is there and invalid', () => {
      const beside = [uint32(9, 0xffffffff), ...kept(TICKS + 512, 102, 104, 106, 108)];
      const file = records(0, 1, 2, 3, 7, 8).writeMessage(132, anchor, 2).writeMessage(132, beside, 3);
      expect(rates(file.close())).toEqual([NaN, 101, 105, 108, 108, NaN]);
    });

    it('they may stand in a second file, chained to the first', () => {
      const both = Uint8Array.from([...records(0, 1, 2).close(), ...hidden(encoder()).close()]);
      expect(rates(both)).toEqual([NaN, 101, 105]);
    });

    it('nothing is made of them without the instant that the clock of the strap stands for', () => {
      const file = records(0, 1, 2).writeMessage(132, kept(512, 100, 102), 3);
      expect(rates(file.close())).toEqual([NaN, NaN, NaN]);
    });
  });

  it('takes the name of the sport, unless there are several', () => {
    const sport = (name: string): FitEncoderField[] => {
      const value = new TextEncoder().encode(`${name}\0`);
      return [{ number: 3, size: value.length, baseType: FitBaseType.String, value }];
    };
    const named = (...names: string[]): string | null => {
      const file = encoder().writeMessage(20, record(0, uint8(3, 100)), 1);
      for (const name of names) file.writeMessage(12, sport(name), 2);
      return recordingIn(file.close()).name;
    };
    expect([named(), named('Swim', 'Swim'), named('Swim', 'Bike')]).toEqual([null, 'Swim', null]);
  });

  it('leaves out of a name what is no text: half a character, or bytes of no value', () => {
    const named = (...value: number[]): string | null =>
      recordingIn(
        encoder()
          .writeMessage(20, record(0, uint8(3, 100)), 1)
          .writeMessage(
            12,
            [{ number: 3, size: value.length, baseType: FitBaseType.String, value: Uint8Array.from(value) }],
            2,
          )
          .close(),
      ).name;
    expect([named(0x4c, 0xc3, 0xa4, 0x75, 0xc3), named(0xff, 0xff, 0xff)]).toEqual(['Läu', null]);
  });

  it('reads on where a device died and left a size of zero', () => {
    const bytes = encoder()
      .writeMessage(20, record(0, uint8(3, 100)), 1)
      .writeMessage(20, record(1, uint8(3, 101)), 1)
      .close();
    bytes.fill(0, 4, 8);
    const recording = recordingIn(bytes.slice(0, -2));
    expect(recording.points.length).toBe(2);
    expect(recording.damage).toEqual(['TRUNCATED']);
  });

  it('keeps what stands before each cut of a file', () => {
    const { bytes } = generateActivity({ seed: 2, startedAt: START, durationSeconds: 120 });
    let most = 0;
    for (let length = bytes.length - 1; length > 120; length -= 7) {
      const recording = recordingIn(bytes.slice(0, length));
      expect(recording.damage).toEqual(['TRUNCATED']);
      most = Math.max(most, recording.points.length);
    }
    expect(most).toBe(recordingIn(bytes).points.length);
  });

  it('refuses other kinds of FIT file, and one that is nothing but a header', () => {
    const other = new FitEncoder()
      .writeMessage(0, [field(FitBaseType.Enum, 1)(0, 6)], 0)
      .writeMessage(20, record(0, uint8(3, 100)), 1);
    expect(refusalOf(other.close())).toBe('NOT_AN_ACTIVITY');
    expect(refusalOf(encoder().close().slice(0, 14))).toBe('MALFORMED_FILE');
    expect(refusalOf(encoder().close())).toBe('NO_USABLE_POINTS');
  });

  it('refuses times of an unset clock that nothing corrects', () => {
    const file = encoder();
    for (let i = 0; i < 5; i++) file.writeMessage(20, [uint32(253, 1000 + i), uint8(3, 100)], 1);
    expect(refusalOf(file.close())).toBe('BOGUS_TIMES');
  });
});

import FitParser from 'fit-file-parser';
import { FitBaseType, FitEncoder, type FitEncoderField } from 'fit-file-parser/encoder';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { generateActivity } from '../../../fixtures/generate.ts';
import type { Recording } from '../domain/recording.ts';
import {
  bytesOf,
  encoder,
  field,
  FILE_ID,
  FIT_EPOCH_SECONDS,
  fitFile,
  fitTime,
  record,
  uint16,
  uint32,
  uint8,
} from './fitFiles.ts';
import { recordingIn, refusalOf, START } from './recordings.ts';
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

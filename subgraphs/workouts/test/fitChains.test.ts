import { FitBaseType, FitEncoder, type FitEncoderField } from 'fit-file-parser/encoder';
import { describe, expect, it } from 'vitest';
import { generateActivity } from '../../../fixtures/generate.ts';
import type { Recording } from '../domain/recording.ts';
import { bytesOf, encoder, field, FILE_ID, fitFile, fitTime, record, uint16, uint32, uint8 } from './fitFiles.ts';
import { analysed, METER, recordingIn, refusalOf, START } from './recordings.ts';

describe('the FIT reader', () => {
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
});

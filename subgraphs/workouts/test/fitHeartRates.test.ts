import { FitBaseType, type FitEncoder, type FitEncoderField } from 'fit-file-parser/encoder';
import { describe, expect, it } from 'vitest';
import { encoder, fitTime, record, uint16, uint32 } from './fitFiles.ts';
import { recordingIn } from './recordings.ts';

describe('the FIT reader', () => {
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
});

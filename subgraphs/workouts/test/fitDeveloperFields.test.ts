import { describe, expect, it } from 'vitest';
import { bytesOf, FILE_ID, fitFile, fitTime } from './fitFiles.ts';
import { recordingIn } from './recordings.ts';

describe('the FIT reader', () => {
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
});

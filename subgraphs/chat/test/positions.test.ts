import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPositions } from '../positions.ts';

const positions = createPositions('a secret of this test');
const anyPlace = fc.tuple(fc.uuid(), fc.nat({ max: Number.MAX_SAFE_INTEGER }));

describe('a place in the history of a room', () => {
  test('is found again, and is a text that may stand in an address', () => {
    fc.assert(
      fc.property(anyPlace, ([roomId, sequence]) => {
        const text = positions.toText(roomId, sequence);
        expect(text).toMatch(/^[\w-]{22}$/);
        expect(positions.toSequence(roomId, text)).toBe(sequence);
      }),
    );
  });

  test('is none in another room, nor of another secret, nor any other text', () => {
    const [one, other] = ['0197a0a0-0000-7000-8000-000000000001', '0197a0a0-0000-7000-8000-000000000002'];
    const texts = [positions.toText(other, 4), createPositions('another').toText(one, 4), '', 'NA', 'x'.repeat(22)];
    for (const text of texts)
      expect(() => positions.toSequence(one, text)).toThrow('This is no place in the history of this room.');
  });

  test('does not tell how much lies between it and another', () => {
    const room = '0197a0a0-0000-7000-8000-000000000001';
    const bits = (sequence: number) => Buffer.from(positions.toText(room, sequence), 'base64url');
    const differing = Array.from({ length: 100 }, (_, i) => {
      const [one, next] = [bits(i), bits(i + 1)];
      return one.filter((byte, at) => byte !== next[at]).length;
    });
    expect(Math.min(...differing)).toBeGreaterThan(8);
  });
});

import type { Random } from '../../../../fixtures/random.ts';

const SPECIAL = [0, 1, 0x7f, 0x80, 0xff, 0x3c, 0x3e, 0x26, 0x22, 0x2d, 0x2f, 0x39, 0x40, 0x65] as const;

/** The bytes with some of them changed, a piece cut out or repeated, or the end missing; most changes near the beginning. */
export function mutateBytes(random: Random, original: Uint8Array): Uint8Array {
  const [from, length] = [random.whole(0, original.length), random.whole(0, 300)];
  const same = (): Uint8Array => original.slice();
  const bytes = random.pick([
    same,
    same,
    (): Uint8Array => original.slice(0, from),
    (): Uint8Array => joined(original.subarray(0, from), original.subarray(from + length)),
    (): Uint8Array => joined(original.subarray(0, from), original.subarray(Math.max(0, from - length))),
  ])();
  for (let i = random.whole(1, 20); i > 0 && bytes.length > 0; i--) {
    const near = random.next() < 0.3 ? Math.min(300, bytes.length) : bytes.length;
    bytes[random.whole(0, near - 1)] = random.next() < 0.5 ? random.whole(0, 255) : random.pick(SPECIAL);
  }
  return bytes;
}

/** One array of several. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

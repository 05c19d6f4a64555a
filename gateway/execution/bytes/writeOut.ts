import type { WriteAnswer } from './program.ts';
import { NoRoom } from './tools.ts';

/** What answers are written on before they are copied out; larger ones are not kept. */
let page: Buffer = Buffer.alloc(256 * 1024);
const MAX_PAGE = 8 * 1024 * 1024;

const START = Buffer.from('{"data":');

/** Writes an answer; undefined when something is not there that should be. The buffer is the caller's own. */
export function writeOut(
  write: WriteAnswer,
  tape: Int32Array,
  answers: readonly (Uint8Array | undefined)[],
): Buffer | undefined {
  let out = page;
  for (;;) {
    try {
      out.set(START, 0);
      const end = write(out, START.length, tape, 1, answers);
      if (end < 0) return undefined;
      out[end] = 125;
      return Buffer.from(out.subarray(0, end + 1));
    } catch (error) {
      if (!(error instanceof NoRoom)) throw error;
      out = Buffer.alloc(out.length * 2);
      if (out.length <= MAX_PAGE) page = out;
    }
  }
}

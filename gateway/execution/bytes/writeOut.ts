import { givePageBack, takePage } from '../client/pages.ts';
import type { Answer } from '../executor.ts';
import type { WriteAnswer } from './program.ts';
import { NoRoom } from './slices.ts';

/** Room before an answer, for the head of whatever it is sent in. */
const HEAD_ROOM = 1024;
const FIRST_PAGE_BYTES = 16 * 1024;

const START = Buffer.from('{"data":');

/** Writes an operation's answers, on pages as large as its last answer needed. */
export class AnswerWriter {
  #pageBytes = FIRST_PAGE_BYTES;

  /** Writes an answer; undefined when something is not there that should be. */
  write(write: WriteAnswer, tape: Int32Array, answers: readonly (DataView | undefined)[]): Answer | undefined {
    let page = takePage(this.#pageBytes);
    for (;;) {
      try {
        page.set(START, HEAD_ROOM);
        const words = new DataView(page.buffer, page.byteOffset, page.length);
        const end = write(words, HEAD_ROOM + START.length, tape, 1, answers);
        if (end < 0) {
          givePageBack(page);
          return undefined;
        }
        page[end] = 125;
        return { body: page.subarray(HEAD_ROOM, end + 1), hasErrors: false, page };
      } catch (error) {
        givePageBack(page);
        if (!(error instanceof NoRoom)) throw error;
        page = takePage(page.length * 2);
        this.#pageBytes = page.length;
      }
    }
  }
}

import { takePage } from '../client/pages.ts';
import type { Answer } from '../executor.ts';
import { Need } from './need.ts';
import type { Compiled } from './program.ts';
import { heap, lend, takeBack, write32 } from './wasm/arena.ts';
import { ANSWER_LIMIT } from './wasm/cells.ts';
import { SLACK } from './wasm/slices.ts';
import { NO_ROOM } from './wasm/text.ts';

/** Room before an answer, for the head of whatever it is sent in. */
const HEAD_ROOM = 1024;
const FIRST_BYTES = 16 * 1024;

const START = Buffer.from('{"data":');

/** Writes an operation's answers, with as much memory as its last answers needed. */
export class AnswerWriter {
  readonly #bytes = new Need(FIRST_BYTES);

  /** Writes an answer; undefined when something is not there that should be, or there is no memory. */
  write(write: Compiled, root: number): Answer | undefined {
    for (;;) {
      const region = lend(this.#bytes.given);
      if (!region) return undefined;
      try {
        write32(ANSWER_LIMIT, region.end - SLACK);
        const end = write(region.address, root);
        if (end >= 0) {
          this.#bytes.used(end - region.address);
          return paged(region.address, end);
        }
        if (end !== NO_ROOM) return undefined;
        this.#bytes.grow();
      } finally {
        takeBack(region);
      }
    }
  }
}

/** The answer with these data, on a page. */
function paged(start: number, end: number): Answer {
  const from = HEAD_ROOM + START.length;
  const to = from + end - start;
  const page = takePage(to + 1);
  page.set(START, HEAD_ROOM);
  page.set(heap.subarray(start, end), from);
  page[to] = 125;
  return { body: page.subarray(HEAD_ROOM, to + 1), hasErrors: false, page };
}

import { takePage } from '../client/pages.ts';

/** So many bytes behind a body may be read, whatever they are: words reach beyond the last byte. */
const SLACK = 256;

/** The bytes of a subgraph's answer: as they are, and seen as words of several bytes. */
export interface Body {
  readonly bytes: Buffer;
  /** From the first byte to at least `SLACK` behind the last one. */
  readonly words: DataView;
  /** The memory they were copied to when there was too little behind them. */
  readonly page: Buffer | undefined;
}

/** Makes a body readable by words; where too little memory lies behind it, a copy. */
export function bodyOf(received: Buffer): Body {
  const { length } = received;
  const behind = received.buffer.byteLength - received.byteOffset - length;
  const page = behind < SLACK ? takePage(length + SLACK) : undefined;
  if (page) received.copy(page, 0, 0, length);
  const bytes = page ? page.subarray(0, length) : received;
  return { bytes, words: new DataView(bytes.buffer, bytes.byteOffset, length + SLACK), page };
}

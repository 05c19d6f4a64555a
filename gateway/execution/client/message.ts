import type { Socket } from 'node:net';
import { DEADLINE_HEADER } from '#platform/deadline.ts';
import { writeNumber } from '../../headerBytes.ts';
import { givePageBack, takePage } from './pages.ts';
import type { SubgraphRequest } from './subgraphClient.ts';
import type { Target } from './target.ts';

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** A line break in a value would be a header, or a request, of the client's making. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

const DEADLINE = `${DEADLINE_HEADER}: `;
const LENGTH = new Uint8Array(Buffer.from('\r\ncontent-length: '));
const END = new Uint8Array(Buffer.from('\r\n\r\n'));
/** For the two numbers, and what stands around them. */
const NUMBERS_BYTES = 64;

/** Writes head and body of a request as one message. The subgraph is told how many whole milliseconds are left. */
export function writeMessage(
  socket: Socket,
  { head }: Target,
  { headers, body }: SubgraphRequest,
  leftMs: number,
): void {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : lengthOf(body);
  const lines = linesOf(headers);
  const page = takePage(head.length + lines.length + NUMBERS_BYTES + length);
  page.set(head, 0);
  let at = head.length;
  at += page.write(lines, at, 'latin1');
  at = writeNumber(page, at, Math.max(1, Math.floor(leftMs)));
  page.set(LENGTH, at);
  at = writeNumber(page, at + LENGTH.length, length);
  page.set(END, at);
  at += END.length;
  if (typeof body === 'string') {
    at += page.write(body, at, 'utf8');
  } else {
    for (const piece of body) {
      page.set(piece, at);
      at += piece.length;
    }
  }
  socket.write(page.subarray(0, at));
  if (socket.writableLength === 0) givePageBack(page);
}

/** The fetches of one run have the same headers. */
const written = new WeakMap<SubgraphRequest['headers'], string>();

function linesOf(headers: SubgraphRequest['headers']): string {
  const known = written.get(headers);
  if (known !== undefined) return known;
  let lines = '';
  for (const name in headers) {
    const value = headers[name] ?? '';
    if (HEADER_VALUE.test(value) && HEADER_NAME.test(name)) lines += `${name}: ${value}\r\n`;
  }
  lines += DEADLINE;
  written.set(headers, lines);
  return lines;
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return length;
}

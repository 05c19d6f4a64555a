import { givePageBack, takePage } from './pages.ts';
import { ProtocolError } from './protocolError.ts';
import { readResponseHead, type ResponseHead } from './responseHead.ts';

const MAX_HEAD_BYTES = 64 * 1024;
const MAX_CHUNK_LINE_BYTES = 1024;
/** Not more room is made for a body at once, whatever length is announced. */
const FIRST_PAGE_BYTES = 1024 * 1024;
const HEAD_END = Buffer.from('\r\n\r\n');
const nothing = Buffer.alloc(0);

type State = 'head' | 'length' | 'chunk size' | 'chunk' | 'chunk end' | 'trailers' | 'until close' | 'done';

/**
 * Reads one HTTP/1.1 response from the bytes of a connection, however they are cut. Strict: what could be read in two
 * ways is refused. The bytes fed are copied, and may be written over afterwards.
 */
export class ResponseReader {
  status = 0;
  /** How the body is encoded; empty for not at all. */
  encoding = '';
  cacheControl: string | undefined;
  /** Whether the connection may carry another request. */
  reusable = true;
  /** For how long the other side keeps the connection, if it says so. */
  keepAliveSeconds: number | undefined;
  readonly #maxBytes: number;
  #state: State = 'head';
  #pending: Buffer = nothing;
  #page: Buffer = nothing;
  #received = 0;
  #left = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes bytes in. @returns whether the response is whole. @throws ProtocolError. */
  feed(bytes: Buffer): boolean {
    const chunk = this.#pending.length > 0 ? Buffer.concat([this.#pending, bytes]) : bytes;
    this.#pending = nothing;
    let at = 0;
    while (at < chunk.length && this.#state !== 'done') {
      const next = this.#step(chunk, at);
      if (next < 0) {
        this.#pending = Buffer.from(chunk.subarray(at));
        return false;
      }
      at = next;
    }
    // Bytes nobody asked for could be taken for the next answer.
    if (this.#state === 'done' && at < chunk.length) this.reusable = false;
    return this.#state === 'done';
  }

  /** The other side has nothing more to say. @returns whether the response is whole. */
  end(): boolean {
    if (this.#state === 'until close') this.#state = 'done';
    this.reusable = false;
    return this.#state === 'done';
  }

  /** The body of a whole response; nobody else holds its bytes. */
  body(): Buffer {
    return this.#page.subarray(0, this.#received);
  }

  /** The memory the body lies on, for `givePageBack` when nobody needs the body any more. */
  get page(): Buffer {
    return this.#page;
  }

  /** @returns up to where bytes were used; negative when more are needed first. */
  #step(chunk: Buffer, at: number): number {
    switch (this.#state) {
      case 'head':
        return this.#readHead(chunk, at);
      case 'length':
        return this.#take(chunk, at, 'done');
      case 'chunk':
        return this.#take(chunk, at, 'chunk end');
      case 'chunk size':
        return this.#readChunkSize(chunk, at);
      case 'chunk end':
        return this.#readChunkEnd(chunk, at);
      case 'trailers':
        return this.#readTrailer(chunk, at);
      case 'until close':
        this.#keep(chunk, at, chunk.length);
        return chunk.length;
      case 'done':
        return at;
    }
  }

  #take(chunk: Buffer, at: number, next: State): number {
    const end = Math.min(at + this.#left, chunk.length);
    this.#keep(chunk, at, end);
    this.#left -= end - at;
    if (this.#left === 0) this.#state = next;
    return end;
  }

  #keep(chunk: Buffer, start: number, end: number): void {
    const received = this.#received + end - start;
    this.#checkSize(received);
    if (received > this.#page.length) this.#grow(received);
    chunk.copy(this.#page, this.#received, start, end);
    this.#received = received;
  }

  #grow(bytes: number): void {
    const larger = takePage(Math.max(bytes, this.#page.length * 2));
    this.#page.copy(larger, 0, 0, this.#received);
    givePageBack(this.#page);
    this.#page = larger;
  }

  #checkSize(bytes: number): void {
    if (bytes > this.#maxBytes) throw new ProtocolError(`more than ${this.#maxBytes} bytes`, 'SUBREQUEST_TOO_LARGE');
  }

  #readHead(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(HEAD_END, at);
    if (end < 0 || end - at > MAX_HEAD_BYTES) {
      if (chunk.length - at > MAX_HEAD_BYTES) throw new ProtocolError('a head that does not end');
      return -1;
    }
    const head = readResponseHead(chunk, at, end);
    if (head.status >= 100 && head.status < 200) {
      if (head.status === 101) throw new ProtocolError('another protocol');
      return end + 4;
    }
    this.status = head.status;
    this.encoding = head.encoding;
    this.cacheControl = head.cacheControl;
    this.reusable = head.keepAlive;
    this.keepAliveSeconds = head.keepAliveSeconds;
    this.#begin(head);
    return end + 4;
  }

  #begin({ status, length, chunked }: ResponseHead): void {
    if (status === 204 || status === 304 || length === 0) {
      this.#state = 'done';
    } else if (chunked) {
      this.#state = 'chunk size';
    } else if (length === undefined) {
      this.#state = 'until close';
      this.reusable = false;
    } else {
      this.#checkSize(length);
      this.#page = takePage(Math.min(length, FIRST_PAGE_BYTES));
      this.#left = length;
      this.#state = 'length';
    }
  }

  #readChunkSize(chunk: Buffer, at: number): number {
    const end = lineEnd(chunk, at);
    if (end < 0) return -1;
    const size = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i.exec(chunk.toString('latin1', at, end))?.[1];
    if (size === undefined) throw new ProtocolError('a chunk without a size');
    this.#left = Number.parseInt(size, 16);
    this.#checkSize(this.#received + this.#left);
    this.#state = this.#left === 0 ? 'trailers' : 'chunk';
    return end + 2;
  }

  #readChunkEnd(chunk: Buffer, at: number): number {
    if (chunk.length < at + 2) return -1;
    if (chunk[at] !== 13 || chunk[at + 1] !== 10) throw new ProtocolError('a chunk of another size than it says');
    this.#state = 'chunk size';
    return at + 2;
  }

  #readTrailer(chunk: Buffer, at: number): number {
    const end = lineEnd(chunk, at);
    if (end === at) this.#state = 'done';
    return end < 0 ? -1 : end + 2;
  }
}

function lineEnd(chunk: Buffer, at: number): number {
  const end = chunk.indexOf('\r\n', at, 'latin1');
  if (end < 0 && chunk.length - at > MAX_CHUNK_LINE_BYTES) throw new ProtocolError('a line that does not end');
  return end;
}

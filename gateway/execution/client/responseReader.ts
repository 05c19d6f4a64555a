import type { GatewayErrorCode } from '../../errors.ts';

/** An answer that is not HTTP/1.1, not whole, or more than is allowed. */
export class ProtocolError extends Error {
  readonly code: GatewayErrorCode;

  constructor(message: string, code: GatewayErrorCode = 'SUBREQUEST_MALFORMED_RESPONSE') {
    super(message);
    this.name = 'ProtocolError';
    this.code = code;
  }
}

const MAX_HEAD_BYTES = 64 * 1024;
const MAX_CHUNK_LINE_BYTES = 1024;
const HEAD_END = Buffer.from('\r\n\r\n');
const nothing = Buffer.alloc(0);

type State = 'head' | 'length' | 'chunk size' | 'chunk' | 'chunk end' | 'trailers' | 'until close' | 'done';

/**
 * Reads one HTTP/1.1 response from the bytes of a connection, however they are cut. Strict: what could be read in two
 * ways is refused.
 */
export class ResponseReader {
  status = 0;
  /** How the body is encoded; empty for not at all. */
  encoding = '';
  /** Whether the connection may carry another request. */
  reusable = true;
  /** For how long the other side keeps the connection, if it says so. */
  keepAliveSeconds: number | undefined;
  readonly #maxBytes: number;
  #state: State = 'head';
  #pending: Buffer = nothing;
  #parts: Buffer[] = [];
  #received = 0;
  #left = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes bytes in. @returns whether the response is whole. @throws ProtocolError. */
  feed(bytes: Buffer): boolean {
    let chunk = this.#pending.length > 0 ? Buffer.concat([this.#pending, bytes]) : bytes;
    this.#pending = nothing;
    while (chunk.length > 0 && this.#state !== 'done') {
      const used = this.#step(chunk);
      if (used < 0) {
        this.#pending = chunk;
        return false;
      }
      chunk = chunk.subarray(used);
    }
    // Bytes nobody asked for could be taken for the next answer.
    if (this.#state === 'done' && chunk.length > 0) this.reusable = false;
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
    const [first] = this.#parts;
    return this.#parts.length === 1 && first ? first : Buffer.concat(this.#parts, this.#received);
  }

  /** @returns how many bytes were used; negative when more are needed first. */
  #step(chunk: Buffer): number {
    switch (this.#state) {
      case 'head':
        return this.#readHead(chunk);
      case 'length':
        return this.#take(chunk, 'done');
      case 'chunk':
        return this.#take(chunk, 'chunk end');
      case 'chunk size':
        return this.#readChunkSize(chunk);
      case 'chunk end':
        return this.#readChunkEnd(chunk);
      case 'trailers':
        return this.#readTrailer(chunk);
      case 'until close':
        this.#keep(chunk);
        return chunk.length;
      case 'done':
        return 0;
    }
  }

  #take(chunk: Buffer, next: State): number {
    const used = Math.min(this.#left, chunk.length);
    this.#keep(chunk.subarray(0, used));
    this.#left -= used;
    if (this.#left === 0) this.#state = next;
    return used;
  }

  #keep(bytes: Buffer): void {
    this.#received += bytes.length;
    this.#checkSize(this.#received);
    this.#parts.push(bytes);
  }

  #checkSize(bytes: number): void {
    if (bytes > this.#maxBytes) throw new ProtocolError(`more than ${this.#maxBytes} bytes`, 'SUBREQUEST_TOO_LARGE');
  }

  #readHead(chunk: Buffer): number {
    const end = chunk.indexOf(HEAD_END);
    if (end < 0 || end > MAX_HEAD_BYTES) {
      if (chunk.length > MAX_HEAD_BYTES) throw new ProtocolError('a head that does not end');
      return -1;
    }
    const head = readHead(chunk.toString('latin1', 0, end));
    if (head.status >= 100 && head.status < 200) {
      if (head.status === 101) throw new ProtocolError('another protocol');
      return end + 4;
    }
    this.status = head.status;
    this.encoding = head.encoding;
    this.reusable = head.keepAlive;
    this.keepAliveSeconds = head.keepAliveSeconds;
    this.#begin(head);
    return end + 4;
  }

  #begin({ status, length, chunked }: Head): void {
    if (status === 204 || status === 304 || length === 0) {
      this.#state = 'done';
    } else if (chunked) {
      this.#state = 'chunk size';
    } else if (length === undefined) {
      this.#state = 'until close';
      this.reusable = false;
    } else {
      this.#checkSize(length);
      this.#left = length;
      this.#state = 'length';
    }
  }

  #readChunkSize(chunk: Buffer): number {
    const end = lineEnd(chunk);
    if (end < 0) return -1;
    const size = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i.exec(chunk.toString('latin1', 0, end))?.[1];
    if (size === undefined) throw new ProtocolError('a chunk without a size');
    this.#left = Number.parseInt(size, 16);
    this.#checkSize(this.#received + this.#left);
    this.#state = this.#left === 0 ? 'trailers' : 'chunk';
    return end + 2;
  }

  #readChunkEnd(chunk: Buffer): number {
    if (chunk.length < 2) return -1;
    if (chunk[0] !== 13 || chunk[1] !== 10) throw new ProtocolError('a chunk of another size than it says');
    this.#state = 'chunk size';
    return 2;
  }

  #readTrailer(chunk: Buffer): number {
    const end = lineEnd(chunk);
    if (end === 0) this.#state = 'done';
    return end < 0 ? -1 : end + 2;
  }
}

function lineEnd(chunk: Buffer): number {
  const end = chunk.indexOf('\r\n', 0, 'latin1');
  if (end < 0 && chunk.length > MAX_CHUNK_LINE_BYTES) throw new ProtocolError('a line that does not end');
  return end;
}

interface Head {
  readonly status: number;
  readonly length: number | undefined;
  readonly chunked: boolean;
  readonly encoding: string;
  readonly keepAlive: boolean;
  readonly keepAliveSeconds: number | undefined;
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?$/;
const FIELD = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\r\n]*?)[ \t]*$/;

function readHead(text: string): Head {
  const [first = '', ...lines] = text.split('\r\n');
  const [, minor, status] = STATUS_LINE.exec(first) ?? [];
  if (status === undefined) throw new ProtocolError('something that is not HTTP/1.1');
  let length: number | undefined;
  let chunked = false;
  let encoding = '';
  let connection = minor === '0' ? 'close' : '';
  let keepAliveSeconds: number | undefined;
  for (const line of lines) {
    const [, name = '', value = ''] = FIELD.exec(line) ?? [];
    if (name === '') throw new ProtocolError('a header that is none');
    switch (name.toLowerCase()) {
      case 'content-length':
        if (length !== undefined) throw new ProtocolError('two lengths');
        if (!/^\d{1,15}$/.test(value)) throw new ProtocolError('a length that is no number');
        length = Number(value);
        break;
      case 'transfer-encoding':
        if (chunked || value.toLowerCase() !== 'chunked') throw new ProtocolError(`transfer encoding "${value}"`);
        chunked = true;
        break;
      case 'content-encoding':
        if (value.toLowerCase() !== 'identity') encoding = value.toLowerCase();
        break;
      case 'connection':
        connection = value.toLowerCase();
        break;
      case 'keep-alive':
        keepAliveSeconds = Number(/timeout=(\d{1,6})/.exec(value)?.[1] ?? Number.NaN) || undefined;
        break;
      default:
    }
  }
  if (chunked && length !== undefined) throw new ProtocolError('a length and chunks');
  return {
    status: Number(status),
    length,
    chunked,
    encoding,
    keepAlive: !connection.includes('close'),
    keepAliveSeconds,
  };
}

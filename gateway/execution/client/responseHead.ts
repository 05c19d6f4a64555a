import { HEADER_KINDS, HeaderNames, isText, valueNumber, valueText } from '../../headerBytes.ts';
import { ProtocolError } from './protocolError.ts';

/** What the head of a response says that matters here. */
export interface ResponseHead {
  readonly status: number;
  readonly length: number | undefined;
  readonly chunked: boolean;
  /** Empty for a body as it is. */
  readonly encoding: string;
  readonly keepAlive: boolean;
  /** For how long the other side keeps the connection, if it says so. */
  readonly keepAliveSeconds: number | undefined;
  readonly cacheControl: string | undefined;
}

/** The names that matter; others are only looked at for what may not stand in a name. */
const NAMES = [
  'content-length',
  'transfer-encoding',
  'content-encoding',
  'connection',
  'keep-alive',
  'cache-control',
] as const;
const names = new HeaderNames(NAMES);

const VERSION = new Uint8Array(Buffer.from('HTTP/1.'));
const STATUS_DIGITS = 3;
const MAX_LENGTH_DIGITS = 15;

/** Reads a head, from its status line up to the empty line. @throws ProtocolError for what could be read in two ways. */
export function readResponseHead(bytes: Buffer, start: number, end: number): ResponseHead {
  const head = new Head();
  let at = head.readStatusLine(bytes, start, end);
  while (at < end) {
    if (bytes[at] !== 13 || bytes[at + 1] !== 10) throw new ProtocolError('a header that is none');
    at = readField(bytes, at + 2, end, head);
  }
  if (head.chunked && head.length !== undefined) throw new ProtocolError('a length and chunks');
  return head;
}

/** @returns where its line ends. */
function readField(bytes: Buffer, start: number, end: number, head: Head): number {
  let at = start;
  while (at < end && HEADER_KINDS[bytes[at] ?? 0] === 1) at++;
  const nameEnd = at;
  if (nameEnd === start || bytes[at] !== 58) throw new ProtocolError('a header that is none');
  at = lineEnd(bytes, at + 1, end);
  const name = names.find(bytes, start, nameEnd);
  if (name >= 0) head.take(name, bytes, nameEnd + 1, at);
  return at;
}

/** Where what may stand in a value ends, with a line or with all. */
function lineEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && HEADER_KINDS[bytes[at] ?? 0] !== 0) at++;
  if (at < end && bytes[at] !== 13) throw new ProtocolError('a header that is none');
  return at;
}

class Head implements ResponseHead {
  status = 0;
  length: number | undefined;
  chunked = false;
  encoding = '';
  keepAlive = true;
  keepAliveSeconds: number | undefined;
  cacheControl: string | undefined;

  /** @returns where it ends. */
  readStatusLine(bytes: Buffer, start: number, end: number): number {
    const minor = bytes[start + VERSION.length];
    const from = start + VERSION.length + 2;
    const to = from + STATUS_DIGITS;
    if (to <= end && isText(bytes, start, VERSION) && bytes[from - 1] === 32) {
      this.status = valueNumber(bytes, from, to, STATUS_DIGITS);
    }
    const isEnded = to === end || bytes[to] === 32 || bytes[to] === 13;
    if ((minor !== 48 && minor !== 49) || this.status < 100 || this.status > 599 || !isEnded) {
      throw new ProtocolError('something that is not HTTP/1.1');
    }
    this.keepAlive = minor === 49;
    return lineEnd(bytes, to, end);
  }

  take(name: number, bytes: Buffer, start: number, end: number): void {
    if (NAMES[name] === 'content-length') {
      if (this.length !== undefined) throw new ProtocolError('two lengths');
      this.length = valueNumber(bytes, start, end, MAX_LENGTH_DIGITS);
      if (this.length < 0) throw new ProtocolError('a length that is no number');
    } else {
      this.#takeText(name, valueText(bytes, start, end));
    }
  }

  #takeText(name: number, value: string): void {
    switch (NAMES[name]) {
      case 'transfer-encoding':
        if (this.chunked || value.toLowerCase() !== 'chunked') {
          throw new ProtocolError(`transfer encoding "${value}"`);
        }
        this.chunked = true;
        break;
      case 'content-encoding':
        if (value.toLowerCase() !== 'identity') this.encoding = value.toLowerCase();
        break;
      case 'connection':
        this.keepAlive = !value.toLowerCase().includes('close');
        break;
      case 'cache-control':
        this.cacheControl = value;
        break;
      case 'keep-alive':
        this.keepAliveSeconds = Number(/timeout=(\d{1,6})/.exec(value)?.[1] ?? Number.NaN) || undefined;
        break;
      default:
    }
  }
}

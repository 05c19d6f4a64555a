import { HEADER_KINDS, HeaderNames, isText, valueNumber, valueStart, valueText } from '../../headerBytes.ts';

/** What the head of a plain request says that matters here; header values without the space around them. */
export interface PlainRequest {
  readonly accept: string | undefined;
  readonly authorization: string | undefined;
  readonly origin: string | undefined;
  readonly requestId: string | undefined;
  readonly forwardedFor: string | undefined;
  readonly userAgent: string | undefined;
  readonly traceparent: string | undefined;
  readonly tracestate: string | undefined;
  /** JSON, says the client. */
  readonly body: Buffer;
}

/** Names that say something about the message itself, or that a request may carry only once. */
const NAMES = [
  'host',
  'content-length',
  'content-type',
  'connection',
  'accept',
  'authorization',
  'origin',
  'x-request-id',
  'x-forwarded-for',
  'user-agent',
  'traceparent',
  'tracestate',
] as const;

/** With one of these a request is not plain. */
const REFUSED = ['transfer-encoding', 'content-encoding', 'expect', 'upgrade', 'trailer', 'te', 'http2-settings'];

const names = new HeaderNames([...NAMES, ...REFUSED]);
/** Host, content-length and content-type: bits of their indices. */
const NEEDED = 0b111;

const TYPE = new Uint8Array(Buffer.from('application/json'));
const TYPES = /^application\/json(?:; *charset="?utf-?8"?)?$/i;
const MAX_HEAD_BYTES = 8 * 1024;
const MAX_HEADERS = 100;
const MAX_LENGTH_DIGITS = 9;

/**
 * Reads what a connection brought, if it is one whole plain request and nothing else: `requestLine`, then headers that can
 * be read in one way only, then a body of the length they say.
 *
 * @returns undefined for anything else, which is node:http's to judge; 'more' when it is the beginning of one.
 */
export function readPlainRequest(
  bytes: Buffer,
  requestLine: Uint8Array,
  maxBodyBytes: number,
): PlainRequest | 'more' | undefined {
  if (!isText(bytes, 0, requestLine)) return undefined;
  const head = new Head();
  const start = head.read(bytes, requestLine.length);
  if (start < 0 || !head.isPlain || head.length > maxBodyBytes) return undefined;
  const end = start + head.length;
  if (bytes.length > end) return undefined;
  if (bytes.length < end) return 'more';
  const { accept, authorization, origin, requestId, forwardedFor, userAgent, traceparent, tracestate } = head;
  const body = bytes.subarray(start, end);
  return { accept, authorization, origin, requestId, forwardedFor, userAgent, traceparent, tracestate, body };
}

/** Header lines, as far as they are read. */
class Head implements Omit<PlainRequest, 'body'> {
  accept: string | undefined;
  authorization: string | undefined;
  origin: string | undefined;
  requestId: string | undefined;
  forwardedFor: string | undefined;
  userAgent: string | undefined;
  traceparent: string | undefined;
  tracestate: string | undefined;
  length = 0;
  /** Which names were read: bits of their indices. */
  #seen = 0;

  get isPlain(): boolean {
    return (this.#seen & NEEDED) === NEEDED;
  }

  /**
   * Reads header lines, each ended by CR LF, and the empty line behind them.
   *
   * @returns where they end; -1 when one is not plain, says again what may be said once, or the end has not come.
   */
  read(bytes: Buffer, start: number): number {
    let at = start;
    for (let lines = 0; bytes[at] !== 13; lines++) {
      const nameStart = at;
      while (HEADER_KINDS[bytes[at] ?? 0] === 1) at++;
      const nameEnd = at;
      if (nameEnd === nameStart || bytes[at] !== 58 || lines === MAX_HEADERS) return -1;
      at++;
      while (HEADER_KINDS[bytes[at] ?? 0] !== 0) at++;
      if (bytes[at] !== 13 || bytes[at + 1] !== 10 || at > MAX_HEAD_BYTES) return -1;
      const name = names.find(bytes, nameStart, nameEnd);
      if (name >= 0 && !this.#take(name, bytes, nameEnd + 1, at)) return -1;
      at += 2;
    }
    return bytes[at + 1] === 10 ? at + 2 : -1;
  }

  /** @returns whether the request may still be plain. */
  #take(name: number, bytes: Buffer, start: number, end: number): boolean {
    const bit = 1 << name;
    if (name >= NAMES.length || (this.#seen & bit) !== 0) return false;
    this.#seen |= bit;
    switch (NAMES[name]) {
      case 'content-length':
        this.length = valueNumber(bytes, start, end, MAX_LENGTH_DIGITS);
        return this.length >= 0;
      case 'content-type':
        return isJson(bytes, start, end);
      case 'connection':
        return valueText(bytes, start, end).toLowerCase() === 'keep-alive';
      default:
        this.#keep(name, valueText(bytes, start, end));
        return true;
    }
  }

  #keep(name: number, text: string): void {
    switch (NAMES[name]) {
      case 'accept':
        this.accept = text;
        break;
      case 'authorization':
        this.authorization = text;
        break;
      case 'origin':
        this.origin = text;
        break;
      case 'x-request-id':
        this.requestId = text;
        break;
      case 'x-forwarded-for':
        this.forwardedFor = text;
        break;
      case 'user-agent':
        this.userAgent = text;
        break;
      case 'traceparent':
        this.traceparent = text;
        break;
      case 'tracestate':
        this.tracestate = text;
        break;
      default:
    }
  }
}

function isJson(bytes: Buffer, start: number, end: number): boolean {
  const from = valueStart(bytes, start, end);
  return (end - from === TYPE.length && isText(bytes, from, TYPE)) || TYPES.test(valueText(bytes, start, end));
}

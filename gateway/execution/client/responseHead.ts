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

/** By byte: 1 what may stand in a header's name, 2 in its value, 3 in both. */
const KINDS = new Uint8Array(256);
KINDS.fill(2, 32, 256);
KINDS[9] = 2;
KINDS[127] = 0;
for (const byte of Buffer.from("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")) {
  KINDS[byte] = 3;
}

/** Lengths of the names that matter; others are only looked at for what may not stand in a name. */
const LENGTHS = new Set(
  ['content-length', 'transfer-encoding', 'content-encoding', 'connection', 'keep-alive', 'cache-control'].map(
    ({ length }) => length,
  ),
);

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?$/;

/** Reads a head, from its status line up to the empty line. @throws ProtocolError for what could be read in two ways. */
export function readResponseHead(bytes: Buffer, start: number, end: number): ResponseHead {
  const first = bytes.indexOf(13, start);
  const statusEnd = first < 0 || first > end ? end : first;
  const [, minor, status] = STATUS_LINE.exec(bytes.toString('latin1', start, statusEnd)) ?? [];
  if (status === undefined) throw new ProtocolError('something that is not HTTP/1.1');
  const fields = new Fields(minor === '0');
  for (let at = statusEnd; at < end;) {
    if (bytes[at] !== 13 || bytes[at + 1] !== 10) throw new ProtocolError('a header that is none');
    at = readField(bytes, at + 2, end, fields);
  }
  const { length, chunked, encoding, closes, keepAliveSeconds, cacheControl } = fields;
  if (chunked && length !== undefined) throw new ProtocolError('a length and chunks');
  return { status: Number(status), length, chunked, encoding, keepAlive: !closes, keepAliveSeconds, cacheControl };
}

/** @returns where its line ends. */
function readField(bytes: Buffer, start: number, end: number, fields: Fields): number {
  let at = start;
  while (at < end && KINDS[bytes[at] ?? 0] === 3) at++;
  const nameEnd = at;
  if (nameEnd === start || bytes[at] !== 58) throw new ProtocolError('a header that is none');
  at++;
  const valueStart = at;
  while (at < end && (KINDS[bytes[at] ?? 0] ?? 0) >= 2) at++;
  if (at < end && bytes[at] !== 13) throw new ProtocolError('a header that is none');
  if (LENGTHS.has(nameEnd - start)) {
    const name = bytes.toString('latin1', start, nameEnd).toLowerCase();
    fields.take(name, bytes.toString('latin1', valueStart, at).trim());
  }
  return at;
}

class Fields {
  length: number | undefined;
  chunked = false;
  encoding = '';
  closes: boolean;
  keepAliveSeconds: number | undefined;
  cacheControl: string | undefined;

  constructor(closes: boolean) {
    this.closes = closes;
  }

  take(name: string, value: string): void {
    switch (name) {
      case 'content-length':
        if (this.length !== undefined) throw new ProtocolError('two lengths');
        if (!/^\d{1,15}$/.test(value)) throw new ProtocolError('a length that is no number');
        this.length = Number(value);
        break;
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
        this.closes = value.toLowerCase().includes('close');
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

/** What the head of a plain request says that matters here; header values without the space around them. */
export interface PlainRequest {
  readonly accept: string | undefined;
  readonly authorization: string | undefined;
  readonly origin: string | undefined;
  readonly requestId: string | undefined;
  readonly forwardedFor: string | undefined;
  readonly traceparent: string | undefined;
  readonly tracestate: string | undefined;
  /** JSON, says the client. */
  readonly body: Buffer;
}

/** By byte: 1 what may stand in a header's name as well as in its value, 2 in its value only. */
const KINDS = new Uint8Array(256);
KINDS.fill(2, 32, 256);
KINDS[9] = 2;
KINDS[127] = 0;
for (const byte of Buffer.from("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")) {
  KINDS[byte] = 1;
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
  'traceparent',
  'tracestate',
] as const;
type Name = (typeof NAMES)[number];

/** With one of these a request is not plain. */
const REFUSED = new Set([
  'transfer-encoding',
  'content-encoding',
  'expect',
  'upgrade',
  'trailer',
  'te',
  'http2-settings',
]);

const interesting = new Map<string, Name>(NAMES.map((name) => [name, name]));
const LENGTHS = new Uint8Array(256);
for (const { length } of [...NAMES, ...REFUSED]) LENGTHS[length] = 1;

const HEAD_END = Buffer.from('\r\n\r\n');
const TYPE = /^application\/json(?:; *charset="?utf-?8"?)?$/i;
const MAX_HEAD_BYTES = 8 * 1024;
const MAX_HEADERS = 100;

/**
 * Reads what a connection brought, if it is one whole plain request and nothing else: `requestLine`, then headers that can
 * be read in one way only, then a body of the length they say.
 *
 * @returns undefined for anything else, which is node:http's to judge; 'more' when it is the beginning of one.
 */
export function readPlainRequest(
  bytes: Buffer,
  requestLine: Buffer,
  maxBodyBytes: number,
): PlainRequest | 'more' | undefined {
  if (bytes.length < requestLine.length || requestLine.compare(bytes, 0, requestLine.length) !== 0) return undefined;
  const headEnd = bytes.indexOf(HEAD_END, requestLine.length - 2);
  if (headEnd < 0 || headEnd > MAX_HEAD_BYTES) return undefined;
  const fields = readFields(bytes, requestLine.length, headEnd + 2);
  if (!fields) return undefined;
  const length = fields.get('content-length') ?? '';
  const isPlain =
    fields.has('host') &&
    /^\d{1,9}$/.test(length) &&
    TYPE.test(fields.get('content-type') ?? '') &&
    (fields.get('connection') ?? 'keep-alive').toLowerCase() === 'keep-alive';
  const end = headEnd + 4 + Number(length);
  if (!isPlain || Number(length) > maxBodyBytes || bytes.length > end) return undefined;
  if (bytes.length < end) return 'more';
  return {
    accept: fields.get('accept'),
    authorization: fields.get('authorization'),
    origin: fields.get('origin'),
    requestId: fields.get('x-request-id'),
    forwardedFor: fields.get('x-forwarded-for'),
    traceparent: fields.get('traceparent'),
    tracestate: fields.get('tracestate'),
    body: bytes.subarray(headEnd + 4, end),
  };
}

/** Header lines, each ended by CR LF; undefined when one is not plain, or says again what may be said once. */
function readFields(bytes: Buffer, start: number, end: number): ReadonlyMap<Name, string> | undefined {
  const fields = new Map<Name, string>();
  let lines = 0;
  for (let at = start; at < end;) {
    if (++lines > MAX_HEADERS) return undefined;
    const nameStart = at;
    while (KINDS[bytes[at] ?? 0] === 1) at++;
    const nameEnd = at;
    if (nameEnd === nameStart || bytes[at] !== 58) return undefined;
    at++;
    const valueStart = at;
    while (KINDS[bytes[at] ?? 0] !== 0) at++;
    if (bytes[at] !== 13 || bytes[at + 1] !== 10) return undefined;
    const length = nameEnd - nameStart;
    if (length > 255 || LENGTHS[length] === 1) {
      const text = bytes.toString('latin1', nameStart, nameEnd).toLowerCase();
      const name = interesting.get(text);
      if (REFUSED.has(text) || (name && fields.has(name))) return undefined;
      if (name) fields.set(name, valueOf(bytes, valueStart, at));
    }
    at += 2;
  }
  return fields;
}

/** Without spaces and tabs around it. */
function valueOf(bytes: Buffer, valueStart: number, valueEnd: number): string {
  let start = valueStart;
  let end = valueEnd;
  while (start < end && (bytes[start] === 32 || bytes[start] === 9)) start++;
  while (end > start && (bytes[end - 1] === 32 || bytes[end - 1] === 9)) end--;
  return bytes.toString('latin1', start, end);
}

const BY_MARK: ReadonlyArray<readonly [mark: readonly number[], encoding: string]> = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0x3c, 0x00], 'utf-16le'],
  [[0x00, 0x3c], 'utf-16be'],
];

/**
 * The text of an XML file. The encoding comes from the byte order mark, else from how `<` is written, else from the XML
 * declaration, else it is UTF-8 (XML 1.0, appendix F). Bytes that the encoding does not know become U+FFFD.
 */
export function decodeXml(bytes: Uint8Array): string {
  const marked = BY_MARK.find(([mark]) => mark.every((byte, i) => bytes[i] === byte));
  return new TextDecoder(marked ? marked[1] : declaredEncoding(bytes)).decode(bytes);
}

function declaredEncoding(bytes: Uint8Array): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const label = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1] ?? 'utf-8';
  // a declaration written in single bytes cannot speak the truth about UTF-16
  return /^utf-?16/i.test(label) || !isKnownEncoding(label) ? 'utf-8' : label;
}

function isKnownEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding.length > 0;
  } catch {
    return false;
  }
}

const NAMED = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * Resolves the five entities that XML itself has and character references; any other entity stays as it is written,
 * whatever a DTD says of it.
 */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, (whole, body: string) => {
    if (!body.startsWith('#')) return NAMED.get(body) ?? whole;
    const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** How XML schema writes a decimal or a double. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A comma that parts no thousands, as that of `1,300` may. */
const DECIMAL_COMMA = /^\s*[+-]?(?![1-9]\d{0,2},\d{3}\s*$)\d*,\d+\s*$/;
/** Degrees are below a thousand: any comma is a decimal one. */
const DEGREES_WITH_COMMA = /^\s*[+-]?\d{1,3},\d+\s*$/;

/** Reads the numbers of a file. From the first one on that is written with a decimal comma, all commas are such. */
export class NumberReader {
  #hasCommas = false;

  read(text: string): number {
    return this.#read(text, DECIMAL_COMMA);
  }

  readDegrees(text: string): number {
    return this.#read(text, DEGREES_WITH_COMMA);
  }

  #read(text: string, comma: RegExp): number {
    if (!text.includes(',')) return parseNumber(text);
    this.#hasCommas ||= comma.test(text);
    return this.#hasCommas ? parseNumber(text.replace(',', '.')) : NaN;
  }
}

/** A number as XML schema writes it, or NaN; an empty text is no zero. */
function parseNumber(text: string): number {
  const trimmed = text.trim();
  if (trimmed.length > 100 || !NUMBER.test(trimmed)) return NaN;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : NaN;
}

const TIME =
  /^(\d{4})-(\d\d?)-(\d\d?)[T ](\d\d?):(\d\d?)(?::(\d\d?)(?:[.,](\d+))?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;

const DAY_MS = 86_400_000;
/** No zone is further from UTC than 14 h. */
const FURTHEST_ZONE_MINUTES = 840;

/**
 * An xsd:dateTime in ms since 1970, or NaN; without a zone it is UTC, as GPX demands. Also as programs write it that go by
 * no standard: with a space for the T, UTC or GMT for the Z, an offset without its colon, and one digit for what is below ten.
 */
export function parseTime(text: string): number {
  const parts = TIME.exec(text.trim());
  if (!parts) return NaN;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = parts;
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const sane = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(minute) <= 59;
  if (!sane || Number(second) > 60 || new Date(date).getUTCDate() !== Number(day)) return NaN;
  const inDay =
    (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1000 + Math.trunc(Number(`0.${fraction}0`) * 1000);
  // At 24:00:00 the day is over.
  if (Number(hour) > 23 && inDay !== DAY_MS) return NaN;
  return date + inDay - zoneOffset(zone);
}

/** NaN of an offset that no zone has. */
function zoneOffset(zone: string): number {
  if (!/^[+-]/.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(2));
  const offset = Number(digits.slice(0, 2)) * 60 + minutes;
  if (minutes > 59 || offset > FURTHEST_ZONE_MINUTES) return NaN;
  return (zone.startsWith('-') ? -offset : offset) * 60_000;
}

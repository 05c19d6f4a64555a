/** More than any list may hold. */
export const MANY = 1001;

/** Written as it stands into the JSON of a request, where no number of JavaScript could be. */
export const RAW_NUMBERS = { '@infinity@': '1e999', '@tiny@': '-1e-999', '@long@': `1${'0'.repeat(400)}` } as const;

const TEXTS = [
  '', ' ', '\t\n', '\0', 'a\0b', '\uD800', 'a\uDFFF', '\uFFFE', '\u202Eevil', '👩‍👩‍👧‍👦', 'e\u0301'.repeat(300), 'x'.repeat(100_000),
  "'; DROP TABLE people; --", '{"$gt": ""}', '$where', '__proto__', 'constructor', '../../../etc/passwd', '%00', '\r\nBcc: all@example.org',
  '<script>alert(1)</script>', 'null', 'NaN', '-1', '٣', 'İ', 'ß', '\\', '\\u0000', '${7*7}',
] as const; // prettier-ignore

const IDS = [
  '', '0', 'not-an-id', 0, -1, 2 ** 31, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '018f0000-0000-7000-8000-000000000000', '018F0000-0000-7000-8000-00000000ABCD', '018f0000-0000-7000-8000-000000000000\n',
  '{018f0000-0000-7000-8000-000000000000}', '018f0000000070008000000000000000', '\0', '\uD800', 'x'.repeat(10_000), '$', '*', '>', 'a.b.*', 'a b', '%', true, {}, [],
] as const; // prettier-ignore

const NUMBERS = [
  0, -0, 1, -1, 0.1, 0.5, -0.000001, 1e-7, 5e-324, 1e21, 1e308, -1e308, 2 ** 31, -(2 ** 31), 2 ** 53, 1.7976931348623157e308, '5', '', 'NaN', true, {}, [],
  ...Object.keys(RAW_NUMBERS),
] as const; // prettier-ignore

const INSTANTS = [
  '0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '1582-10-10T00:00:00Z', '1969-12-31T23:59:59.999Z', '1970-01-01T00:00:00Z', '1999-12-31T23:59:59Z',
  '2026-03-29T02:30:00+01:00', '2026-10-25T02:30:00+02:00', '2026-02-30T00:00:00Z', '2024-02-29T23:59:59Z', '2026-12-31T24:00:00Z',
  '2026-06-30T23:59:60Z', '2026-05-01T06:30:00', '2026-05-01T06:30Z', '2026-05-01 06:30:00Z', '2026-05-01T06:30:00.123456789Z', '2026-05-01T06:30:00-23:59',
  '2026-05-01T06:30:00+24:00', '2038-01-19T03:14:08Z', '2199-12-31T23:59:59Z', '2200-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59-14:00',
  '10000-01-01T00:00:00Z', '+275760-09-13T00:00:00Z', '-000001-01-01T00:00:00Z', '', 'now', 0, 1_775_000_000_000, '2026-05-01',
] as const; // prettier-ignore

const DATES = [
  '0000-01-01', '0001-01-01', '1582-10-10', '1899-12-31', '1969-12-31', '1970-01-01', '2024-02-29', '2026-02-29', '2026-12-31', '2026-13-01', '2026-00-10',
  '2026-05-32', '9999-12-31', '10000-01-01', '-0001-01-01', '2026-5-1', '20260501', '2026-W18-5', '2026-05-01T00:00:00Z', '', 0, '\0',
] as const; // prettier-ignore

const ZONES = ['', 'UTC', 'europe/ljubljana', 'Etc/GMT+14', 'Pacific/Apia', 'Asia/Kathmandu', 'Mars/Phobos', '+01:00', 'Z', 'localtime', '../../etc/localtime', '\0', 'Europe/Ljubljana\0', 'A'.repeat(10_000), 1] as const; // prettier-ignore

const ADDRESSES = ['', '@', 'a@b', 'a b@example.org', 'a@example.org\r\nBcc: b@example.org', 'a@example.org\0', '"a b"@example.org', 'ä@ö.example', `${'x'.repeat(300)}@example.org`, `a@${'x.'.repeat(200)}org`, ' A@EXAMPLE.ORG ', 'a@example.org,b@example.org', '\uD800@example.org', 1] as const; // prettier-ignore

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = { a: value };
  return value;
};
const OBJECTS = [
  {}, [], '', 'text', 1, null, nested(50), nested(3000), { '': 1 }, { 'a.b': 1, $gt: 1 }, { '\0': '\0' }, { a: '\uD800' }, { ['__proto__']: { x: 1 } },
  { a: 'x'.repeat(200_000) }, { a: Array(5000).fill(1) }, { sets: null }, { sets: [{ repetitions: -1 }] }, { a: 1e308, b: '@infinity@' }, Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`k${i}`, i])),
] as const; // prettier-ignore

const BY_TYPE: Readonly<Record<string, readonly [unknown, ...unknown[]]>> = {
  String: [...TEXTS],
  ID: [...IDS],
  Int: [...NUMBERS],
  Float: [...NUMBERS],
  Boolean: ['true', 0, '', {}],
  DateTime: [...INSTANTS],
  Date: [...DATES],
  TimeZone: [...ZONES],
  EmailAddress: [...ADDRESSES],
  JSONObject: [...OBJECTS],
};

/** Values of a scalar type that somebody wrote to do harm, or by mistake; those of texts for a type nobody told of. */
export const hostileValues = (type: string): readonly [unknown, ...unknown[]] => BY_TYPE[type] ?? TEXTS;

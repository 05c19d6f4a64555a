import type { Random } from '../../../../fixtures/random.ts';

const VALUES = [
  '', ' ', 'NaN', 'INF', '-Infinity', '-0', '1e308', '1e309', '-1e400', '5e-324', '0x1F', '١٢', '1,5', '+7', '.', '-',
  '90.0000001', '-180', '180', '999999999999999999999', '0', '-1', '65536', '4294967296', '9'.repeat(5000),
  '0000-00-00T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999999999999Z', '1999-12-31T23:59:59Z',
  '2026-02-30T10:00:00Z', '2026-03-29T02:30:00', '2026-12-31T24:00:00Z', '2026-06-30T23:59:60Z', '2026-04-11T06:30:00+99:99',
  '2026-04-11', '-2026-04-11T06:30:00Z', '&#0;', '&#xD800;', '&#x10FFFF;', '&#99999999;', '&lol;', '&amp;&amp;', ']]>', '\0', '\uD83D\uDE00',
  'Biking', 'running', '__proto__', 'constructor', 'true', '<', '&',
] as const; // prettier-ignore
const NAMES = [
  'gpx', 'trk', 'trkseg', 'trkpt', 'wpt', 'ele', 'time', 'hr', 'name', 'type', 'extensions', 'speed',
  'TrainingCenterDatabase', 'Activities', 'Activity', 'Lap', 'Track', 'Trackpoint', 'Time', 'Position', 'LatitudeDegrees',
  'DistanceMeters', 'HeartRateBpm', 'Value', 'TotalTimeSeconds', 'Calories', 'Id', 'Creator', 'ns3:TPX', 'x:y:z', '__proto__',
] as const; // prettier-ignore
const LAUGHS = `<!DOCTYPE gpx SYSTEM "file:///etc/passwd" [<!ENTITY lol "ha">${Array.from(
  { length: 30 },
  (_, i) => `<!ENTITY l${i} "${`&l${i - 1};`.repeat(10)}">`,
).join('')}<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>`;
const PROLOGUES = [
  LAUGHS,
  '<!DOCTYPE gpx [',
  '<?xml version="1.1"?>',
  '<!---->',
  '<?php ?>',
  '\uFEFF',
  '\n\n',
  'x',
] as const;

type Mutation = (random: Random, tokens: string[], at: number) => void;

/** Wraps what follows in elements, in text, or in one very large attribute. */
const insertMarkup: Mutation = (random, tokens, at) => {
  const name = random.pick(NAMES);
  const depth = random.pick([1, 3, 90, 300, 5000]);
  const long = 'a'.repeat(random.pick([10, 1000, 200_000]));
  const markup = random.pick([
    `<${name}>`.repeat(depth),
    `<${name}>`.repeat(depth) + `</${name}>`.repeat(depth),
    `</${name}>`,
    `<${name}/>`,
    `<${name} a="${long}"/>`,
    `<${name} ${'b="" '.repeat(depth)}/>`,
    `<${name}><![CDATA[${long}]]></${name}>`,
    `<![CDATA[${random.pick(VALUES)}]]>`,
    `<!-- ${long} -->`,
    `<?pi ${long}?>`,
    LAUGHS,
    '&lol;&l29;',
  ]);
  tokens.splice(at, 0, markup);
};

/** Puts something in the place of the first whole element from `at` on, so that the file stays well-formed. */
function spliceElement(tokens: string[], at: number, put: (element: string[]) => readonly string[]): void {
  const from = tokens.findIndex((token, i) => i >= at && /^<\w/.test(token));
  if (from < 0) return;
  let depth = 0;
  for (let to = from; to < tokens.length; to++) {
    const token = tokens[to] ?? '';
    if (/^<\w[^]*[^/]>$/.test(token)) depth += 1;
    else if (token.startsWith('</')) depth -= 1;
    if (depth > 0) continue;
    const element = tokens.splice(from, to + 1 - from);
    tokens.splice(from, 0, ...put(element));
    return;
  }
}

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  insertMarkup,
  (random, tokens, at) => spliceElement(tokens, at, () => []),
  (random, tokens, at) => spliceElement(tokens, at, (element) => [...element, ...element, ...element]),
  (random, tokens, at) => {
    const moved: string[] = [];
    spliceElement(tokens, at, (element) => (moved.push(...element), []));
    tokens.splice(random.whole(0, at), 0, ...moved);
  },
  (random, tokens, at) => void tokens.splice(at, random.whole(1, 12)),
  (random, tokens, at) => void tokens.splice(at, 0, ...tokens.slice(at, at + random.whole(1, 60))),
  (random, tokens, at) =>
    void tokens.splice(random.whole(0, tokens.length), 0, ...tokens.splice(at, random.whole(1, 12))),
  // the text of an element
  ...Array<Mutation>(4).fill((random, tokens, at) => {
    const text = tokens.findIndex((token, i) => i >= at && !token.startsWith('<') && token.trim() !== '');
    if (text >= 0) tokens[text] = random.pick(VALUES);
  }),
  // an attribute
  ...Array<Mutation>(3).fill((random, tokens, at) => {
    const tag = tokens.findIndex((token, i) => i >= at && token.includes('="'));
    const [value, times] = [random.pick(VALUES), random.next()];
    if (tag >= 0) tokens[tag] = (tokens[tag] ?? '').replace(times < 0.5 ? /"[^"]*"/ : /"[^"]*"/g, () => `"${value}"`);
  }),
  // the name of an element
  (random, tokens, at) => {
    tokens[at] = (tokens[at] ?? '').replace(/^(<\/?)[\w:.]+/, (_, open: string) => open + random.pick(NAMES));
  },
  (random, tokens) => void tokens.unshift(random.pick(PROLOGUES)),
];

/** An XML file of changed tokens, in one encoding or another, which it tells or does not. */
export function mutateXml(random: Random, original: string): Uint8Array {
  const tokens = original.match(/<[^>]*>|[^<]+/g) ?? [];
  for (let i = random.whole(1, 5); i > 0; i--) {
    random.pick(MUTATIONS)(random, tokens, random.whole(0, Math.max(0, tokens.length - 1)));
  }
  return encoded(random, tokens.join(''));
}

function encoded(random: Random, xml: string): Uint8Array {
  if (random.next() < 0.7) return new Uint8Array(Buffer.from(xml));
  const label = random.pick(['utf-8', 'UTF-16', 'iso-8859-1', 'windows-1252', 'shift_jis', 'utf-7', 'ibm037', '"', '']);
  const told = xml.replace(/^<\?xml[^>]*>/, () => `<?xml version="1.0" encoding="${label}"?>`);
  const marked = random.next() < 0.5 ? `\uFEFF${told}` : told;
  const bytes = Buffer.from(marked, random.pick(['utf8', 'utf16le', 'utf16le', 'latin1']));
  const swapped = random.next() < 0.3 && bytes.length % 2 === 0 ? bytes.swap16() : bytes;
  return new Uint8Array(random.next() < 0.2 ? swapped.subarray(0, -1) : swapped);
}

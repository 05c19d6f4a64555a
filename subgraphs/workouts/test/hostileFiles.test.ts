import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { generateActivity } from '../../../fixtures/generate.ts';
import { seededRandom } from '../../../fixtures/random.ts';
import { analyseFile } from '../files/analyseFile.ts';
import { FitMessage, walkMessages, type DeveloperField } from '../files/fit/messages.ts';
import { DEFAULT_MAX_BYTES } from '../files/readRecording.ts';
import { NOW, refusalOf, START } from './recordings.ts';

/** Fifty times what these take on a small machine: this is about loops that never end, not about speed. */
const PATIENCE_MS = 15_000;

/** Enough to see that time grows with the length and not with its square. */
const LIMIT = 6 * 1024 * 1024;
const fill = (start: string, body: string, end = ''): string =>
  start + body.repeat(Math.floor((LIMIT - start.length - end.length) / body.length)) + end;

const WAY = `<trkseg>${['06:30:00', '06:30:05'].map((time) => `<trkpt lat="46" lon="14"><time>2026-04-11T${time}Z</time></trkpt>`).join('')}</trkseg>`;

function expectPrompt(content: string | Uint8Array, code: string | null): void {
  const started = performance.now();
  expect(refusalOf(content)).toBe(code);
  expect(performance.now() - started).toBeLessThan(PATIENCE_MS);
}

describe('XML made to hurt', () => {
  it.each([
    ['deep nesting', fill('<gpx>', '<a>'), 'MALFORMED_FILE'],
    ['a million attributes', fill('<gpx ', 'a="" ', '/>'), 'NOT_AN_ACTIVITY'],
    ['comments', fill('<gpx>', '<!---->', '</gpx>'), 'NOT_AN_ACTIVITY'],
    ['comments that never end', fill('<gpx>', '<!--'), 'MALFORMED_FILE'],
    ['pieces of text', fill('<gpx><trk><name>', '<![CDATA[x]]>y', '</name></trk></gpx>'), 'NO_USABLE_POINTS'],
    ['ampersands', fill('<gpx><trk><name>', '&#x', '</name></trk></gpx>'), 'NO_USABLE_POINTS'],
    ['a DTD that never ends', fill('<!DOCTYPE gpx [', '<!ENTITY a "b">'), 'UNKNOWN_FORMAT'],
    ['a DTD of brackets', fill('<!DOCTYPE ', '['), 'UNKNOWN_FORMAT'],
    ['left angle brackets', fill('', '<'), 'UNKNOWN_FORMAT'],
    ['blanks', fill('', ' '), 'UNKNOWN_FORMAT'],
    ['a tag of blanks', fill('<gpx', ' '), 'MALFORMED_FILE'],
    ['zeros', fill('', '\0'), 'UNKNOWN_FORMAT'],
    [
      'a number without end',
      fill('<gpx><trk><trkseg><trkpt lat="', '9', '" lon="1"/></trkseg></trk></gpx>'),
      'NO_USABLE_POINTS',
    ],
    ['empty points', fill('<gpx><trk><trkseg>', '<trkpt/>', '</trkseg></trk></gpx>'), 'FILE_TOO_LARGE'],
    [
      'laps',
      fill(
        '<TrainingCenterDatabase><Activities><Activity>',
        '<Lap/>',
        '</Activity></Activities></TrainingCenterDatabase>',
      ),
      'NO_USABLE_POINTS',
    ],
  ])('%s: ends soon, with a code', (_, xml, code) => {
    expectPrompt(xml, code);
  });

  it('25 MiB of noise is of unknown format, whatever it begins with', () => {
    const random = seededRandom(5);
    const noise = Uint8Array.from({ length: DEFAULT_MAX_BYTES }, () => random.whole(0, 255));
    expectPrompt(noise, 'UNKNOWN_FORMAT');
    noise.set(new TextEncoder().encode('<gpx><trk><trkseg>'));
    expectPrompt(noise, 'MALFORMED_FILE');
  });

  it('a long name becomes a short one', () => {
    const outcome = analyseFile(
      new TextEncoder().encode(fill('<gpx><trk><name>', 'run ', `</name>${WAY}</trk></gpx>`)),
      { writtenBy: 'OTHERS', now: NOW },
    );
    expect(outcome.kind === 'ANALYSED' && outcome.figures.name?.length).toBeLessThanOrEqual(120);
  });

  it('an external DTD or entity is never fetched, a bomb of entities never expanded', () => {
    const laughs = Array.from({ length: 20 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
    const dtd = `<!DOCTYPE gpx SYSTEM "http://127.0.0.1:9/evil.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY l0 "lol">${laughs}]>`;
    const xml = `${dtd}<gpx><trk><name>&x;&l20;</name>${WAY}</trk></gpx>`;
    const outcome = analyseFile(new TextEncoder().encode(xml), { writtenBy: 'OTHERS', now: NOW });
    expect(outcome.kind === 'ANALYSED' && outcome.figures.name).toBe('&x;&l20;');
  });
});

/** A FIT file of one definition and the same data message over and over; its checksum is wrong. */
function fitOf(definition: readonly number[], message: readonly number[], limit = LIMIT): Uint8Array {
  const head = [0x40, 0, 0, 0, 0, 1, 0, 1, 0, 0, 4, ...definition];
  const size = head.length + Math.floor((limit - head.length) / message.length) * message.length;
  const bytes = new Uint8Array(14 + size + 2);
  const sizeBytes = [size & 255, (size >> 8) & 255, (size >> 16) & 255, size >> 24];
  bytes.set([14, 32, 0, 0, ...sizeBytes, 0x2e, 0x46, 0x49, 0x54, 0, 0, ...head]);
  for (let at = 14 + head.length; at < 14 + size; at += message.length) bytes.set(message, at);
  return bytes;
}

describe('FIT made to hurt', () => {
  it.each([
    ['millions of empty records', fitOf([0x40, 0, 0, 20, 0, 0], [0]), 'FILE_TOO_LARGE'],
    ['millions of one-byte records', fitOf([0x40, 0, 0, 20, 0, 1, 3, 1, 2], [0, 100]), 'FILE_TOO_LARGE'],
    ['millions of sessions', fitOf([0x40, 0, 0, 18, 0, 0], [0]), 'FILE_TOO_LARGE'],
    [
      'a million of laps',
      fitOf([0x40, 0, 0, 19, 0, 1, 7, 4, 0x86], [0, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
      'NO_USABLE_POINTS',
    ],
    ['definitions without data', fitOf([], [0x40, 0, 0, 20, 0, 2, 253, 4, 0x86, 3, 1, 2]), 'NO_USABLE_POINTS'],
  ])('%s: ends soon, with a code', (_, bytes, code) => {
    expectPrompt(bytes, code);
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ['a session', [0x40, 0, 0, 18, 0, 1, 2, 1, 2], 'get', 100 * 20],
    ['a lap', [0x40, 0, 0, 19, 0, 1, 2, 1, 2], 'get', 2000 * 20],
    ['the name of a sport', [0x40, 0, 0, 12, 0, 1, 3, 1, 7], 'text', 2001],
    ['the name of a product', [0x40, 0, 0, 0, 0, 1, 8, 1, 7], 'text', 2001],
  ] as const)('%s told over and over is looked at so often and no more', (_, definition, method, most) => {
    const messages = 50_000;
    const calls = vi.spyOn(FitMessage.prototype, method);
    refusalOf(fitOf(definition, [0, 65], 2 * messages));
    // each is asked for its time, and the file itself for its product
    expect(calls.mock.calls.length - (method === 'get' ? messages : 0)).toBeLessThanOrEqual(most);
  });

  it('beats beyond what a strap can keep are not unpacked', () => {
    const anchor = [0x41, 0, 0, 132, 0, 3, 253, 4, 0x86, 9, 4, 0x86, 6, 1, 2, 1, 0, 0, 0, 70, 0, 0, 0, 0, 100];
    const message = [0, ...new Array<number>(255 + 255).fill(100)];
    const calls = vi.spyOn(FitMessage.prototype, 'numbers');
    refusalOf(fitOf([...anchor, 0x40, 0, 0, 132, 0, 2, 6, 255, 2, 10, 255, 13], message));
    expect(calls.mock.calls.length).toBeLessThanOrEqual(2 * (1 + 700_000 / 255 + 1));
  });

  it('developer fields that hold nothing, or stand there twice, are not looked for in each record', () => {
    const empty = Array.from({ length: 200 }, () => [1, 0, 0]).flat();
    const same = Array.from({ length: 55 }, () => [1, 1, 0]).flat();
    const record = [0x60, 0, 0, 20, 0, 0, 255, ...empty, ...same, 0, ...same.slice(0, 55)];
    const asked = vi.fn();
    const known: ReadonlyMap<number, DeveloperField> = new (class extends Map<number, DeveloperField> {
      override get(key: number): DeveloperField | undefined {
        asked();
        return super.get(key);
      }
    })([[1, { baseType: 2, scale: 1, offset: 0, nativeMessage: 20, nativeField: 7 }]]);
    const isWhole = walkMessages(Uint8Array.from(record), 0, record.length, { messages: 0 }, (message) =>
      message.developerValues(known, () => undefined),
    );
    expect([isWhole, asked.mock.calls.length]).toEqual([true, 1]);
  });

  it('a chain of files ends soon, however small they are, and has no more messages than one', () => {
    const chain = (file: Uint8Array, count: number): Uint8Array => {
      const bytes = new Uint8Array(file.length * count);
      for (let i = 0; i < count; i++) bytes.set(file, i * file.length);
      return bytes;
    };
    const small = fitOf([], [0, 4], 13);
    expect(refusalOf(chain(small, 2000))).toBe('NO_USABLE_POINTS');
    expect(refusalOf(chain(small, 2001))).toBe('FILE_TOO_LARGE');
    const million = fitOf([0x40, 0, 0, 99, 0, 0], [0], 1_000_000);
    expect(refusalOf(million)).toBe('NO_USABLE_POINTS');
    expect(refusalOf(chain(million, 3))).toBe('FILE_TOO_LARGE');
  });

  it('names of fields are data, never keys of objects', () => {
    const name = [...new TextEncoder().encode('__proto__'), 0];
    const description = [0x41, 0, 0, 206, 0, 4, 0, 1, 2, 1, 1, 2, 2, 1, 2, 3, name.length, 7];
    const bytes = fitOf([...description, 1, 0, 0, 2, ...name, 0x60, 0, 0, 20, 0, 1, 3, 1, 2, 1, 0, 1, 0], [0, 100, 5]);
    expect(refusalOf(bytes)).toBe('FILE_TOO_LARGE');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('archives made to hurt', () => {
  it('a bomb stops at the limit', () => {
    const bomb = Uint8Array.from(gzipSync(new Uint8Array(200 * 1024 * 1024), { level: 9 }));
    expectPrompt(bomb, 'FILE_TOO_LARGE');
    expect(refusalOf(Uint8Array.from(gzipSync(new Uint8Array(2000))), { maxBytes: 1000 })).toBe('FILE_TOO_LARGE');
  });

  it('an archive in an archive is not unpacked twice', () => {
    const { bytes } = generateActivity({ seed: 1, startedAt: START });
    expect(refusalOf(Uint8Array.from(gzipSync(gzipSync(bytes))))).toBe('UNKNOWN_FORMAT');
  });

  it('a cut archive gives what it holds of a FIT, and a damaged one is malformed', () => {
    const zipped = Uint8Array.from(
      gzipSync(generateActivity({ seed: 1, startedAt: START, durationSeconds: 3600 }).bytes),
    );
    const outcome = analyseFile(zipped.slice(0, zipped.length >> 1), { writtenBy: 'OTHERS', now: NOW });
    expect(outcome.kind === 'ANALYSED' && outcome.figures.flags.map(({ code }) => code)).toEqual(['TRUNCATED']);
    const damaged = zipped.map((byte, i) => (i > 60 && i < 80 ? byte ^ 0x55 : byte));
    expect(refusalOf(damaged)).toBe('MALFORMED_FILE');
    expect(refusalOf(Uint8Array.of(0x1f, 0x8b))).toMatch(/EMPTY_FILE|MALFORMED_FILE/);
  });

  it('an empty file and an empty archive are empty', () => {
    expect(refusalOf(new Uint8Array())).toBe('EMPTY_FILE');
    expect(refusalOf(Uint8Array.from(gzipSync('')))).toBe('EMPTY_FILE');
    expect(refusalOf(new Uint8Array(DEFAULT_MAX_BYTES + 1))).toBe('FILE_TOO_LARGE');
  });
});

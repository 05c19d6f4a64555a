import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coerce, runOn, testCall, type Bed } from './bed.ts';
import { bedClient, respond, textOf, type Behaviour } from './bedClient.ts';
import { bedOf, byteExecutor, compareWithMerged, objectExecutor, operationsOver, seed } from './differential.ts';
import * as worlds from './worlds/index.ts';

const OPERATIONS_PER_WORLD = 400;
const DAMAGED_ANSWERS = 6_000;

describe('the byte engine', () => {
  for (const world of Object.values(worlds)) {
    it(`answers operations over "${world.name}" as the merged schema does`, { timeout: 120_000 }, async () => {
      const bed = bedOf(world);
      const { executor, handovers } = byteExecutor(bed);
      const property = fc.asyncProperty(operationsOver(bed), (operation) =>
        compareWithMerged(bed, executor, operation),
      );
      await fc.assert(property, { numRuns: OPERATIONS_PER_WORLD, seed: seed + 1 });
      // Errors and nulls are the object engine's; all else it must finish itself.
      expect(handovers()).toBeLessThan(OPERATIONS_PER_WORLD / 3);
    });
  }
});

/** Operations whose answers have everything: strings, numbers, enums, nulls, lists of lists, abstract types, joins. */
const sampled: readonly (readonly [world: keyof typeof worlds, query: string])[] = [
  [
    'shop',
    '{ products { __typename id name tags dimensions { width height unit } ... on Product { weight size inStock } } }',
  ],
  [
    'shop',
    '{ latest(first: 7) { id stars text: body author { name email } product { ... on Product { sku name } ... on Service { id } } } }',
  ],
  ['shop', '{ users { id name email nickname favourite { ... on Product { maker { name contact { email } } } } } }'],
  [
    'media',
    '{ grid { __typename id minutes mood } studios { label budget code { id zone { name } } shows { __typename title rating } } }',
  ],
  ['strict', '{ nodes { id label } leaf { numbers } }'],
];

/** Breaks an answer's bytes in a way that a tape of numbers says. */
function damaged(body: Buffer, [kind, at, value]: readonly [number, number, number]): Buffer {
  const place = at % Math.max(1, body.length);
  const bytes = Buffer.from(body);
  const insert = (text: Uint8Array | string): Buffer =>
    Buffer.concat([bytes.subarray(0, place), Buffer.from(text), bytes.subarray(place)]);
  switch (kind % 8) {
    case 0:
      bytes[place] = value;
      return bytes;
    case 1:
      return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1 + (value % 5))]);
    case 2:
      return insert(Uint8Array.of(value));
    case 3:
      return insert(snippets[value % snippets.length] ?? '');
    case 4:
      return bytes.subarray(0, place);
    case 5: {
      // Another value where one stood.
      const text = bytes.toString('latin1');
      const found = /("(?:[^"\\]|\\.)*"|-?[\d.]+|true|false|null)(?=[,}\]])/.exec(text.slice(place));
      if (!found) return bytes;
      const start = place + found.index;
      const other = values[value % values.length] ?? '';
      return Buffer.from(text.slice(0, start) + other + text.slice(start + found[0].length), 'latin1');
    }
    case 6:
      return Buffer.from(JSON.stringify(JSON.parse(bytes.toString()), null, value % 3));
    default:
      return Buffer.concat([bytes, Buffer.from(snippets[value % snippets.length] ?? '')]);
  }
}

const snippets = [
  ' ',
  '\n',
  ',',
  '"',
  '\\',
  '\\u00e9',
  '\\ud800',
  '\\x',
  '0',
  '-',
  '1e5',
  '1e400',
  '.',
  'null',
  '{}',
  '[]',
  '{"data":',
  '}',
  ']',
  '\u0000',
  '\u007f',
  'é',
];
const values = [
  'null',
  'true',
  '1',
  '-0',
  '01',
  '1.0',
  '1e3',
  '2147483648',
  '-2147483648',
  '12345678901234567890',
  '"x"',
  '"\\n"',
  '"\\u0061"',
  '"\\ud800"',
  '[]',
  '{}',
  '[1]',
  '""',
  '.5',
  '5.',
  '+1',
  'NaN',
  '"SECRET"',
  '"Product"',
  '\xff',
  '"\xc3"',
];

describe('answers of subgraphs that are damaged', () => {
  const beds = new Map<string, Bed>();
  const bedFor = (name: keyof typeof worlds): Bed => {
    const bed = beds.get(name) ?? bedOf(worlds[name]);
    beds.set(name, bed);
    return bed;
  };

  for (const [name, query] of sampled) {
    it(`give the same with both engines: ${query.slice(0, 60)}`, { timeout: 120_000 }, async () => {
      const bed = bedFor(name);
      const operation = bed.plan(query);
      const answers = new Map<string, Buffer>();
      let damage: readonly [number, number, number] = [0, 0, 0];
      let target = 0;
      let asked = 0;
      const behaviour: Behaviour = async (request, answer) => {
        const key = request.subgraph + textOf(request);
        const body = answers.get(key) ?? Buffer.from(await answer());
        answers.set(key, body);
        return respond(asked++ === target ? damaged(body, damage) : body);
      };
      const { executor, handovers } = byteExecutor(bed, bedClient(bed, behaviour));
      const objects = objectExecutor(bed, bedClient(bed, behaviour)).prepare(operation);
      const bytes = executor.prepare(operation);
      const variables = coerce(operation, bed.supergraph.apiSchema, {});
      const once = async (which: typeof bytes): Promise<string> => {
        asked = 0;
        return (await which.run(variables, testCall())).body.toString();
      };
      const tape = fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 20_000 }), fc.nat({ max: 255 }));
      const property = fc.asyncProperty(tape, fc.nat({ max: 2 }), async (how, which) => {
        [damage, target] = [how, which];
        const expected = await once(objects);
        const actual = await once(bytes);
        expect(JSON.parse(actual)).toEqual(JSON.parse(expected));
      });
      const runs = Math.ceil(DAMAGED_ANSWERS / sampled.length);
      await fc.assert(property, { numRuns: runs, seed });
      expect(handovers()).toBeGreaterThan(0);
      expect(handovers()).toBeLessThan(runs);
    });
  }
});

describe('subgraphs that write in a way of their own', () => {
  const bed = bedOf(worlds.shop);
  const query =
    '{ latest(first: 7) { id body author { name email nickname } product { __typename ... on Product { name tags price dimensions { width volume } } } } }';
  const spaced = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    return `{${Object.entries(value)
      .map(([name, inner]) => `${JSON.stringify(name)}: ${spaced(inner)}`)
      .join(', ')}}`;
  };
  const reversed = (value: unknown, top = true): unknown => {
    if (Array.isArray(value)) return value.map((item) => reversed(item, false));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(
      ([name, inner]) => [name, reversed(inner, top && name === 'data')] as const,
    );
    // Where types are abstract, `__typename` stays first.
    const isFirst = ([name]: readonly [string, unknown]): boolean => name === '__typename';
    return Object.fromEntries([...entries.filter(isFirst), ...entries.filter((entry) => !isFirst(entry)).reverse()]);
  };

  for (const [how, write] of [
    ['with spaces', (text: string) => spaced(JSON.parse(text))],
    ['in another order', (text: string) => JSON.stringify(reversed(JSON.parse(text)))],
  ] as const) {
    it(`are learnt: ${how}`, async () => {
      const client = bedClient(bed, async (_, answer) => respond(write(await answer())));
      const { executor, handovers } = byteExecutor(bed, client);
      const executable = executor.prepare(bed.plan(query));
      const expected = await runOn(objectExecutor(bed), bed, bed.plan(query));
      const variables = coerce(bed.plan(query), bed.supergraph.apiSchema, {});
      const answers: unknown[] = [];
      for (let run = 0; run < 40; run++) {
        answers.push(JSON.parse((await executable.run(variables, testCall())).body.toString()));
      }
      expect(answers).toEqual(answers.map(() => ({ data: expected.data })));
      // Three for each fetch that comes to be read.
      expect(handovers()).toBeLessThanOrEqual(5 * 3);
      const before = handovers();
      await executable.run(variables, testCall());
      expect(handovers()).toBe(before);
    });
  }
});

describe('places that share an alias', () => {
  it('are read right though more is done with the objects of one', async () => {
    const bed = bedOf(worlds.hops);
    const { executor } = byteExecutor(bed);
    // What an earlier run left on the tape must not be taken for a link.
    for (const query of [
      '{ boxes { id moved label price twins { id moved label twins { id label moved } } owner { id name nick } } }',
      '{ people { rival { box { moved } } box { __typename id } } }',
      '{ people { rival { box { price weight } } box { moved id } } }',
    ]) {
      await compareWithMerged(bed, executor, { query, variables: {} });
    }
  });
});

describe('runs under way together', () => {
  it('never see one another’s bytes', { timeout: 60_000 }, async () => {
    const bed = bedOf(worlds.shop);
    const { executor, handovers } = byteExecutor(
      bed,
      bedClient(bed, async (_, answer) => {
        const body = await answer();
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
        return respond(body);
      }),
    );
    const operations = await Promise.all(
      ['1', '2', '3'].map(async (id) => {
        const query = `{ user(id: "${id}") { name email nickname reviews { body product { ... on Product { name maker { contact { email } } } } } } }`;
        const operation = bed.plan(query);
        const alone = await runOn(objectExecutor(bed), bed, operation);
        return { executable: executor.prepare(operation), operation, expected: alone.text };
      }),
    );
    const rounds = Array.from({ length: 150 }, () => operations).flat();
    const answers = await Promise.all(
      rounds.map(({ executable, operation }) =>
        executable.run(coerce(operation, bed.supergraph.apiSchema, {}), testCall()),
      ),
    );
    expect(answers.map(({ body }) => body.toString())).toEqual(rounds.map(({ expected }) => expected));
    expect(handovers()).toBe(0);
  });
});

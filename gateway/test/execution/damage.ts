import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { coerce, testCall, type Bed } from './bed.ts';
import { bedClient, respond, textOf, type BedClient, type Behaviour } from './bedClient.ts';
import { bedOf, byteExecutor, objectExecutor } from './differential.ts';
import * as worlds from './worlds/index.ts';

/** Operations whose answers have everything: strings, numbers, enums, nulls, lists of lists, abstract types, joins. */
const SAMPLED: readonly (readonly [world: keyof typeof worlds, query: string])[] = [
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
  [
    'hops',
    '{ boxes { price offer summary content { title ... on Book { pages } } owner { name } } team { greeting rival { nick } } }',
  ],
  [
    'tariffs',
    '{ customers { total offers { id ... on Plan { home day named } } } plans { rate(zone: AWAY) bill note } }',
  ],
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

/** An operation over a world, and what is damaged of its answers. */
export interface Sample {
  readonly world: keyof typeof worlds;
  readonly query: string;
}

export const samples: readonly Sample[] = SAMPLED.map(([world, query]) => ({ world, query }));

const beds = new Map<string, Bed>();
function bedFor(name: keyof typeof worlds): Bed {
  const bed = beds.get(name) ?? bedOf(worlds[name]);
  beds.set(name, bed);
  return bed;
}

/** The property that both engines make the same of one damaged answer; `handovers` counts those that bytes did not take. */
export function sameWhenDamaged({ world, query }: Sample): {
  property: fc.IAsyncPropertyWithHooks<[[number, number, number], number]>;
  handovers(): number;
} {
  const bed = bedFor(world);
  const operation = bed.plan(query);
  const answers = new Map<string, Buffer>();
  let damage: readonly [number, number, number] = [0, 0, 0];
  let target = 0;
  let asked = 0;
  const behaviour: Behaviour = async (request, answer) => {
    // Counted as they are asked: which answer is made first is another thing.
    const isTarget = asked++ === target;
    const key = request.subgraph + textOf(request);
    const body = answers.get(key) ?? Buffer.from(await answer());
    // What is asked because of damage need not be kept.
    if (answers.size < 1_000) answers.set(key, body);
    return respond(isTarget ? damaged(body, damage) : body);
  };
  const { executor, handovers } = byteExecutor(bed, forgetful(bedClient(bed, behaviour)));
  const objects = objectExecutor(bed, forgetful(bedClient(bed, behaviour))).prepare(operation);
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
    if (!isDeepStrictEqual(JSON.parse(actual), JSON.parse(expected))) {
      throw new Error(`expected ${expected}\ngot      ${actual}`);
    }
  });
  return { property, handovers };
}

/** Hundreds of thousands of requests are not kept. */
function forgetful(client: BedClient): BedClient {
  return {
    ...client,
    send: (request) => {
      client.requests.length = 0;
      return client.send(request);
    },
  };
}

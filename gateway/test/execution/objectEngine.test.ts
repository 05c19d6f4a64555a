import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { givenUp } from '../../execution/subgraphs/transport.ts';
import { coerce, runOn, testCall, type Bed } from './bed.ts';
import { bedClient, respond, textOf, type Behaviour } from './bedClient.ts';
import { bedOf, compareWithMerged, objectExecutor, operationsOver, runsOver, seed, silent } from './differential.ts';
import { latestFirst, withStillClock } from './lateAnswers.ts';
import { misbehaving } from './misbehaving.ts';
import * as worlds from './worlds/index.ts';

const OPERATIONS_PER_WORLD = 350;
const LATE_OPERATIONS_PER_WORLD = 80;

describe('the object engine', () => {
  for (const world of Object.values(worlds)) {
    const bed = bedOf(world);

    it(`answers operations over "${world.name}" as the merged schema does`, { timeout: 120_000 }, async () => {
      const executor = objectExecutor(bed);
      const property = fc.asyncProperty(operationsOver(bed), async (operation) => {
        await compareWithMerged(bed, executor, operation);
      });
      await fc.assert(property, { numRuns: runsOver(world, OPERATIONS_PER_WORLD), seed });
    });

    it(
      `answers operations over "${world.name}" right when what was asked last is answered first`,
      { timeout: 120_000 },
      async () => {
        const property = fc.asyncProperty(operationsOver(bed), async (operation) => {
          const executor = objectExecutor(bed, bedClient(bed, latestFirst()));
          await withStillClock(() => compareWithMerged(bed, executor, operation));
        });
        await fc.assert(property, { numRuns: runsOver(world, LATE_OPERATIONS_PER_WORLD), seed });
      },
    );

    it(`answers right or null with an error when subgraphs of "${world.name}" fail`, { timeout: 120_000 }, async () => {
      const failing = fc.tuple(operationsOver(bed), fc.array(fc.nat({ max: 255 }), { minLength: 1, maxLength: 40 }));
      const property = fc.asyncProperty(failing, async ([operation, tape]) => {
        let believable = false;
        const executor = objectExecutor(
          bed,
          bedClient(
            bed,
            misbehaving(tape, () => (believable = true)),
          ),
        );
        const actual = await runOn(executor, bed, bed.plan(operation.query), operation.variables);
        const expected = await bed.expected(operation.query, operation.variables);
        const fits = isPartOf(actual.data, plain(expected.data ?? null));
        const silent = !actual.errors && JSON.stringify(actual.data) !== JSON.stringify(expected.data ?? null);
        if (!believable && (!fits || silent)) {
          throw new Error(`${operation.query}\n${actual.text}\nexpected ${JSON.stringify(expected)}`);
        }
      });
      await fc.assert(property, { numRuns: runsOver(world, OPERATIONS_PER_WORLD), seed });
    });
  }
});

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Whether a value is another, but for nulls. */
function isPartOf(value: unknown, whole: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'object') return value === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  const keys = Object.keys(value);
  return (
    Array.isArray(value) === Array.isArray(whole) &&
    JSON.stringify(keys) === JSON.stringify(Object.keys(whole)) &&
    keys.every((key) => isPartOf(Reflect.get(value, key), Reflect.get(whole, key)))
  );
}

/** Runs one operation with subgraphs that behave so. */
async function answerWith(bed: Bed, query: string, behaviour: Behaviour): ReturnType<typeof runOn> {
  return runOn(objectExecutor(bed, bedClient(bed, behaviour)), bed, bed.plan(query));
}

describe('errors of subgraphs', () => {
  const bed = bedOf(worlds.shop);

  it('stand at the client’s path of the object they belong to, wherever it was asked from', async () => {
    const { data, errors } = await answerWith(
      bed,
      '{ latest(first: 4) { who: author { mail: email } } }',
      ({ subgraph }) =>
        subgraph === 'people'
          ? Promise.resolve(
              respond(
                '{"data":{"_entities":[{"mail":"a"},{"mail":null},{"mail":"c"}]},"errors":[{"message":"no mail","path":["_entities",1,"mail"]}]}',
              ),
            )
          : undefined,
    );
    expect(data).toMatchObject({ latest: [{}, {}, {}, {}] });
    expect(errors).toEqual([
      {
        message: 'no mail',
        path: ['latest', 1, 'who', 'mail'],
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'people' },
      },
    ]);
  });

  it('are reported at every field that a failed subgraph was to bring', async () => {
    const { data, errors } = await answerWith(
      bed,
      '{ products { id ... on Product { inStock } } users { name } }',
      ({ subgraph }) => (subgraph === 'stock' ? Promise.resolve(respond('gone', 503)) : undefined),
    );
    expect(data).toEqual(null);
    expect(errors?.map(({ path }) => path?.join('.'))).toEqual([
      'products.0.inStock',
      'products.1.inStock',
      'products.3.inStock',
      'products.4.inStock',
    ]);
  });

  it('are those of all that one field took along when nulls rose', async () => {
    const entity = '{"data":{"_entities":[null]},"errors":[{"message":"no mail","path":["_entities",0,"email"]}]}';
    const of = await answerWith(bed, '{ latest(first: 1) { author { email nickname } } }', ({ subgraph }) =>
      subgraph === 'people' ? Promise.resolve(respond(entity)) : undefined,
    );
    expect(of.errors?.map(({ message, path }) => [message, path?.at(-1)])).toEqual([
      ['no mail', 'email'],
      ['no mail', 'nickname'],
    ]);
    const hops = bedOf(worlds.hops);
    const whole = '{"data":null,"errors":[{"message":"no list","path":["any"]}]}';
    const root = await answerWith(hops, '{ box(id: "x1") { id } any { __typename } }', () =>
      Promise.resolve(respond(whole)),
    );
    expect(root.errors?.map(({ message, path }) => [message, path?.join()])).toEqual([
      ['no list', 'any'],
      ['no list', 'box'],
    ]);
  });

  it('are made for entities that a subgraph does not have', async () => {
    const { data, errors } = await answerWith(bed, '{ latest(first: 1) { author { email } } }', ({ subgraph }) =>
      subgraph === 'people' ? Promise.resolve(respond('{"data":{"_entities":[null]}}')) : undefined,
    );
    expect(data).toEqual({ latest: [{ author: { email: null } }] });
    expect(errors).toMatchObject([
      { message: 'Subgraph "people" has nothing for this object.', path: ['latest', 0, 'author', 'email'] },
    ]);
  });
});

describe('an object that a subgraph does not have', () => {
  const bed = bedOf(worlds.tariffs);
  const behaviour =
    (entities: string): Behaviour =>
    ({ subgraph }) =>
      subgraph === 'rates' ? Promise.resolve(respond(`{"data":{"_entities":${entities}}}`)) : undefined;

  it('is null without an error where it was only to tell a key for another subgraph', async () => {
    const { data, errors } = await answerWith(bed, '{ shown { code label } }', behaviour('[{"id":"t1"},null,null]'));
    expect(data).toMatchObject({ shown: [{ label: 'Label 1' }, { label: null }, { label: null }] });
    expect(errors).toBeUndefined();
  });

  it('gives what requires something of it the error by which the subgraph lost it', async () => {
    const entities = '[{"id":"t1","name":"a"},null,{"id":"t4","name":"c"}]';
    const answer = `{"data":{"_entities":${entities}},"errors":[{"message":"no name","path":["_entities",1,"name"]}]}`;
    const { errors } = await answerWith(bed, '{ shown { name named } }', ({ subgraph }) =>
      subgraph === 'rates' ? Promise.resolve(respond(answer)) : undefined,
    );
    const extensions = { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'rates' };
    expect(errors).toEqual([
      { message: 'no name', path: ['shown', 1, 'name'], extensions },
      { message: 'no name', path: ['shown', 1, 'named'], extensions },
    ]);
  });

  it('gives an error where what the client asks is missing, or a key is missing of an object that is there', async () => {
    const asked = await answerWith(bed, '{ shown { name } }', behaviour('[{"name":"a"},null,{"name":"b"}]'));
    expect(asked.errors?.map(({ path }) => path?.join('.'))).toEqual(['shown.1.name']);
    const keyless = await answerWith(bed, '{ shown { label } }', behaviour('[{"id":"t1"},{"id":null},{}]'));
    expect(keyless.data).toEqual({ shown: [{ label: 'Label 1' }, { label: null }, { label: null }] });
    expect(keyless.errors?.map(({ message, path }) => [message, path?.join('.')])).toEqual([
      ['This object lacks what subgraph "billing" must know of it.', 'shown.1.label'],
      ['This object lacks what subgraph "billing" must know of it.', 'shown.2.label'],
    ]);
  });
});

describe('requests', () => {
  const bed = bedOf(worlds.shop);

  it('are one for what is asked of a subgraph at one stage, with each representation once', async () => {
    const client = bedClient(bed);
    const executor = objectExecutor(bed, client);
    const operation = bed.plan(
      '{ products { ... on Product { maker { contact { email } } } } latest(first: 7) { author { email } } }',
    );
    await executor.prepare(operation).run(coerce(operation, bed.supergraph.apiSchema, {}), testCall());
    const people = client.requests
      .filter(({ subgraph }) => subgraph === 'people')
      .map((request): unknown => JSON.parse(textOf(request)));
    expect(people).toEqual([
      expect.objectContaining({
        variables: { representations: Array.from({ length: 3 }, (): unknown => expect.anything()) },
      }),
    ]);
  });

  it('are one for what two fetches at one place ask, when one requires what the other does', async () => {
    const tariffs = bedOf(worlds.tariffs);
    const client = bedClient(tariffs);
    const { data } = await runOn(objectExecutor(tariffs, client), tariffs, tariffs.plan('{ plans { note bill } }'));
    expect(data).toEqual({
      plans: [
        { note: 'Note 1', bill: 21 },
        { note: null, bill: 41 },
        { note: 'Note 4', bill: 81 },
      ],
    });
    expect(client.requests.map(({ subgraph }) => subgraph)).toEqual(['rates', 'billing', 'audit']);
    expect(client.requests.map(textOf)[2]).toMatch(/_entities\(.*bill.*note.*"home":20/);
  });

  it('for one field required with different arguments carry each value to who requires it', async () => {
    const tariffs = bedOf(worlds.tariffs);
    const { data } = await answerWith(tariffs, '{ plans { rate(zone: AWAY) home away day night } }', () => undefined);
    expect(data).toMatchObject({ plans: [{ rate: 100, home: 20, away: 300, day: 18, night: 19 }, {}, {}] });
  });

  it('ask types under no other name, which the planner may give to a field as well', async () => {
    // Found by the generator: the plan asked `name` twice, once as an alias of its own and once not.
    const query =
      'query ($no: Boolean!) { products { ... on Product { name: __typename } ... on Service { ... on Item @skip(if: $no) { ... on Service { name id } } name } } }';
    const { data } = await runOn(objectExecutor(bed), bed, bed.plan(query), { no: false });
    expect(data).toMatchObject({
      products: [{ name: 'Product' }, {}, { name: expect.stringContaining('Thing 3'), id: 'p3' }, {}, {}, {}],
    });
  });

  it('carry only what is required by fields that @include leaves in', async () => {
    const tariffs = bedOf(worlds.tariffs);
    // Found by the generator: `total` brings the other value of `rate`, which nobody may take for the one of `away`.
    const query =
      'query ($no: Boolean!) { customers { total offers { ... on Plan { home @include(if: $no) away } } } }';
    const { data } = await runOn(objectExecutor(tariffs), tariffs, tariffs.plan(query), { no: false });
    expect(data).toMatchObject({
      customers: [
        { total: 30, offers: [{ away: 300 }, { away: 600 }] },
        { total: 50, offers: [{ away: 600 }, {}] },
      ],
    });
  });

  const both =
    '{ products { ... on Product { maker { contact { email } } } } latest(first: 2) { author { nickname } } }';

  it('that were one and failed together are asked apart, once', async () => {
    const together = await answerWith(bed, both, () => undefined);
    let asked = 0;
    const apart = await answerWith(bed, both, (request) => {
      if (request.subgraph !== 'people') return undefined;
      asked++;
      const isOne = !textOf(request).includes('e1:');
      return isOne ? undefined : Promise.resolve(respond('{"data":null,"errors":[{"message":"not both"}]}', 400));
    });
    expect(apart.text).toBe(together.text);
    expect(asked).toBe(3);
  });

  it('that were one and took all their time are not asked again', async () => {
    let asked = 0;
    const { data, errors } = await answerWith(bed, both, (request) => {
      if (request.subgraph !== 'people') return undefined;
      asked++;
      const error = '{"message":"too late","path":["e0"],"extensions":{"code":"DEADLINE_EXCEEDED"}}';
      return Promise.resolve(respond(`{"data":null,"errors":[${error}]}`));
    });
    expect(asked).toBe(1);
    expect(data).toMatchObject({ latest: [{ author: { nickname: null } }, {}] });
    // Nulls rose: the other part has nothing for the same reason.
    expect(new Set(errors?.map(({ message }) => message))).toEqual(new Set(['too late']));
    expect(errors?.map(({ path }) => path?.[0])).toContain('latest');
  });

  it('that were one and failed for one part spare the others', async () => {
    const { data, errors } = await answerWith(bed, both, (request) =>
      request.subgraph === 'people' && textOf(request).includes('e1:')
        ? Promise.resolve(respond('{"data":null,"errors":[{"message":"no names","path":["e1"]}]}'))
        : undefined,
    );
    expect(data).toMatchObject({ latest: [{ author: { nickname: null } }, {}] });
    expect(JSON.stringify(data)).toContain('"email":"u1@example.com"');
    expect(errors?.map(({ message, path }) => [message, path?.join('.')])).toEqual([
      ['no names', 'latest.0.author.nickname'],
      ['no names', 'latest.1.author.nickname'],
    ]);
  });
});

it('A subgraph that is late is told of in the log, a client that has gone is not', async () => {
  const bed = bedOf(worlds.hops);
  const warn = vi.spyOn(silent, 'warn');
  for (const isOutOfTime of [true, false]) {
    const client = bedClient(bed, ({ subgraph }) => Promise.reject(givenUp(subgraph, isOutOfTime)));
    await runOn(objectExecutor(bed, client), bed, bed.plan('{ people { name } }'), {});
  }
  expect(warn.mock.calls.map(([said]) => said)).toMatchObject([{ code: 'SUBREQUEST_TIMEOUT' }]);
});

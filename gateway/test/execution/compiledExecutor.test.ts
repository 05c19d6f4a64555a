import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../auth/access.ts';
import { gatewayError, refused } from '../../errors.ts';
import { compileProgram } from '../../execution/bytes/program.ts';
import { createCompiledExecutor } from '../../execution/compiledExecutor.ts';
import { FetchSets } from '../../execution/fetchSets.ts';
import { prepareObjectEngine } from '../../execution/object/objectEngine.ts';
import { compileForm } from '../../execution/plan/compile.ts';
import type { Fetch, Form } from '../../execution/plan/form.ts';
import type { Executor } from '../../execution/executor.ts';
import type { Waiter } from '../../planning/patience.ts';
import { Turns } from '../../planning/turns.ts';
import { coerce, runOn, testCall, type Bed } from './bed.ts';
import { bedClient, respond, textOf, type BedClient, type Behaviour } from './bedClient.ts';
import { bedOf, byteExecutor, objectExecutor, operationsOver, runsOver, seed, silent } from './differential.ts';
import { misbehaving } from './misbehaving.ts';
import * as worlds from './worlds/index.ts';

const OPERATIONS_PER_WORLD = 200;

const engines: Readonly<Record<string, (bed: Bed, client?: BedClient) => Executor>> = {
  object: objectExecutor,
  bytes: (bed, client) => byteExecutor(bed, client).executor,
};

describe('both engines', () => {
  for (const world of Object.values(worlds)) {
    it(`say the same when subgraphs of "${world.name}" fail, and ask nothing twice`, { timeout: 120_000 }, async () => {
      const bed = bedOf(world);
      const failing = fc.tuple(operationsOver(bed), fc.array(fc.nat({ max: 255 }), { minLength: 1, maxLength: 40 }));
      const property = fc.asyncProperty(failing, async ([operation, tape]) => {
        const outcomes = await Promise.all(
          Object.values(engines).map(async (engine) => {
            // How a subgraph misbehaves depends on what it is asked, not on when.
            const client = bedClient(bed, (request, answer) => {
              const shift = textOf(request).length % tape.length;
              return misbehaving([...tape.slice(shift), ...tape.slice(0, shift)], () => undefined)(request, answer);
            });
            const { text } = await runOn(engine(bed, client), bed, bed.plan(operation.query), operation.variables);
            return { text, asked: client.requests.map(textOf).sort() };
          }),
        );
        expect(outcomes[1]).toEqual(outcomes[0]);
      });
      await fc.assert(property, { numRuns: runsOver(world, OPERATIONS_PER_WORLD), seed });
    });
  }
});

for (const [name, engine] of Object.entries(engines)) {
  describe(`an executor with the ${name} engine`, () => {
    const bed = bedOf(worlds.shop);

    it('asks a mutation once, whatever comes back', async () => {
      const client = bedClient(bed, async (_, answer) => respond((await answer()).replace(/:/g, ' : ')));
      const { data } = await runOn(
        engine(bed, client),
        bed,
        bed.plan('mutation { a: rename(id: "1", name: "x") { name email } review(body: "b") { id } }'),
      );
      expect(data).toEqual({ a: { name: 'User 1', email: 'u1@example.com' }, review: { id: 'r1' } });
      expect(client.requests.map(({ subgraph }) => subgraph)).toEqual(['people', 'reviews']);
      expect(client.requests.every(({ repeatable }) => !repeatable)).toBe(true);
    });

    it('keeps what the client asks with arguments apart from what @requires asks', async () => {
      const { data, errors } = await runOn(
        engine(bed),
        bed,
        bed.plan('{ stocked { price estimate eur: price(currency: EUR) weight: size id: name } }'),
      );
      expect(errors).toBeUndefined();
      expect(data).toMatchObject({
        stocked: [{ price: 11, estimate: 11, eur: 10, weight: 1, id: 'Thing 1 "quoted" é😀' }, {}, {}, {}],
      });
    });

    it('leaves out what the viewer may not read, with an error at each place', async () => {
      const access: Access = { key: 'x', mayRead: (_, field) => field !== 'email' && field !== 'inStock' };
      const client = bedClient(bed);
      const operation = bed.plan('{ users { id mail: email } stocked { inStock sku } top { name } }', { access });
      const { data, errors } = await runOn(engine(bed, client), bed, operation);
      expect(data).toMatchObject({
        users: [{ id: '1', mail: null }, {}, {}],
        stocked: null,
        top: { name: expect.any(String) },
      });
      expect(errors?.map(({ path }) => path?.join('.'))).toEqual([
        'users.0.mail',
        'users.1.mail',
        'users.2.mail',
        'stocked.0.inStock',
        'stocked.1.inStock',
        'stocked.2.inStock',
        'stocked.3.inStock',
      ]);
      expect(client.requests.map(textOf).join()).not.toMatch(/email|inStock/);
    });

    it('answers a field that is asked with a condition and without one', async () => {
      const hops = bedOf(worlds.hops);
      const query = 'query ($s: Boolean!) { team { rival { rival { greeting @skip(if: $s) greeting } } } }';
      const { data, errors } = await runOn(engine(hops), hops, hops.plan(query), { s: true });
      expect(errors).toBeUndefined();
      expect(data).toMatchObject({ team: [{ rival: { rival: { greeting: 'Hello nick3' } } }, {}, {}] });
    });

    it('does not ask for what @include leaves out, though the plan asks it without that', async () => {
      const library = bedOf(worlds.library);
      const query = `query ($on: Boolean!) { marked { ...F @include(if: $on) ... on Tome { score } } }
        fragment F on Node { ... on Tome { third } }`;
      const answer = (on: boolean): Promise<unknown> => runOn(engine(library), library, library.plan(query), { on });
      expect(await answer(false)).toMatchObject({ data: { marked: [{ score: 6 }, null, {}, {}] } });
      expect(await answer(false)).not.toHaveProperty('errors');
      expect(await answer(true)).toMatchObject({ data: { marked: [{ third: 2, score: 6 }, null, {}, {}] } });
    });

    it('answers introspection beside data', async () => {
      const { data } = await runOn(
        engine(bed),
        bed,
        bed.plan('{ t: __typename me { __typename name } kind: __type(name: "Category") { enumValues { name } } }'),
      );
      expect(data).toEqual({
        t: 'Query',
        me: { __typename: 'User', name: 'User 1' },
        kind: { enumValues: [{ name: 'TOOL' }, { name: 'TOY' }] },
      });
    });

    it('does not let a slow subgraph hold back what does not need it', async () => {
      const order: string[] = [];
      let release = (): void => undefined;
      const slow = new Promise<void>((resolve) => {
        release = resolve;
      });
      const behaviour: Behaviour = async ({ subgraph }, answer) => {
        const body = await answer();
        if (subgraph === 'reviews') await slow;
        order.push(subgraph);
        if (subgraph === 'people') release();
        return respond(body);
      };
      // People are asked for both, but those of the products must not wait for those of the reviews.
      const operation = bed.plan(
        '{ top { ... on Product { maker { contact { email } } } } latest { author { email } } }',
      );
      const { errors } = await runOn(engine(bed, bedClient(bed, behaviour)), bed, operation);
      expect(errors).toBeUndefined();
      expect(order).toEqual(['catalog', 'people', 'reviews', 'people']);
    });
  });
}

describe('an operation with conditions', () => {
  const bed = bedOf(worlds.shop);
  const names = ['a', 'b', 'c', 'd', 'e'];
  const sets = Array.from({ length: 2 ** names.length }, (_, set) =>
    Object.fromEntries(names.map((name, bit) => [name, (set & (2 ** bit)) > 0])),
  );

  /** How many engines are made when each of these sets of conditions is met twice. */
  const countMade = async (fields: number, given = sets): Promise<number> => {
    const conditions = names.map((name) => `${name}: name @include(if: $${name})`);
    const others = Array.from({ length: fields }, (_, at) => `f${at}: name`);
    const declared = names.map((name) => `$${name}: Boolean!`);
    const operation = bed.plan(`query (${declared.join()}) { me { ${[...conditions, ...others].join(' ')} } }`);
    let made = 0;
    const executor = createCompiledExecutor({
      supergraph: bed.supergraph,
      client: bedClient(bed),
      log: silent,
      turns: new Turns(),
      engine: (form, context) => {
        made++;
        return prepareObjectEngine(form, context);
      },
    });
    const executable = executor.prepare(operation);
    for (const set of [...given, ...given]) {
      await executable.run(coerce(operation, bed.supergraph.apiSchema, set), testCall());
    }
    return made;
  };

  it('is kept compiled for four sets of them, however heavy it is', async () => {
    expect(await countMade(1_500, sets.slice(0, 4))).toBe(4);
  });

  it('that cannot be planned for a set of them is refused for it without being planned anew', async () => {
    const operation = bed.plan('query ($a: Boolean!) { me { name @include(if: $a) } }');
    let planned = 0;
    const planFor = (): never => {
      planned++;
      throw refused(gatewayError('QUERY_PLANNING_FAILED', 'The operation cannot be planned.'));
    };
    const executable = objectExecutor(bed).prepare({ ...operation, planFor });
    const run = async (a: boolean): Promise<unknown> =>
      executable.run(coerce(operation, bed.supergraph.apiSchema, { a }), testCall());
    for (const a of [true, false, true, false]) await expect(async () => run(a)).rejects.toThrow('cannot be planned');
    expect(planned).toBe(2);
  });

  it('is planned for others of them when that has its turn, for as long as somebody waits', async () => {
    const operation = bed.plan(
      'query ($a: Boolean!, $b: Boolean!) { me { name @include(if: $a) id @include(if: $b) } }',
    );
    const turns = new Turns();
    const executable = createCompiledExecutor({
      supergraph: bed.supergraph,
      client: bedClient(bed),
      log: silent,
      turns,
      engine: prepareObjectEngine,
    }).prepare(operation);
    const answered: unknown[] = [];
    const run = async (given: Record<string, unknown>, call = testCall(), waiter?: Waiter): Promise<void> => {
      await executable.run(coerce(operation, bed.supergraph.apiSchema, given), call, waiter);
      answered.push(given);
    };
    const [known, other, left, leftBefore] = [
      { a: true, b: true },
      { a: false, b: true },
      { a: true, b: false },
      { a: false, b: false },
    ];
    await run(known);
    turns.now(() => {
      for (const startedAt = performance.now(); performance.now() - startedAt < 300;);
    });
    const gone = new AbortController();
    const { signal } = gone;
    // Of a mutation one waits no longer for its beginning alone.
    const waiting = [run(other), run(left, testCall(signal)), run(leftBefore, testCall(), { signal })];
    gone.abort();
    await Promise.allSettled([...waiting, run(known)]);
    expect(answered).toEqual([known, known, other]);
  });

  it('refuses null as one of them', () => {
    const operation = bed.plan('query ($a: Boolean = true) { me { name @include(if: $a) } }');
    const executable = objectExecutor(bed).prepare(operation);
    const variables = coerce(operation, bed.supergraph.apiSchema, { a: null });
    expect(() => executable.run(variables, testCall())).toThrow(
      expect.objectContaining({
        errors: [expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } })],
        message: expect.stringContaining('"$a"'),
      }),
    );
  });

  it('is kept compiled for as many sets of them as are light enough together', { timeout: 60_000 }, async () => {
    expect(await countMade(1)).toBe(sets.length);
    expect(await countMade(150)).toBe(2 * sets.length);
  });
});

describe('large operations', () => {
  it('are asked when there is room for them beside those that run', async () => {
    const bed = bedOf(worlds.shop);
    const answers: (() => void)[] = [];
    const client = bedClient(bed, async (_request, answer) => {
      await new Promise<void>((resolve) => answers.push(resolve));
      return respond(await answer());
    });
    const executor = objectExecutor(bed, client);
    const operation = bed.plan('{ me { name } }');
    const run = async (): Promise<string> => {
      const large = { ...operation, weight: { ...operation.weight, bytes: 60 * 1024 * 1024 } };
      const { body } = await executor.prepare(large).run({ sent: {}, coerced: {} }, testCall());
      return body.toString();
    };
    const runs = [run(), run()];
    await expect.poll(() => answers.length).toBe(1);
    // Whoever finds room is asked within a few turns of the event loop.
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    expect(client.requests).toHaveLength(1);
    answers[0]?.();
    await expect.poll(() => answers.length).toBe(2);
    answers[1]?.();
    for (const text of await Promise.all(runs)) expect(text).toContain('"data"');
  });

  it('wait for room also after they were refused before they ran', async () => {
    const bed = bedOf(worlds.shop);
    const client = bedClient(bed, () => new Promise(() => undefined));
    let refuses = true;
    const executor = createCompiledExecutor({
      supergraph: bed.supergraph,
      client,
      log: silent,
      turns: new Turns(),
      engine: (form, context) => {
        if (refuses) throw refused(gatewayError('QUERY_PLANNING_FAILED', 'no'));
        return prepareObjectEngine(form, context);
      },
    });
    const [one, other] = ['{ me { name } }', '{ me { email } }'].map((query) => {
      const operation = bed.plan(query);
      const large = { ...operation, weight: { ...operation.weight, bytes: 60 * 1024 * 1024 } };
      return () => executor.prepare(large).run({ sent: {}, coerced: {} }, testCall());
    });
    await expect(one?.()).rejects.toThrow('no');
    refuses = false;
    void other?.();
    await expect.poll(() => client.requests.length).toBe(1);
    void one?.().catch(() => undefined);
    // Whoever finds room is asked within a few turns of the event loop.
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    expect(client.requests).toHaveLength(1);
  });
});

describe('a form', () => {
  it('that asks very many fields runs on the object engine', () => {
    const bed = bedOf(worlds.shop);
    const asking = (fields: number): Form => {
      const asked = Array.from({ length: fields }, (_, at) => `f${at}: name`);
      return compileForm(bed.plan(`{ me { ${asked.join(' ')} } }`), bed.facts, {});
    };
    expect(() => compileProgram(asking(300), bed.facts)).not.toThrow();
    expect(() => compileProgram(asking(500), bed.facts)).toThrow('too many fields');
  });

  it('sends fetches nobody waits for along with a later one to the same subgraph', () => {
    const bed = bedOf(worlds.shop);
    const operation = bed.plan(
      '{ latest { author { email } product { ... on Product { maker { contact { email } } } } } }',
    );
    const { groups } = compileForm(operation, bed.facts, {});
    const people = groups.filter(({ subgraph }) => subgraph === 'people');
    expect(people.map(({ members, passengers }) => [members.length, passengers.length])).toEqual([[1, 1]]);
  });
});

describe('sets of fetches', () => {
  it('are forgotten before there are very many', () => {
    const bed = bedOf(worlds.shop);
    const { fetches } = compileForm(bed.plan('{ latest { author { email } } }'), bed.facts, {});
    const known = new FetchSets<readonly Fetch[]>(fetches.length);
    let made = 0;
    const make = (given: readonly Fetch[]): readonly Fetch[] => {
      made++;
      return given;
    };
    for (const key of ['first', 'second', 'first', 'second']) known.get(key, fetches, make);
    expect(made).toBe(2);
    for (let set = 0; set < 20; set++) known.get(`${set}`, fetches, make);
    known.get('first', fetches, make);
    expect(made).toBe(23);
  });
});

describe('a union that subgraphs know with other members', () => {
  it('is asked for those that its subgraph knows, also where the planner believes in the common ones only', () => {
    const side = (name: string): string => `
      type Query { root${name}: Box }
      type Box @key(fields: "id") { id: ID! inner: Inner @shareable }
      type Inner @shareable { all: [Any!]! }
      union Any = Common | Only${name}
      type Common @shareable { label: String }
      type Only${name} { own${name}(n: Int): String }`;
    const bed = bedOf({ name: 'partial', subgraphs: { a: side('A'), b: side('B') }, query: {}, entities: [] });
    const members =
      '... on Common { label } ... on OnlyA { x: ownA(n: $n) skipped: ownA @skip(if: true) } ... on OnlyB { ownB }';
    const operation = bed.plan(`query ($n: Int) { rootA { inner { all { ${members} } } } }`);
    const [fetch] = compileForm(operation, bed.facts, {}).fetches;
    expect(fetch?.selection).toBe('{rootA{inner{all{__typename ...on Common{label}...on OnlyA{x:ownA(n:$n)}}}}}');
    expect([...(fetch?.variables.values() ?? [])]).toEqual(['$n:Int']);
  });
});

describe('a subscription', () => {
  it('answers events, and asks the other subgraphs for the rest', async () => {
    const bed = bedOf(worlds.shop);
    // The planner's answer for `subscription { latest { author { email } } }`, made from that for a query.
    const operation = bed.plan('{ latest { author { email } } }');
    const { node } = operation.plan;
    if (node?.kind !== 'Sequence' || node.nodes[0]?.kind !== 'Fetch') throw new Error('another plan than expected');
    const [primary, ...nodes] = node.nodes;
    const plan = {
      kind: 'QueryPlan' as const,
      node: { kind: 'Subscription' as const, primary, rest: { kind: 'Sequence' as const, nodes } },
    };
    const subscribed = { ...operation, plan, planFor: () => plan };
    for (const engine of Object.values(engines)) {
      const client = bedClient(bed);
      const variables = coerce(operation, bed.supergraph.apiSchema, {});
      const subscription = await engine(bed, client).prepareSubscription(subscribed)(variables, testCall());
      expect(subscription.source).toMatchObject({ subgraph: 'reviews', variables: {} });
      const payload = { data: { latest: [{ author: { __typename: 'User', id: '1' } }, { author: null }] } };
      const { body } = await subscription.answer({ payload }, testCall());
      expect(body.toString()).toBe('{"data":{"latest":[{"author":{"email":"u1@example.com"}},{"author":null}]}}');
      expect(client.requests.map(({ subgraph }) => subgraph)).toEqual(['people']);
    }
  });
});

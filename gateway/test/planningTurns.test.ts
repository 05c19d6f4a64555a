import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { openAuthenticator } from '../auth/open.ts';
import { Ender } from '../ending.ts';
import { createGraph } from '../graph.ts';
import { createGatewayMetrics } from '../metrics.ts';
import { LargeRuns } from '../execution/largeRuns.ts';
import type { Waiter } from '../planning/patience.ts';
import { SharedWork } from '../planning/sharedWork.ts';
import { Turns } from '../planning/turns.ts';
import { bedClient, respond } from './execution/bedClient.ts';
import { bedOf, objectExecutor, silent } from './execution/differential.ts';
import { shop } from './execution/worlds/index.ts';
import { endless, endlessGraph } from './support/endless.ts';
import { startGraph, type TestGraph } from './support/graph.ts';
import { client } from './support/rooms.ts';

const busyFor = (ms: number): void => {
  const startedAt = performance.now();
  while (performance.now() - startedAt < ms);
};
const staying = { signal: new Ender() };
/** What comes of work, also where it is done at once. */
const outcome = async (
  work: SharedWork<string>,
  key: string,
  piece: () => string,
  { waiter = staying, letters = 1 }: { waiter?: Waiter; letters?: number } = {},
): Promise<string> => work.do(key, letters, piece, waiter);
const OVERLOADED = { code: 'PLANNING_OVERLOADED', retryAfterSeconds: 5 };
const overloaded = expect.objectContaining({
  status: 503,
  errors: [{ message: 'Too many new or large operations are asked at once.', extensions: OVERLOADED }],
});

describe('Work that holds the event loop', () => {
  it('is done at once where nothing waits, then piece by piece, with time for others between', async () => {
    const work = new SharedWork<string>(new Turns());
    const done: { at: number; what: string }[] = [];
    const piece = (what: string) => (): string => {
      done.push({ at: performance.now(), what });
      busyFor(80);
      return what;
    };
    expect(work.do('a', 1, piece('a'), staying)).toBe('a');
    const others = ['b', 'c'].map((what) => outcome(work, what, piece(what)));
    expect(await Promise.all(others)).toEqual(['b', 'c']);
    expect(done.map(({ what }) => what)).toEqual(['a', 'b', 'c']);
    // What 80 ms leave to others is 20.
    for (const [index, { at }] of done.slice(1).entries()) expect(at - (done[index]?.at ?? at)).toBeGreaterThan(99);
  });

  it('is done once for all who wait for the same, also when it fails', async () => {
    const turns = new Turns();
    const work = new SharedWork<string>(turns);
    let times = 0;
    const piece = (): string => `${++times}`;
    turns.now(() => busyFor(20));
    const fail = (): never => {
      times++;
      throw new Error('no');
    };
    const same = Array.from({ length: 50 }, () => outcome(work, 'same', piece, { letters: 1_000_000 }));
    const failing = Promise.allSettled([1, 2].map(() => outcome(work, 'failing', fail)));
    expect(turns.waiting).toBe(2);
    expect(new Set(await Promise.all(same))).toEqual(new Set(['1']));
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(times).toBe(2);
  });

  it('is given up when all who waited for it have gone, or have no time left', async () => {
    const turns = new Turns();
    const work = new SharedWork<string>(turns);
    const [one, other] = [new Ender(), new Ender()];
    const never = (): string => expect.fail('nobody waits');
    turns.now(() => busyFor(400));
    const left = Promise.allSettled([
      outcome(work, 'left', never, { waiter: { signal: one } }),
      outcome(work, 'left', never, { waiter: { signal: other } }),
      outcome(work, 'late', never, { waiter: { ...staying, deadline: performance.now() + 10 } }),
    ]);
    const half = Promise.allSettled([
      outcome(work, 'half', () => 'done', { waiter: { signal: one } }),
      outcome(work, 'half', () => 'done'),
    ]);
    one.abort();
    other.abort();
    expect(await left).toEqual(Array.from({ length: 3 }, () => ({ status: 'rejected', reason: overloaded })));
    expect(turns.waiting).toBe(1);
    expect(await half).toEqual([
      { status: 'rejected', reason: overloaded },
      { status: 'fulfilled', value: 'done' },
    ]);
  });

  it('waits up to a number of pieces and of letters', async () => {
    const turns = new Turns();
    turns.now(() => busyFor(20));
    const leave = turns.enter(2 * 1024 * 1024, () => undefined);
    expect(() => turns.enter(4097, () => undefined)).toThrow(overloaded);
    turns.enter(4096, () => undefined)();
    leave();
    const places = Array.from({ length: 1_000 }, () => turns.enter(1, () => undefined));
    expect(() => turns.enter(1, () => undefined)).toThrow(overloaded);
    for (const each of places) each();
    expect(turns.waiting).toBe(0);
  });
});

describe('Large operations that run', () => {
  const operation = bedOf(shop).plan('{ me { name } }');
  const weighing = (megabytes: number): typeof operation => ({
    ...operation,
    weight: { ...operation.weight, bytes: megabytes * 1024 * 1024 },
  });

  it('find room in the order they came while they are not too heavy together, one always, and what has run before', async () => {
    const runs = new LargeRuns();
    const [one, other, huge] = [weighing(60), weighing(60), weighing(600)];
    const ends = [await runs.begin(one, staying), await runs.begin(one, staying)];
    let begun = 0;
    const counting = (end: (hasRun: boolean) => void): (() => void) => {
      begun++;
      return () => end(true);
    };
    const waiting = runs.begin(other, staying).then(counting);
    const gone = new Ender();
    const leaving = runs.begin(huge, { signal: gone }).then(counting);
    gone.abort();
    await expect(leaving).rejects.toEqual(overloaded);
    ends[0]?.(true);
    const light = runs.begin(weighing(30), staying).then(counting);
    const again = await runs.begin(one, staying);
    expect(begun).toBe(0);
    ends[1]?.(true);
    again(true);
    (await waiting)();
    (await light)();
    const end = await runs.begin(huge, staying);
    await runs.begin(one, staying);
    end(true);
  });

  it('find room that one before them has left free by going', async () => {
    const runs = new LargeRuns();
    const ends = [await runs.begin(weighing(60), staying)];
    const gone = new Ender();
    const leaving = runs.begin(weighing(600), { signal: gone });
    const behind = [30, 5].map(async (megabytes) => {
      ends.push(await runs.begin(weighing(megabytes), staying));
    });
    gone.abort();
    await expect(leaving).rejects.toEqual(overloaded);
    await Promise.all(behind);
    expect(ends).toHaveLength(3);
  });
});

describe('A mutation whose client goes', () => {
  it('is counted as given up before it has begun, and as done after that', async () => {
    const bed = bedOf(shop);
    const { promise: goOn, resolve: finish } = Promise.withResolvers<void>();
    const client = bedClient(bed, async (_request, answer) => {
      await goOn;
      return respond(await answer());
    });
    const counted: string[] = [];
    const graph = createGraph({
      schema: bed.supergraph.apiSchema,
      planner: {
        known: () => undefined,
        plan: ({ query }) => {
          const operation = bed.plan(query);
          return { ...operation, weight: { ...operation.weight, bytes: 60 * 1024 * 1024 } };
        },
      },
      turns: new Turns(),
      executor: objectExecutor(bed, client),
      subscriptions: { open: () => expect.fail('nobody subscribes') },
      requestTimeoutMs: 30_000,
      metrics: {
        ...createGatewayMetrics(new Registry()),
        operation: (kind, outcome) => counted.push(`${kind} ${outcome}`),
      },
      log: silent,
    });
    const caller = await openAuthenticator.authenticate(undefined);
    const run = async (name: string, signal: Ender): Promise<unknown> => {
      const request = { query: `mutation { rename(id: "1", name: "${name}") { name } }` };
      const prepared = await graph.prepare(request, caller, signal);
      if (prepared.kind === 'subscription') return expect.fail('it is a mutation');
      return prepared.run({ requestId: 'test', signal });
    };
    const gone = new Ender();
    const begun = run('x', gone);
    await expect.poll(() => client.requests.length).toBe(1);
    const before = run('y', gone);
    gone.abort();
    await expect(before).rejects.toEqual(overloaded);
    expect(counted).toEqual(['mutation cancelled']);
    finish();
    await begun;
    expect(counted).toEqual(['mutation cancelled', 'mutation ok']);
  });
});

const known = { query: '{ node { name } }', answer: { data: { node: { name: 'One' } } } };

/** Asks many such at once. @returns how many are answered so far, and the codes of all in the end. */
function storm(graph: TestGraph, count: number, letters = 0): { answered(): number; codes: Promise<unknown[]> } {
  let answered = 0;
  const asked = Array.from({ length: count }, async (_, number) => {
    const { errors } = await graph.ask(endless(number) + ' '.repeat(letters));
    answered++;
    return errors?.[0]?.extensions.code;
  });
  return { answered: () => answered, codes: Promise.all(asked) };
}

async function waitingIn(graph: TestGraph): Promise<number> {
  const metrics = await (await fetch(`${graph.url}/metrics`)).text();
  return Number(/^laurel_gateway_planning_waiting\{.*\} (\d+)$/m.exec(metrics)?.[1]);
}

describe('While many new operations are planned', () => {
  it('known ones are answered between, and new ones in turn', async () => {
    await using graph = await startGraph(endlessGraph, { MAX_PLANNING_MS: '200' });
    expect(await graph.ask(known.query)).toEqual(known.answer);
    const { answered, codes } = storm(graph, 12);
    await expect.poll(() => waitingIn(graph), { interval: 5 }).toBeGreaterThan(3);
    let between = 0;
    while (answered() < 12) {
      expect(await graph.ask(known.query)).toEqual(known.answer);
      if (answered() < 12) between++;
    }
    expect(between).toBeGreaterThan(5);
    expect(await codes).toEqual(Array.from({ length: 12 }, () => 'QUERY_PLANNING_FAILED'));
    expect(await waitingIn(graph)).toBe(0);
  });

  it('those are forgotten that nobody waits for any more, however they were asked', async () => {
    await using graph = await startGraph(endlessGraph, { MAX_PLANNING_MS: '400' });
    const gone = new AbortController();
    const url = (number: number): string =>
      `${graph.graphqlUrl}?${new URLSearchParams({ query: endless(number) }).toString()}`;
    const sent = [
      ...[0, 1, 2, 3].map((number) => fetch(url(number), { signal: gone.signal })),
      ...[4, 5, 6, 7].map((number) =>
        fetch(graph.graphqlUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: endless(number) }),
          signal: gone.signal,
        }),
      ),
    ];
    const overSocket = client(graph);
    const operations = [20, 21, 22].map((number) => overSocket.iterate({ query: endless(number) }));
    const heard = operations.map((each) => each.next());
    await expect.poll(() => waitingIn(graph), { interval: 5 }).toBeGreaterThan(7);
    gone.abort();
    await Promise.allSettled([...sent, ...operations.map((each) => each.return?.())]);
    // To plan them all would take more than three seconds.
    await expect.poll(() => waitingIn(graph), { interval: 5, timeout: 1_500 }).toBe(0);
    await Promise.allSettled(heard);
  });

  it('more are refused than can wait, by each transport', async () => {
    await using graph = await startGraph(endlessGraph, { MAX_PLANNING_MS: '500' });
    const overSocket = client(graph);
    expect((await overSocket.iterate({ query: known.query }).next()).value).toEqual(known.answer);
    const { codes } = storm(graph, 12, 80_000);
    // There is no room while five of these wait: more than two seconds.
    await expect.poll(() => waitingIn(graph), { interval: 5, timeout: 3_000 }).toBeGreaterThan(8);
    const query = endless(50) + ' '.repeat(600_000);
    const ask = async (accept: string): Promise<unknown> => {
      const headers = { 'content-type': 'application/json', accept };
      const response = await fetch(graph.graphqlUrl, { method: 'POST', headers, body: JSON.stringify({ query }) });
      return { status: response.status, after: response.headers.get('retry-after'), body: await response.json() };
    };
    const errors = [{ extensions: OVERLOADED }];
    const refused = { status: 503, after: '5', body: { errors } };
    await Promise.all([
      expect(ask('application/json')).resolves.toMatchObject(refused),
      expect(ask('text/event-stream')).resolves.toMatchObject(refused),
      expect(overSocket.iterate({ query }).next()).rejects.toMatchObject(errors),
    ]);
    expect(new Set(await codes)).toEqual(new Set(['QUERY_PLANNING_FAILED']));
    const metrics = await (await fetch(`${graph.url}/metrics`)).text();
    expect(metrics).toMatch(/laurel_gateway_refused_total\{.*"PLANNING_OVERLOADED".*\} 3\n/);
  });

  it('those are refused whose time is over', async () => {
    await using graph = await startGraph(endlessGraph, { MAX_PLANNING_MS: '300', REQUEST_TIMEOUT_MS: '800' });
    const overSocket = client(graph);
    const ask = (query: string): Promise<unknown> => overSocket.iterate({ query }).next();
    expect(await ask(known.query)).toMatchObject({ value: known.answer });
    const storming = Array.from({ length: 8 }, (_, number) => endless(number));
    const asked = await Promise.allSettled([...storming, 'subscription { moved }'].map(ask));
    expect(asked.at(0)).toMatchObject({ reason: [{ extensions: { code: 'QUERY_PLANNING_FAILED' } }] });
    expect(asked.at(-2)).toMatchObject({ reason: [{ extensions: OVERLOADED }] });
    expect(asked.at(-1)).toMatchObject({ reason: [{ extensions: OVERLOADED }] });
  });

  it('a subscription that waits does not hold up a gateway that stops', async () => {
    await using graph = await startGraph(endlessGraph, { MAX_PLANNING_MS: '400' });
    const overSocket = client(graph);
    const ask = (query: string): Promise<unknown> => overSocket.iterate({ query }).next();
    expect(await ask(known.query)).toMatchObject({ value: known.answer });
    const asked = Promise.allSettled([endless(1), endless(2), endless(3), 'subscription { moved }'].map(ask));
    // What is sent after it is answered: it was heard.
    expect(await ask(known.query)).toMatchObject({ value: known.answer });
    expect(await waitingIn(graph)).toBeGreaterThan(0);
    const startedAt = performance.now();
    const [ended] = await Promise.all([asked, graph.stop()]);
    expect(ended.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 1001 } });
    expect(performance.now() - startedAt).toBeLessThan(4_500);
    expect(graph.subgraphs['nodes']?.connections.payloads).toEqual([]);
  });
});

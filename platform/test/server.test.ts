import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { GraphQLError, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import pino from 'pino';
import { Agent, request } from 'undici';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { readConfig, subgraphSettings } from '#platform/config.ts';
import { notFound } from '#platform/errors.ts';
import { createEvent } from '#platform/events/envelope.ts';
import type { HealthChecks } from '#platform/health.ts';
import { createService } from '#platform/lifecycle.ts';
import type { RequestInfo } from '#platform/server/requestInfo.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { currentRequestId, REQUEST_ID_HEADER } from '#platform/telemetry/log.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { ask, person } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { anonymous, requirePerson, signViewer, VIEWER_HEADER } from '#platform/viewer.ts';
import { Counted } from './support.ts';

const config = readConfig('test', subgraphSettings(0), {});
const secret = config.VIEWER_TOKEN_SECRET;

const typeDefs = parse(`
  type Query { slow: [Int] me: String requestIds: [String] missing: String broken: String listBroken: [String!]! }
  type Mutation { echo(text: String!): String slow: [Int] }
  type Subscription { tick: Tick private: Int broken: Int }
  type Tick { number: Int context: Int requestId: String broken: String }
`);

interface Context extends RequestInfo {
  readonly number: number;
}

const broken = (): never => {
  throw new Error('SELECT password FROM users failed');
};
/** What the last slow answer was told, and whether it waits until nobody waits for it. */
const steps = { signal: new AbortController().signal, isSlow: true };
const slow = async (_: unknown, __: unknown, { signal = steps.signal }: Context): Promise<number[]> => {
  steps.signal = signal;
  if (steps.isSlow && !signal.aborted) await once(signal, 'abort');
  return [1];
};
const resolvers = {
  Query: {
    slow,
    me: (_: unknown, __: unknown, { viewer }: Context) => requirePerson(viewer).userId,
    requestIds: async (_: unknown, __: unknown, { requestId }: Context) => {
      await Promise.resolve();
      const { envelope } = createEvent(Counted, randomUUID(), { version: 1, amount: 1 }, new Date());
      return [requestId, currentRequestId(), envelope.requestid];
    },
    missing: () => {
      throw notFound('room');
    },
    broken,
    listBroken: () => null,
  },
  Mutation: {
    slow,
    echo: (_: unknown, { text }: { text: string }) => `${currentRequestId()} ${text}`,
  },
  Subscription: {
    tick: {
      async *subscribe() {
        for (let number = 1; number <= 3; number++) yield { tick: { number } };
      },
    },
    private: {
      subscribe: (_: unknown, __: unknown, { viewer }: Context) => {
        requirePerson(viewer);
        throw notFound('board');
      },
    },
    broken: { subscribe: broken },
  },
  Tick: {
    context: (_: unknown, __: unknown, { number }: Context) => number,
    requestId: () => currentRequestId(),
    broken: ({ number }: { number: number }) => (number === 2 ? broken() : 'whole'),
  },
};

/** A subgraph for the test under way; its URL. */
async function start(health: HealthChecks = {}, routes?: (app: FastifyInstance) => void): Promise<string> {
  const { service, close } = createService('test', 'silent');
  onTestFinished(close);
  let contexts = 0;
  const context = (request: RequestInfo): Context => ({ ...request, number: ++contexts });
  return startSubgraph({ service, config: { ...config, PORT: 0 }, typeDefs, resolvers, context, health, routes });
}

const post = async (url: string, headers: Record<string, string>, body: string): Promise<Response> =>
  fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
const withToken = async (): Promise<Record<string, string>> => ({
  [VIEWER_HEADER]: await signViewer(secret, anonymous),
});
const query = JSON.stringify({ query: '{ __typename }' });
const errorCodes = z.object({
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).optional(),
});

describe('a subgraph', () => {
  test('stops a query when its deadline is over, and finishes a mutation', async () => {
    const url = await start();
    const codes = async (text: string, leftMs: string): Promise<string[]> => {
      const headers = { ...(await withToken()), 'x-laurel-deadline-ms': leftMs };
      const response = await post(url, headers, JSON.stringify({ query: text }));
      return (errorCodes.parse(await response.json()).errors ?? []).map(({ extensions }) => extensions.code);
    };
    expect(await codes('{ me requestIds }', '0')).toEqual(['DEADLINE_EXCEEDED', 'DEADLINE_EXCEEDED']);
    // A busy machine has begun with both by then.
    expect(await codes('{ slow requestIds }', '2500')).toEqual([]);
    expect(steps.signal.aborted).toBe(true);
    steps.isSlow = false;
    onTestFinished(() => void (steps.isSlow = true));
    expect(await codes('{ slow requestIds }', '60000')).toEqual([]);
    expect(steps.signal.aborted).toBe(false);
    expect(await codes('mutation { slow echo(text: "x") }', '0')).toEqual([]);
    expect(await codes('{ requestIds }', 'soon')).toEqual([]);
  });

  test('is told when the asker hangs up', async () => {
    const url = await start();
    const asker = new AbortController();
    const asked = fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await withToken()) },
      body: '{"query":"{ slow }"}',
      signal: asker.signal,
    });
    const before = steps.signal;
    await until('the question', () => steps.signal !== before);
    asker.abort();
    await expect(asked).rejects.toThrow();
    await until('the hanging up', () => steps.signal.aborted);
  });

  test('answers callers with a viewer token on behalf of that viewer', async () => {
    const url = await start();
    expect(await ask(url, secret, person('ana'), '{ me }')).toEqual({ data: { me: 'ana' } });
    const { errors } = await ask(url, secret, anonymous, '{ me }');
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  test.each([
    ['without a token', async () => ({})],
    [
      'with a token of another secret',
      async () => ({ [VIEWER_HEADER]: await signViewer('another secret', person('ana')) }),
    ],
    ['with a token that is none', async () => ({ [VIEWER_HEADER]: 'ana' })],
  ])('refuses a call %s with 401', async (_what, makeHeaders: () => Promise<Record<string, string>>) => {
    const url = await start();
    const headers = await makeHeaders();
    const responses = [await post(url, headers, query), await fetch(`${url}/graphql?query={__typename}`, { headers })];
    for (const response of responses) {
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });

  test('refuses strangers before it reads what they send', async () => {
    const url = await start();
    const response = await post(url, {}, '{ this is no JSON');
    expect(response.status).toBe(401);
  });

  test('shows errors that are for the caller and masks all others', async () => {
    const url = await start();
    const { data, errors } = await ask(url, secret, anonymous, '{ missing broken }');
    expect(data).toEqual({ missing: null, broken: null });
    const byCode = new Map(errors?.map((error) => [error.extensions?.code, error.message]));
    expect(byCode).toEqual(
      new Map([
        ['NOT_FOUND', 'There is no such room.'],
        ['INTERNAL_SERVER_ERROR', 'Something went wrong on our side.'],
      ]),
    );
  });

  test('masks its own mistakes about the schema', async () => {
    const { errors } = await ask(await start(), secret, anonymous, '{ listBroken }');
    expect(errors?.map(({ message }) => message)).toEqual(['Something went wrong on our side.']);
  });

  test('tells the caller what is wrong with a query', async () => {
    const { errors } = await ask(await start(), secret, anonymous, '{ nothing }');
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    expect(errors?.[0]?.message).toContain('nothing');
  });
});

describe('a request id', () => {
  const ids = JSON.stringify({ query: '{ requestIds }' });

  test('goes from the caller to the resolvers, into events, and back', async () => {
    const url = await start();
    const response = await post(url, { ...(await withToken()), [REQUEST_ID_HEADER]: 'request-7' }, ids);
    expect(response.headers.get(REQUEST_ID_HEADER)).toBe('request-7');
    expect(await response.json()).toEqual({ data: { requestIds: ['request-7', 'request-7', 'request-7'] } });
  });

  test('goes into mutations with large bodies, which arrive in pieces, and is not mixed up between requests', async () => {
    const url = await start();
    const token = await withToken();
    const text = 'x'.repeat(500_000);
    const body = JSON.stringify({ query: 'mutation ($text: String!) { echo(text: $text) }', variables: { text } });
    const echo = async (requestId: string): Promise<string | undefined> => {
      const response = await post(url, { ...token, [REQUEST_ID_HEADER]: requestId }, body);
      return z
        .object({ data: z.object({ echo: z.string() }) })
        .parse(await response.json())
        .data.echo.split(' ')[0];
    };
    const ids = Array.from({ length: 10 }, (_, index) => `request-${index}`);
    expect(await Promise.all(ids.map(echo))).toEqual(ids);
    // One after the other they share a connection.
    for (const id of ids) expect(await echo(id)).toBe(id);
  });

  test('stands in the log line of every mutation', async () => {
    const { service, close } = createService('test', 'silent');
    onTestFinished(close);
    const lines: unknown[] = [];
    vi.spyOn(service.log, 'info').mockImplementation((line: unknown) => lines.push([currentRequestId(), line]));
    const context = (request: RequestInfo): Context => ({ ...request, number: 1 });
    const url = await startSubgraph({
      service,
      config: { ...config, PORT: 0 },
      typeDefs,
      resolvers,
      context,
      health: {},
    });
    const body = JSON.stringify({ query: 'mutation { echo(text: "x") }' });
    await post(url, { ...(await withToken()), [REQUEST_ID_HEADER]: 'request-7' }, body);
    expect(lines).toContainEqual(['request-7', expect.objectContaining({ fields: ['echo'], failed: false })]);
  });

  test('is made where the caller sends none, or one that could break a log line', async () => {
    const url = await start();
    for (const sent of [undefined, 'a b "c"']) {
      const header: Record<string, string> = sent === undefined ? {} : { [REQUEST_ID_HEADER]: sent };
      const response = await post(url, { ...(await withToken()), ...header }, ids);
      expect(response.headers.get(REQUEST_ID_HEADER)).toMatch(/^[\w-]{36}$/);
    }
  });
});

describe('the health routes', () => {
  test('need no viewer token', async () => {
    const url = await start({ store: async () => undefined });
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
    const ready = await fetch(`${url}/readyz`);
    expect({ status: ready.status, body: await ready.json() }).toEqual({
      status: 200,
      body: { ready: true, checks: { store: 'ok' } },
    });
    const metrics = await fetch(`${url}/metrics`);
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    expect(await metrics.text()).toContain('process_cpu_seconds_total{service="test"}');
  });

  test('say 503 and why when a store does not answer, while the process is alive', async () => {
    const url = await start({ store: async () => Promise.reject(new Error('connection refused')) });
    const ready = await fetch(`${url}/readyz`);
    expect({ status: ready.status, body: await ready.json() }).toEqual({
      status: 503,
      body: { ready: false, checks: { store: 'connection refused' } },
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('own routes', () => {
  test('are served without a viewer token; what they throw is masked', async () => {
    const url = await start({}, (app) => {
      app.get('/files/:name', async () => 'bytes');
      app.get('/broken', broken);
    });
    expect(await (await fetch(`${url}/files/a`)).text()).toBe('bytes');
    const failed = await fetch(`${url}/broken`);
    expect({ status: failed.status, body: await failed.json() }).toEqual({
      status: 500,
      body: { error: { code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong on our side.' } },
    });
  });

  test('are logged by what they are for when they fail: an address may be a secret', async () => {
    const { service, close } = createService('test', 'silent');
    onTestFinished(close);
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => lines.push(line) });
    const routes = (app: FastifyInstance): void => void app.get('/calendar/:name', broken);
    const context = (request: RequestInfo): Context => ({ ...request, number: 1 });
    const all = { config: { ...config, PORT: 0 }, typeDefs, resolvers, context, health: {}, routes };
    const url = await startSubgraph({ ...all, service: { ...service, log } });
    expect((await fetch(`${url}/calendar/person.1.signature.ics?token=signature`)).status).toBe(500);
    const [failed] = lines.filter((line) => line.includes('a route failed'));
    expect(JSON.parse(failed ?? '')).toMatchObject({ method: 'GET', route: '/calendar/:name' });
    expect(lines.join('')).not.toContain('signature');
  });

  test('say when to come again where a store is away', async () => {
    const url = await start({}, (app) => {
      app.get('/away', () => Promise.reject(Object.assign(new Error('of the store'), { code: 'ECONNREFUSED' })));
    });
    const away = await fetch(`${url}/away`);
    expect({ status: away.status, after: away.headers.get('retry-after'), body: await away.json() }).toEqual({
      status: 503,
      after: '3',
      body: { error: { code: 'STORE_UNAVAILABLE', message: expect.stringMatching(/^What keeps this is away/) } },
    });
  });

  test('say what the caller did wrong', async () => {
    const url = await start();
    const response = await post(url, await withToken(), '{ this is no JSON');
    expect(response.status).toBe(400);
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
  });

  test.each([
    ['no JSON', { body: '{', type: 'application/json' }, 400, 'BAD_REQUEST'],
    ['nothing at all as JSON', { body: '', type: 'application/json' }, 400, 'BAD_REQUEST'],
    ['more than is taken', { body: `"${'x'.repeat(100)}"`, type: 'application/json' }, 413, 'REQUEST_TOO_LARGE'],
    ['what nobody reads', { body: 'x', type: 'application/secret' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('say in our words what is wrong with %s', async (_what, { body, type }, status, code) => {
    const url = await start({}, (app) => {
      app.post('/things', { bodyLimit: 50 }, () => ({ taken: 1 }));
    });
    const response = await fetch(`${url}/things`, { method: 'POST', headers: { 'content-type': type }, body });
    expect(response.status).toBe(status);
    const told = await response.text();
    expect(JSON.parse(told)).toEqual({ error: { code, message: expect.any(String) } });
    expect(told).not.toMatch(/FST_|secret/);
  });

  test.each([
    ['says how much', 'content-length: 100000', 'x'.repeat(60_000), 'x'.repeat(40_000)],
    ['does not say how much', 'transfer-encoding: chunked', `ea60\r\n${'x'.repeat(60_000)}`, '\r\n0\r\n\r\n'],
  ])(
    'read to its end what is too much, when its sender %s, so that the refusal is heard',
    async (_who, length, ...parts) => {
      const url = await start({}, (app) => {
        app.post('/things', { bodyLimit: 50 }, () => ({ taken: 1 }));
      });
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      onTestFinished(() => void socket.destroy());
      let heard = '';
      socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
      const [first, rest] = parts;
      socket.write(`POST /things HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${length}\r\n\r\n${first}`);
      await expect.poll(() => heard).toMatch(/^HTTP\/1.1 413 [^]*REQUEST_TOO_LARGE/);
      heard = '';
      socket.write(`${rest}GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n`);
      await expect.poll(() => heard).toMatch(/^HTTP\/1.1 200 /);
    },
  );

  test('never repeat an address, which may be a secret, to who asks for what there is not', async () => {
    const url = await start({}, (app) => {
      app.get('/files/:id', () => ({ file: 1 }));
      app.put('/taken/:id', () => ({ taken: 1 }));
    });
    const asked = async (method: string, path: string) => {
      const body = method === 'POST' ? '{' : undefined;
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) });
      const text = await response.text();
      expect(text).not.toContain('secret');
      const { error } = z.object({ error: z.object({ code: z.string() }) }).parse(JSON.parse(text));
      return [response.status, error.code, response.headers.get('allow')];
    };
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect(await asked(method, '/files/secret?token=secret')).toEqual([405, 'METHOD_NOT_ALLOWED', 'GET, HEAD']);
    expect(await asked('GET', '/taken/secret')).toEqual([405, 'METHOD_NOT_ALLOWED', 'PUT']);
    expect(await asked('GET', '/nowhere/secret')).toEqual([404, 'NOT_FOUND', null]);
    expect(await asked('GET', '/files/%zz?token=secret')).toEqual([400, 'BAD_REQUEST', null]);
    expect((await fetch(`${url}/files/one`, { method: 'HEAD' })).status).toBe(200);
  });
});

describe('subscriptions', () => {
  const client = (url: string, connectionParams: Record<string, unknown>) => {
    const made = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams,
      retryAttempts: 0,
    });
    onTestFinished(() => void made.dispose());
    return made;
  };
  const tokenFor = (userId?: string) => signViewer(secret, userId === undefined ? anonymous : person(userId));
  const all = async (iterable: AsyncIterable<unknown>): Promise<unknown[]> => {
    const results: unknown[] = [];
    for await (const result of iterable) results.push(result);
    return results;
  };

  test('refuse connections without a viewer token', async () => {
    const url = await start();
    for (const params of [{}, { viewer: 'ana' }]) {
      await expect(
        all(client(url, params).iterate({ query: 'subscription { tick { number } }' })),
      ).rejects.toMatchObject({
        code: 4403,
      });
    }
  });

  test('resolve each event with a context of its own and the request id of the listener', async () => {
    const listener = client(await start(), { viewer: await tokenFor(), requestId: 'request-7' });
    const results = await all(listener.iterate({ query: 'subscription { tick { number context requestId } }' }));
    const ticks = z
      .array(
        z.object({ data: z.object({ tick: z.object({ number: z.int(), context: z.int(), requestId: z.string() }) }) }),
      )
      .parse(results)
      .map(({ data }) => data.tick);
    expect(ticks.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(new Set(ticks.map(({ context }) => context)).size).toBe(3);
    expect(ticks.map(({ requestId }) => requestId)).toEqual(['request-7', 'request-7', 'request-7']);
  });

  test('tell a refused listener why, by code', async () => {
    const url = await start();
    const listen = async (userId?: string): Promise<unknown> =>
      all(client(url, { viewer: await tokenFor(userId) }).iterate({ query: 'subscription { private }' }));
    expect(await listen()).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
    expect(await listen('ana')).toMatchObject([{ errors: [{ extensions: { code: 'NOT_FOUND' } }] }]);
  });

  test('mask what is nobody else’s business, when they begin and in their events', async () => {
    const listener = client(await start(), { viewer: await tokenFor() });
    const begun = await all(listener.iterate({ query: 'subscription { broken }' }));
    expect(begun).toMatchObject([{ errors: [{ message: 'Something went wrong on our side.' }] }]);
    const results = await all(listener.iterate({ query: 'subscription { tick { number broken } }' }));
    expect(JSON.stringify(results)).not.toContain('password');
    expect(results[1]).toMatchObject({
      data: { tick: { number: 2, broken: null } },
      errors: [{ message: 'Something went wrong on our side.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
  });
});

test('a subgraph that is closed finishes the request under way and ends its subscriptions', async () => {
  const { service, close } = createService('test', 'silent');
  const arrived = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<string>();
  const url = await startSubgraph({
    service,
    config: { ...config, PORT: 0 },
    typeDefs: parse('type Query { slow: String } type Subscription { never: Int }'),
    resolvers: {
      Query: {
        slow: () => {
          arrived.resolve();
          return answer.promise;
        },
      },
      Subscription: { never: { subscribe: () => endless() } },
    },
    context: (request: RequestInfo) => request,
    health: {},
  });
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const ended = new Promise((resolve) => socket.once('close', resolve));
  await new Promise((resolve) => socket.once('open', resolve));
  const slow = ask(url, secret, anonymous, '{ slow }');
  await arrived.promise;
  const closing = close();
  await ended;
  answer.resolve('done');
  expect(await slow).toEqual({ data: { slow: 'done' } });
  await closing;
  await until('the port to be closed', () =>
    fetch(`${url}/healthz`).then(
      () => false,
      () => true,
    ),
  );
});

test('a subgraph reached over a socket in the file system answers, and finishes what is under way when it is closed', async () => {
  const socketPath = join(await temporaryFolder(), 'subgraph.sock');
  // What a process that was killed leaves behind.
  await writeFile(socketPath, '');
  const { service, close } = createService('test', 'silent');
  const arrived = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<string>();
  const slow = (): Promise<string> => {
    arrived.resolve();
    return answer.promise;
  };
  await startSubgraph({
    service,
    config: { ...config, PORT: 0, SOCKET_PATH: socketPath },
    typeDefs: parse('type Query { fast: String slow: String }'),
    resolvers: { Query: { fast: () => 'now', slow } },
    context: (request: RequestInfo) => request,
    health: {},
  });
  const dispatcher = new Agent({ connect: { socketPath }, keepAliveTimeout: 60_000 });
  onTestFinished(() => dispatcher.destroy());
  const headers = { 'content-type': 'application/json', ...(await withToken()) };
  const asked = async (query: string): Promise<unknown> => {
    const body = JSON.stringify({ query });
    const response = await request('http://localhost/graphql', { method: 'POST', dispatcher, headers, body });
    return response.body.json();
  };
  expect(await asked('{ fast }')).toEqual({ data: { fast: 'now' } });
  const pending = asked('{ slow }');
  await arrived.promise;
  const closing = close();
  answer.resolve('done');
  expect(await pending).toEqual({ data: { slow: 'done' } });
  await closing;
  await expect(asked('{ fast }')).rejects.toThrow();
});

async function* endless(): AsyncGenerator {
  await new Promise(() => undefined);
  yield new GraphQLError('unreachable');
}

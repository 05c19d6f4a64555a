import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { GraphQLError, parse } from 'graphql';
import { Agent, request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createService } from '#platform/lifecycle.ts';
import type { RequestInfo } from '#platform/server/requestInfo.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { ask, person } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { anonymous, signViewer, VIEWER_HEADER } from '#platform/viewer.ts';
import { begun, config, post, resolvers, secret, start, steps, typeDefs, withToken } from './serverSupport.ts';

const query = JSON.stringify({ query: '{ __typename }' });
const errorCodes = z.object({
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).optional(),
});

describe('a subgraph', () => {
  test('stops a query when its deadline is over, and finishes a mutation that it has begun', async () => {
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
    expect(await codes('mutation { slow echo(text: "x") }', '2500')).toEqual([]);
    expect(await codes('mutation { echo(text: "x") }', '0')).toEqual(['DEADLINE_EXCEEDED']);
    steps.isSlow = false;
    onTestFinished(() => void (steps.isSlow = true));
    expect(await codes('{ slow requestIds }', '60000')).toEqual([]);
    expect(steps.signal.aborted).toBe(false);
    expect(await codes('{ requestIds }', 'soon')).toEqual([]);
  });

  test('knows whether somebody waits for what it does', async () => {
    const url = await start();
    const isWaitedFor = async (headers: Record<string, string>): Promise<unknown> => {
      const body = JSON.stringify({ query: '{ isWaitedFor }' });
      return (await post(url, { ...(await withToken()), ...headers }, body)).json();
    };
    expect(await isWaitedFor({ 'x-laurel-deadline-ms': '15000' })).toEqual({ data: { isWaitedFor: true } });
    expect(await isWaitedFor({})).toEqual({ data: { isWaitedFor: false } });
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

  test.each(['TCP', 'a socket in the file system'])(
    'begins no mutation of who had hung up before it was read, over %s',
    async (way) => {
      const socketPath = join(await temporaryFolder(), 'subgraph.sock');
      const { service, close } = createService('test', 'silent');
      onTestFinished(close);
      const context = (request: RequestInfo) => ({ ...request, number: 1 });
      const at = { ...config, PORT: 0, SOCKET_PATH: socketPath };
      const url = await startSubgraph({ service, config: at, typeDefs, resolvers, context, health: {} });
      const port = Number(new URL(url).port);
      const headers = { ...(await withToken()), 'x-laurel-deadline-ms': '15000' };
      const body = (what: string): string => JSON.stringify({ query: `mutation { begin(what: "${what}") }` });
      begun.length = 0;
      for (let count = 0; count < 20; count++) {
        const socket = way === 'TCP' ? connect(port, '127.0.0.1') : connect(socketPath);
        await once(socket, 'connect');
        // Both are there before the server reads any of it, as after it stood still.
        socket.write(messageOf(headers, body('given up')));
        socket.destroy();
      }
      await post(url, headers, body('waited for'));
      expect(begun).toEqual(['waited for']);
    },
  );

  test('goes on with no step of a mutation for who has hung up', async () => {
    const url = await start();
    const asker = new AbortController();
    const headers = { 'content-type': 'application/json', ...(await withToken()), 'x-laurel-deadline-ms': '60000' };
    const { signal } = asker;
    begun.length = 0;
    const asked = fetch(`${url}/graphql`, { method: 'POST', headers, body: '{"query":"mutation { steps }"}', signal });
    await until('the first step', () => begun.length === 1);
    asker.abort();
    await expect(asked).rejects.toThrow();
    await until('the hanging up', () => steps.signal.aborted);
    await post(url, headers, JSON.stringify({ query: 'mutation { begin(what: "another") }' }));
    expect(begun).toEqual(['a first step', 'another']);
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

test.each(['TCP', 'a socket in the file system'])(
  'a subgraph that is closed answers all that comes over open connections, and closes each then, over %s',
  async (way) => {
    const socketPath = join(await temporaryFolder(), 'subgraph.sock');
    const { service, close } = createService('test', 'silent');
    const answer = Promise.withResolvers<string>();
    let waiting = 0;
    const slow = (): Promise<string> => {
      waiting++;
      return answer.promise;
    };
    const fast = (): string => {
      answer.resolve('done');
      return 'now';
    };
    const url = await startSubgraph({
      service,
      config: { ...config, PORT: 0, SOCKET_PATH: socketPath },
      typeDefs: parse('type Query { slow: String } type Mutation { fast: String }'),
      resolvers: { Query: { slow }, Mutation: { fast } },
      context: (request: RequestInfo) => request,
      health: {},
    });
    const port = Number(new URL(url).port);
    const open = (): Socket => (way === 'TCP' ? connect(port, '127.0.0.1') : connect(socketPath));
    const [one, other] = [open(), open()];
    const answersOf = async (socket: Socket): Promise<unknown> =>
      (await text(socket)).match(/\{.*\}/g)?.map((body): unknown => JSON.parse(body));
    const answers = Promise.all([one, other].map(answersOf));
    const headers = await withToken();
    for (const socket of [one, other]) socket.write(messageOf(headers, JSON.stringify({ query: '{ slow }' })));
    await until('both to wait', () => waiting === 2);
    const closing = close();
    await until('no other connection to be taken', () =>
      fetch(`${url}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    // Without it, what is slow is never answered.
    one.write(messageOf(headers, JSON.stringify({ query: 'mutation { fast }' })));
    const done = { data: { slow: 'done' } };
    expect(await answers).toEqual([[done, { data: { fast: 'now' } }], [done]]);
    await closing;
  },
);

/** A request as it goes over a connection. */
const messageOf = (headers: Record<string, string>, body: string): string =>
  [
    'POST /graphql HTTP/1.1',
    'host: localhost',
    'content-type: application/json',
    `content-length: ${body.length}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');

async function* endless(): AsyncGenerator {
  await new Promise(() => undefined);
  yield new GraphQLError('unreachable');
}

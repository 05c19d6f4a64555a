import { createClient } from 'graphql-ws';
import { expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { verifyViewer } from '#platform/viewer.ts';
import { expiry } from '../http/expiry.ts';
import { startGraph } from './support/graph.ts';
import { startIssuer } from './support/issuer.ts';
import { never } from './support/never.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

const SECRET = 'a secret for the tests of the gateway';
const silent: SubgraphDefinition = {
  sdl: 'type Query { a: Int } type Subscription { never: Int forMembers: Int @authenticated }',
  resolvers: {
    Query: { a: () => 1 },
    Subscription: { never: { subscribe: () => never() }, forMembers: { subscribe: () => never() } },
  },
};

async function start() {
  const issuer = await startIssuer();
  const graph = await startGraph(
    { silent },
    { TOKEN_ISSUER: issuer.issuer, JWKS_URL: issuer.jwksUrl, VIEWER_TOKEN_SECRET: SECRET },
  );
  return { issuer, graph, [Symbol.asyncDispose]: async () => (issuer.close(), graph[Symbol.asyncDispose]()) };
}
const closing = z.object({ code: z.number(), reason: z.string() });
/** Three to four seconds from now: a busy machine has begun to listen by then. */
const soon = (): number => Math.floor(Date.now() / 1000) + 4;

it('A token that lives longer than a timer can wait ends when it says, and not before', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const DAY_MS = 86_400_000;
  const { signal, why } = expiry({ expiresAt: Date.now() + 60 * DAY_MS });
  vi.advanceTimersByTime(60 * DAY_MS - 1);
  expect([signal.aborted, why()]).toEqual([false, undefined]);
  vi.advanceTimersByTime(1);
  expect([signal.aborted, why()?.message]).toEqual([true, 'The access token has expired.']);
  const { cancel } = expiry({ expiresAt: Date.now() + 60 * DAY_MS });
  vi.advanceTimersByTime(30 * DAY_MS);
  cancel();
  expect(vi.getTimerCount()).toBe(0);
});

it('A socket is closed with 4403 when its token ends, and upstream knows the viewer by a signed token', async () => {
  await using running = await start();
  const { issuer, graph } = running;
  const { promise: closed, resolve } = Promise.withResolvers<z.infer<typeof closing>>();
  const ws = createClient({
    url: graph.graphqlUrl.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${await issuer.token({ exp: soon() })}` },
    on: { closed: (event) => resolve(closing.parse(event)) },
  });
  const ended = ws
    .iterate({ query: 'subscription { forMembers }' })
    .next()
    .catch(() => undefined);
  expect(await closed).toEqual({ code: 4403, reason: 'The access token has expired.' });
  await ended;
  const { viewer } = z.object({ viewer: z.string() }).parse(graph.subgraphs['silent']?.connections.payloads[0]);
  expect(await verifyViewer(SECRET, viewer)).toMatchObject({ kind: 'person', userId: 'u1' });
});

it('A socket with a token that does not hold is closed with 4403', async () => {
  await using running = await start();
  const { promise: closed, resolve } = Promise.withResolvers<z.infer<typeof closing>>();
  const ws = createClient({
    url: running.graph.graphqlUrl.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: 'Bearer nonsense' },
    on: { closed: (event) => resolve(closing.parse(event)) },
  });
  await ws
    .iterate({ query: '{ a }' })
    .next()
    .catch(() => undefined);
  expect((await closed).code).toBe(4403);
});

it('A stream of events ends with an error when its token ends', async () => {
  await using running = await start();
  const { issuer, graph } = running;
  const response = await fetch(graph.graphqlUrl, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${await issuer.token({ exp: soon() })}`,
    },
    body: '{"query":"subscription { never }"}',
  });
  const text = await response.text();
  expect(text).toContain('"message":"The access token has expired.","extensions":{"code":"UNAUTHENTICATED"}');
  expect(text).toMatch(/event: complete\ndata:\n\n$/);
});

it('A stranger cannot subscribe to what needs a token', async () => {
  await using running = await start();
  const response = await fetch(running.graph.graphqlUrl, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
    body: '{"query":"subscription { forMembers }"}',
  });
  expect(await response.text()).toContain('UNAUTHORIZED_FIELD_OR_TYPE');
  expect(running.graph.subgraphs['silent']?.connections.payloads).toEqual([]);
});

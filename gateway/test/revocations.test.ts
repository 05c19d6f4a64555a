import { createClient } from 'graphql-ws';
import { expect, it, onTestFinished } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { SessionRevoked } from '#events/users.ts';
import { openBroker } from '#platform/events/broker.ts';
import { createState } from '#platform/events/envelope.ts';
import { createNotices } from '#platform/events/notices.ts';
import { REVOCATIONS_TOPIC } from '#platform/events/revocations.ts';
import { ensureStream, REVOCATIONS } from '#platform/events/streams.ts';
import { createService } from '#platform/lifecycle.ts';
import { startTestNats } from '#platform/testing/stores.ts';
import { startGraph } from './support/graph.ts';
import { startIssuer } from './support/issuer.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

const people: SubgraphDefinition = {
  sdl: 'type Query { me: Int @authenticated } type Subscription { never: Int @authenticated }',
  resolvers: { Query: { me: () => 1 }, Subscription: { never: { subscribe: never } } },
};

async function* never(): AsyncGenerator<{ never: number }> {
  yield { never: 1 };
  await new Promise(() => undefined);
}

const SESSION = uuidv7();
const closing = z.object({ code: z.number(), reason: z.string() });

async function startNats() {
  const nats = await startTestNats();
  onTestFinished(() => nats.dispose());
  return nats.value;
}

/** Says that the session was ended, as users does. */
async function revoke(natsUrl: string): Promise<void> {
  const { service, close } = createService('test', 'silent');
  const { streams, manager } = await openBroker(service, natsUrl);
  await ensureStream(manager, REVOCATIONS);
  const data = { version: 1, sessionId: SESSION };
  const { subject, envelope } = createState(SessionRevoked, `revocations.${SESSION}`, SESSION, data, new Date());
  await streams.publish(subject, JSON.stringify(envelope));
  await close();
}

async function startDoor(natsUrl: string) {
  const issuer = await startIssuer();
  const token = await issuer.token({ sid: SESSION });
  const settings = { JWKS_URL: issuer.jwksUrl, VIEWER_TOKEN_SECRET: 'a secret for the tests of the gateway' };
  const graph = await startGraph({ people }, { ...settings, TOKEN_ISSUER: issuer.issuer, NATS_URL: natsUrl });
  onTestFinished(async () => {
    await graph[Symbol.asyncDispose]();
    issuer.close();
  });
  const authorization = `Bearer ${token}`;
  return {
    ask: async () => (await graph.ask('{ me }', {}, { authorization })).errors?.[0]?.extensions.code ?? 'let in',
    /** Listens over a socket and over events; settles when both are over. */
    listen: async () => {
      const { promise: closed, resolve } = Promise.withResolvers<z.infer<typeof closing>>();
      const socket = createClient({
        url: graph.graphqlUrl.replace('http', 'ws'),
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams: { authorization },
        on: { closed: (event) => resolve(closing.parse(event)) },
      });
      const overSocket = socket.iterate({ query: 'subscription { never }' });
      await overSocket.next();
      const events = await fetch(graph.graphqlUrl, {
        method: 'POST',
        headers: { accept: 'text/event-stream', 'content-type': 'application/json', authorization },
        body: '{"query":"subscription { never }"}',
      });
      overSocket.next().catch(() => undefined);
      return Promise.all([closed, events.text()]);
    },
  };
}

it('A gateway that starts knows the sessions that were ended before', async () => {
  const nats = await startNats();
  await revoke(nats.url);
  const door = await startDoor(nats.url);
  expect(await door.ask()).toBe('UNAUTHENTICATED');
});

it('A gateway that listens knows at once of what was ended, before the stream says so', async () => {
  const nats = await startNats();
  const door = await startDoor(nats.url);
  expect(await door.ask()).toBe('let in');
  const { service, close } = createService('test', 'silent');
  const notices = createNotices(await openBroker(service, nats.url));
  notices.send(REVOCATIONS_TOPIC, { ids: [SESSION] });
  await notices.settled();
  expect(await door.ask()).toBe('UNAUTHENTICATED');
  await close();
});

it('A session is ended for requests and for what it listens to, also when the broker was away in between', async () => {
  const nats = await startNats();
  const door = await startDoor(nats.url);
  expect(await door.ask()).toBe('let in');
  const over = door.listen();
  await nats.stop();
  expect(await door.ask()).toBe('let in');
  await nats.start();
  await revoke(nats.url);
  await expect.poll(door.ask).toBe('UNAUTHENTICATED');
  const [socket, events] = await over;
  expect(socket).toEqual({ code: 4403, reason: 'The session was ended.' });
  expect(events).toContain('"message":"The session was ended.","extensions":{"code":"UNAUTHENTICATED"}');
});

it('Without a broker a gateway starts all the same, and hears of ended sessions when there is one', async () => {
  const nats = await startNats();
  await revoke(nats.url);
  await nats.stop();
  const door = await startDoor(nats.url);
  expect(await door.ask()).toBe('let in');
  await nats.start();
  await expect.poll(door.ask).toBe('UNAUTHENTICATED');
});

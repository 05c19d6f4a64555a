import { once } from 'node:events';
import { createServer } from 'node:http';
import { createClient } from 'graphql-ws';
import { buildSchema } from 'graphql';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createService } from '#platform/lifecycle.ts';
import { serveSubscriptions } from '#platform/server/subscriptions.ts';
import { person } from '#platform/testing/subgraph.ts';
import { anonymous, signViewer } from '#platform/viewer.ts';
import { config, endless, secret, start } from './serverSupport.ts';

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

  /** A socket on which something is subscribed to; what comes over it. It answers pings by hand. */
  async function reading(url: string, ...queries: string[]) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { autoPong: false });
    onTestFinished(() => socket.terminate());
    await once(socket, 'open');
    const heard = { events: 0, hasEnded: false, pings: new Array<string>() };
    socket.on('ping', (data) => heard.pings.push(data.toString()));
    socket.on('message', (data: Buffer) => {
      if (data.includes('"next"')) heard.events++;
      heard.hasEnded ||= data.includes('"complete"');
    });
    socket.send(JSON.stringify({ type: 'connection_init', payload: { viewer: await tokenFor() } }));
    await once(socket, 'message');
    queries.forEach((query, at) => socket.send(JSON.stringify({ id: `${at}`, type: 'subscribe', payload: { query } })));
    return { socket, heard };
  }

  test('take no more from their source than their reader has read, but for eight events', async () => {
    endless.taken = 0;
    const { socket, heard } = await reading(await start(), 'subscription { endless }');
    await expect.poll(() => heard.pings).toEqual(['4', '8']);
    expect([heard.events, endless.taken]).toEqual([8, 8]);
    // A sign of life says nothing of what was read, and nobody has read more than there was.
    for (const said of ['', 'four', '9', '4']) socket.pong(said);
    await expect.poll(() => heard.pings).toEqual(['4', '8', '12']);
    expect([heard.events, endless.taken]).toEqual([12, 12]);
    socket.pong('12');
    await expect.poll(() => heard.events).toBe(20);
  });

  test('of one socket are paced together, and those that wait end with it', async () => {
    const { socket, heard } = await reading(await start(), 'subscription { endless }', 'subscription { endless }');
    socket.on('ping', (data) => {
      if (heard.events < 100) socket.pong(data);
    });
    await expect.poll(() => heard.events).toBeGreaterThanOrEqual(100);
    expect(endless.readers).toBe(2);
    socket.terminate();
    await expect.poll(() => endless.readers).toBe(0);
  });

  test('of a few events are not asked what was read', async () => {
    const { heard } = await reading(await start(), 'subscription { tick { number } }');
    await expect.poll(() => heard.hasEnded).toBe(true);
    expect(heard).toMatchObject({ events: 3, pings: [] });
  });

  /** A server that asks for signs of life often, and a client of it; how often it was asked. */
  async function asking(silenceMs: number, autoPong: boolean) {
    const server = createServer().listen(0, '127.0.0.1');
    const { service, close } = createService('test', 'silent');
    onTestFinished(close);
    const aliveWithin = { everyMs: 20, silenceMs };
    const schema = buildSchema('type Query { a: Int }');
    const asked = vi.spyOn(WebSocket.prototype, 'ping');
    const served = serveSubscriptions({ server, schema, service, config, context: (request) => request, aliveWithin });
    onTestFinished(async () => {
      await served.close();
      server.close();
      asked.mockRestore();
    });
    await once(server, 'listening');
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', { autoPong });
    onTestFinished(() => socket.terminate());
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { viewer: await tokenFor() } }));
    await once(socket, 'message');
    return { socket, timesAsked: () => asked.mock.calls.length };
  }

  test('stay with who comes to a ping late', async () => {
    const { socket, timesAsked } = await asking(60_000, true);
    socket.pause();
    const before = timesAsked();
    await expect.poll(timesAsked).toBeGreaterThan(before + 5);
    let heard = 0;
    socket.on('ping', () => heard++);
    socket.resume();
    await expect.poll(() => heard).toBeGreaterThan(10);
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  test('end with who gives no sign of life for long', async () => {
    const { socket } = await asking(200, false);
    expect(await once(socket, 'close')).toEqual([1006, expect.anything()]);
  });
});

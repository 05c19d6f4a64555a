import { createClient } from 'graphql-ws';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { person } from '#platform/testing/subgraph.ts';
import { anonymous, signViewer } from '#platform/viewer.ts';
import { secret, start } from './serverSupport.ts';

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

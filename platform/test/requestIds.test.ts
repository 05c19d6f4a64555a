import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { createService } from '#platform/lifecycle.ts';
import type { RequestInfo } from '#platform/server/requestInfo.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { currentRequestId, REQUEST_ID_HEADER } from '#platform/telemetry/log.ts';
import { config, type Context, post, resolvers, start, typeDefs, withToken } from './serverSupport.ts';

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

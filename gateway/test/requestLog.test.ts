import { once } from 'node:events';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { openAuthenticator } from '../auth/open.ts';
import { clientInfos } from '../http/clientInfo.ts';
import { createCors } from '../http/cors.ts';
import { createProxy } from '../http/proxy.ts';
import { createHttpServer } from '../http/server.ts';

const entry = z.looseObject({ msg: z.string(), route: z.string().optional(), status: z.int().optional() });

test('requests are logged by what they are for: an address may be a secret, or lead to one', async () => {
  const lines: string[] = [];
  // Nobody answers there.
  const proxy = createProxy('http://127.0.0.1:1', openAuthenticator, 15_000);
  const server = createHttpServer({
    routes: {
      '/healthz': ({ response }) => void response.end(),
      '/calendar/': proxy.handle,
      '/uploads/': proxy.handle,
    },
    graphqlPath: '/graphql',
    cors: createCors('*'),
    log: pino({ level: 'debug' }, { write: (line: string) => lines.push(line) }),
    draining: new AbortController().signal,
    clientInfoOf: clientInfos(0),
    headTimeoutMs: 1000,
    stallTimeoutMs: 60_000,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await proxy.close();
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const addresses = ['healthz?token=secret', 'calendar/person.1.secret.ics', 'uploads/one?token=secret', 'secret'];
  for (const address of addresses) await (await fetch(`http://127.0.0.1:${port}/${address}`)).text();
  const told = (): [string | undefined, number | undefined][] =>
    lines
      .map((line) => entry.parse(JSON.parse(line)))
      .filter(({ msg }) => msg === 'answered')
      .map(({ route, status }) => [route, status]);
  await expect.poll(told).toEqual([
    ['/healthz', 200],
    ['/calendar/', 502],
    ['/uploads/', 502],
    [undefined, 404],
  ]);
  expect(lines.filter((line) => line.includes('cannot be reached'))).toHaveLength(2);
  expect(lines.join('')).not.toContain('secret');
});

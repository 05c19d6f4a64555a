import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createService } from '#platform/lifecycle.ts';
import { createTestMongo, startTestNats } from '#platform/testing/stores.ts';
import { startWorkouts } from '../app.ts';
import { somebody, testConfig } from './support.ts';
import { addressOf, openUpload } from './uploading.ts';

/** A way to the store that can be cut for good. */
async function wayTo(url: URL): Promise<{ readonly url: string; cut(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(url.port), url.hostname);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    near.pipe(far).pipe(near);
  });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = new URL(url);
  near.port = String(z.object({ port: z.number() }).parse(server.address()).port);
  return { url: near.href, cut };
}

it('bytes that come while the store is away are refused with when to come again', async () => {
  const way = await wayTo(new URL(createTestMongo()));
  const nats = await startTestNats();
  const { service, close } = createService('workouts', 'silent');
  onTestFinished(async () => {
    way.cut();
    await close();
    await nats.dispose();
  });
  const url = await startWorkouts(service, await testConfig(nats.value.url, { MONGO_URL: way.url }));
  const upload = await openUpload(url, somebody(), 5);
  way.cut();
  const refused = await fetch(addressOf(url, upload), { method: 'PUT', body: 'bytes' });
  expect({
    status: refused.status,
    after: refused.headers.get('retry-after'),
    body: await refused.json(),
  }).toMatchObject({
    status: 503,
    after: '3',
    body: { error: { code: 'STORE_UNAVAILABLE' } },
  });
});

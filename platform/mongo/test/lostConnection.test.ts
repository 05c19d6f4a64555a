import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createTestMongo, testService } from '#platform/testing/stores.ts';
import { openMongo, type Mongo } from '../connection.ts';

/** More than the sockets on the way hold. */
const LARGE = 'x'.repeat(15_000_000);

/** A way to the store that can be held up as by a network that lost it: nothing comes through, and nobody is told. */
async function wayTo(url: URL): Promise<{ readonly url: string; hold(): void; release(): void }> {
  const sockets = new Set<Socket>();
  let held = false;
  const server = createServer((near) => {
    const far = connect(Number(url.port), url.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
      if (held) socket.pause();
    }
    near.on('data', (bytes) => far.write(bytes)).on('close', () => far.destroy());
    far.on('data', (bytes) => near.write(bytes)).on('close', () => near.destroy());
    if (held) for (const socket of [near, far]) socket.pause();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const near = new URL(url);
  near.port = String(z.object({ port: z.number() }).parse(server.address()).port);
  near.search = 'connectTimeoutMS=500&heartbeatFrequencyMS=500';
  return {
    url: near.href,
    hold: () => {
      held = true;
      for (const socket of sockets) socket.pause();
    },
    release: () => {
      held = false;
      for (const socket of sockets) socket.resume();
    },
  };
}

const insert = (mongo: Mongo, text: string) =>
  mongo.run((database) => database.collection('texts').insertOne({ text }));

describe('a connection that is lost', () => {
  it(
    'lets the call fail that was being sent, and the next ones find the server again',
    { timeout: 30_000 },
    async () => {
      const way = await wayTo(new URL(createTestMongo()));
      const mongo = await openMongo(testService(), way.url);
      onTestFinished(async () => void (await mongo.run((database) => database.dropDatabase())));
      await insert(mongo, 'before');
      way.hold();
      await expect(insert(mongo, LARGE)).rejects.toThrow('The connection was lost');
      way.release();
      await expect
        .poll(
          () =>
            insert(mongo, 'after').then(
              () => true,
              () => false,
            ),
          { timeout: 10_000 },
        )
        .toBe(true);
    },
  );
});

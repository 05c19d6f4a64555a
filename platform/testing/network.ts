import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

/** A way to a store on which a network can fail. */
export interface Way {
  /** The store's URL, by this way. */
  readonly url: URL;
  /** Nothing comes through any more, and nobody is told. */
  hold(): void;
  release(): void;
  /** Ends every connection, and refuses new ones. */
  cut(): void;
}

/** A way of its own to a store, until the test is over. */
export async function wayTo(store: string): Promise<Way> {
  const url = new URL(store);
  const { port, hostname } = url;
  const sockets = new Set<Socket>();
  let held = false;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    near.on('data', (bytes) => far.write(bytes)).on('close', () => far.destroy());
    far.on('data', (bytes) => near.write(bytes)).on('close', () => near.destroy());
    if (held) for (const socket of [near, far]) socket.pause();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  onTestFinished(cut);
  url.port = String(z.object({ port: z.number() }).parse(server.address()).port);
  return {
    url,
    cut,
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

import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import type { Server as HttpServer } from 'node:http';
import { createServer } from 'node:net';

/**
 * Lets a server also be reached over a socket in the file system, which costs callers on this machine less than TCP. What an
 * earlier process left at the path is taken away.
 *
 * @returns what ends it: no connection is taken any more, and it answers when all are closed.
 */
export async function listenLocally(server: HttpServer, path: string): Promise<() => Promise<void>> {
  await rm(path, { force: true });
  const local = createServer((socket) => server.emit('connection', socket));
  local.listen(path);
  await once(local, 'listening');
  return async () => {
    const closed = once(local, 'close');
    local.close();
    await closed;
  };
}

import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** What a range of bytes names, which the tests ask for within what is there. */
function partOf(bytes: Buffer | undefined, range: string | undefined): Buffer | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  return first === undefined ? bytes : bytes?.subarray(Number(first), Number(last) + 1);
}

/** The few calls of S3's REST protocol that the storage makes, over HTTP, with objects in memory. */
export async function startBucket(): Promise<string> {
  const objects = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const key = new URL(request.url ?? '/', 'http://bucket').pathname;
    const answer = (status: number, body?: Buffer): void =>
      void response.writeHead(status, { 'content-length': body?.length ?? 0 }).end(body);
    const found = objects.get(key);
    switch (request.method) {
      case 'PUT':
        buffer(request).then(
          (body) => {
            objects.set(key, body);
            answer(200);
          },
          () => undefined,
        );
        break;
      case 'GET':
        answer(found ? 200 : 404, partOf(found, request.headers.range));
        break;
      case 'HEAD':
        response
          .writeHead(found ? 200 : 404, {
            'content-length': found?.length ?? 0,
            'last-modified': new Date(0).toUTCString(),
          })
          .end();
        break;
      default:
        objects.delete(key);
        answer(204);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return `http://127.0.0.1:${address.port}`;
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** What a range of bytes names, which the tests ask for within what is there. */
function partOf(bytes: Buffer, range: string | undefined): Buffer {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  return first === undefined ? bytes : bytes.subarray(Number(first), Number(last) + 1);
}

/** A bucket, and what it does with a request in place of answering it. */
export interface Bucket {
  readonly url: string;
  instead: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
}

/** Fails a request as S3 does. */
export const refuse = (response: ServerResponse, status: number, code: string): void =>
  void response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);

/** The few calls of S3's REST protocol that the storage makes, over HTTP, with objects in memory. */
export async function startBucket(): Promise<Bucket> {
  const objects = new Map<string, Buffer>();
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const key = new URL(request.url ?? '/', 'http://bucket').pathname;
    const found = objects.get(key);
    switch (request.method) {
      case 'PUT':
        buffer(request).then(
          (body) => {
            objects.set(key, body);
            response.end();
          },
          () => undefined,
        );
        break;
      case 'GET':
        if (found) response.end(partOf(found, request.headers.range));
        else refuse(response, 404, 'NoSuchKey');
        break;
      default:
        objects.delete(key);
        response.writeHead(204).end();
    }
  };
  const bucket: Bucket = { url: '', instead: undefined };
  const serve = (request: IncomingMessage, response: ServerResponse): void =>
    (bucket.instead ?? answer)(request, response);
  // As some services do, it does not answer whether it takes what is to come.
  const server = createServer(serve).on('checkContinue', serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return Object.assign(bucket, { url: `http://127.0.0.1:${address.port}` });
}

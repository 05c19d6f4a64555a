import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** What a range of bytes names; undefined when it begins behind their end. */
function partOf(bytes: Buffer, range: string | undefined): Buffer | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  if (first === undefined) return bytes;
  return Number(first) < bytes.length ? bytes.subarray(Number(first), Number(last) + 1) : undefined;
}

/** A bucket, and what it does with a request in place of answering it. */
export interface Bucket {
  readonly url: string;
  instead: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
}

/** Fails a request as S3 does. */
export const refuse = (response: ServerResponse, status: number, code: string): void =>
  void response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);

function give(response: ServerResponse, found: Buffer | undefined, range: string | undefined): void {
  const part = found && partOf(found, range);
  if (part) response.end(part);
  else if (found) refuse(response, 416, 'InvalidRange');
  else refuse(response, 404, 'NoSuchKey');
}

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
        give(response, found, request.headers.range);
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

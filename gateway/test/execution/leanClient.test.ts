import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { createLeanClient } from '../../execution/client/leanClient.ts';
import { ResponseReader } from '../../execution/client/responseReader.ts';
import type { SubgraphClient, SubgraphResponse } from '../../execution/client/subgraphClient.ts';
import { Limit } from '../../limit.ts';

/** What a server does with a request: it has the bytes so far and the connection's number. */
type Handler = (request: string, socket: Socket, connection: number) => void;

const open: { server: Server; client: SubgraphClient; sockets: Set<Socket> }[] = [];

afterEach(async () => {
  for (const { server, client, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.close();
    await client.close();
  }
});

interface Settings {
  readonly connections?: number;
  readonly timeoutMs?: number;
  readonly maxResponseBytes?: number;
  readonly path?: string;
}

/** A raw server, and a client that knows it as `a`. */
async function serve(
  handler: Handler,
  settings: Settings = {},
): Promise<{ client: SubgraphClient; connections(): number }> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    const number = connections++;
    sockets.add(socket);
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      const [head, length] = /^[^]*?content-length: (\d+)(?=\r\n)[^]*?\r\n\r\n/.exec(text) ?? [];
      if (head === undefined || text.length < head.length + Number(length)) return;
      const request = text;
      text = '';
      handler(request, socket, number);
    });
  });
  server.listen(settings.path ? { path: settings.path } : { port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  const where =
    typeof address === 'string'
      ? `http+unix://${encodeURIComponent(address)}/graphql`
      : `http://127.0.0.1:${address?.port}/graphql`;
  const url = new URL(where);
  const client = createLeanClient({
    subgraphs: new Map([['a', { name: 'a', url, subscriptionUrl: url }]]),
    connections: settings.connections ?? 4,
    timeoutMs: settings.timeoutMs ?? 5_000,
    maxResponseBytes: settings.maxResponseBytes ?? 100_000,
  });
  open.push({ server, client, sockets });
  return { client, connections: () => connections };
}

const ask = (
  client: SubgraphClient,
  rest: Partial<Parameters<SubgraphClient['send']>[0]> = {},
): Promise<SubgraphResponse> =>
  client.send({
    subgraph: 'a',
    repeatable: true,
    body: '{"query":"{a}"}',
    headers: {},
    signal: new AbortController().signal,
    ...rest,
  });

const ok = (body: string): string => `HTTP/1.1 200 OK\r\nContent-LENGTH: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const chunked =
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4;x=y\r\n{"a"\r\n5\r\n:"é"}\r\n0\r\nx-trailer: 1\r\n\r\n';
const chunkedBytes = Buffer.from(chunked.replace('5\r\n', '6\r\n'));

describe('the reader of responses', () => {
  for (const [name, bytes] of [
    ['a length', Buffer.from(ok('{"a":"é"}'))],
    ['chunks', chunkedBytes],
    ['an informational answer first', Buffer.from(`HTTP/1.1 100 Continue\r\n\r\n${ok('{"a":"é"}')}`)],
  ] as const) {
    it(`understands ${name}, cut at every byte`, () => {
      for (let at = 0; at <= bytes.length; at++) {
        const reader = new ResponseReader(1000);
        const early = at > 0 && reader.feed(bytes.subarray(0, at));
        expect(early || reader.feed(bytes.subarray(at))).toBe(true);
        expect(reader.body().toString()).toBe('{"a":"é"}');
        expect(reader.reusable).toBe(true);
      }
    });

    it(`does not take ${name} for whole before its end`, () => {
      for (let at = 0; at < bytes.length; at++) {
        const reader = new ResponseReader(1000);
        expect(at > 0 && reader.feed(bytes.subarray(0, at))).toBe(false);
        expect(reader.end()).toBe(false);
      }
    });
  }

  for (const [what, head, message] of [
    ['two lengths', 'content-length: 2\r\nContent-Length: 2', 'two lengths'],
    ['a length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked', 'a length and chunks'],
    ['a negative length', 'content-length: -2', 'a length that is no number'],
    ['a folded header', 'x: 1\r\n y', 'a header that is none'],
    ['another transfer encoding', 'transfer-encoding: gzip, chunked', 'transfer encoding'],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => new ResponseReader(1000).feed(Buffer.from(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n{}`))).toThrow(message);
    });
  }
});

describe('the lean client', () => {
  it('sends head and body, and keeps the connection', async () => {
    const seen: string[] = [];
    const { client, connections } = await serve((request, socket) => {
      seen.push(request);
      socket.write(ok('{"data":1}'));
    });
    await ask(client, { headers: { authorization: 'Bearer x', evil: 'a\r\nhost: b' } });
    const { status, body } = await ask(client);
    expect([status, body.toString(), connections()]).toEqual([200, '{"data":1}', 1]);
    expect(seen[0]).toMatch(/^POST \/graphql HTTP\/1\.1\r\nhost: 127\.0\.0\.1:\d+\r\n/);
    expect(seen[0]).toContain('authorization: Bearer x\r\n');
    expect(seen[0]).not.toContain('evil');
  });

  it('speaks over a socket in the file system', async () => {
    const { client } = await serve((_, socket) => socket.write(ok('{}')), {
      path: join(await temporaryFolder(), 'a.sock'),
    });
    expect((await ask(client)).body.toString()).toBe('{}');
  });

  it('understands what comes compressed all the same', async () => {
    const { client } = await serve((request, socket) => {
      const body = request.includes('damaged') ? Buffer.from('no gzip') : gzipSync('{"data":1}');
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`);
      socket.write(body);
    });
    expect((await ask(client)).body.toString()).toBe('{"data":1}');
    await expect(ask(client, { body: 'damaged' })).rejects.toMatchObject({ code: 'SUBREQUEST_FAILED' });
  });

  it('opens no more connections than allowed, and answers everyone the right thing', async () => {
    const { client, connections } = await serve(
      (request, socket) => setImmediate(() => socket.write(ok(request.slice(request.indexOf('\r\n\r\n') + 4)))),
      { connections: 3 },
    );
    const bodies = Array.from({ length: 200 }, (_, index) => `{"query":"q${index}"}`);
    const answers = await Promise.all(bodies.map((body) => ask(client, { body })));
    expect(answers.map(({ body }) => body.toString())).toEqual(bodies);
    expect(connections()).toBe(3);
  });

  it('asks a query again when a kept connection was closed meanwhile, but never a mutation', async () => {
    const { client } = await serve((_, socket, connection) => {
      if (connection % 2 === 0 && socket.listenerCount('served') > 0) return socket.destroy();
      socket.on('served', () => undefined);
      return socket.write(ok('{}'));
    });
    await ask(client);
    expect((await ask(client)).status).toBe(200);
    const second = await serve((_, socket) => {
      if (socket.listenerCount('served') > 0) return socket.destroy();
      socket.on('served', () => undefined);
      return socket.write(ok('{}'));
    });
    await ask(second.client);
    await expect(ask(second.client, { repeatable: false })).rejects.toMatchObject({ code: 'SUBREQUEST_FAILED' });
  });

  it('does not ask again when an answer had begun', async () => {
    let asked = 0;
    const { client } = await serve((_, socket) => {
      if (asked++ === 0) return socket.write(ok('{}'));
      return socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"da');
    });
    await ask(client);
    await expect(ask(client)).rejects.toMatchObject({
      code: 'SUBREQUEST_FAILED',
      message: 'Subgraph "a" answered only in part.',
    });
    expect(asked).toBe(2);
  });

  it('gives up at the deadline and when nobody waits any more', async () => {
    const { client } = await serve(() => undefined, { timeoutMs: 40, connections: 1 });
    await expect(Promise.allSettled([ask(client), ask(client)])).resolves.toMatchObject([
      { reason: { code: 'SUBREQUEST_TIMEOUT' } },
      { reason: { code: 'SUBREQUEST_TIMEOUT' } },
    ]);
    const limit = new Limit(performance.now() + 20, undefined);
    await expect(ask(client, { signal: limit, deadline: limit.deadline })).rejects.toMatchObject({
      code: 'SUBREQUEST_TIMEOUT',
    });
    const controller = new AbortController();
    const asked = ask(client, { signal: controller.signal });
    controller.abort();
    await expect(asked).rejects.toMatchObject({ code: 'SUBREQUEST_CANCELLED' });
    await expect(ask(client, { signal: controller.signal })).rejects.toMatchObject({ code: 'SUBREQUEST_CANCELLED' });
  });

  it('refuses what is too large, whether it says so or not', async () => {
    const { client } = await serve(
      (request, socket) => {
        if (request.includes('chunks'))
          socket.write(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n12345\r\n8\r\n12345678\r\n0\r\n\r\n`);
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n');
      },
      { maxResponseBytes: 10 },
    );
    await expect(ask(client)).rejects.toMatchObject({ code: 'SUBREQUEST_TOO_LARGE' });
    await expect(ask(client, { body: 'chunks' })).rejects.toMatchObject({ code: 'SUBREQUEST_TOO_LARGE' });
  });

  it('does not use a connection again on which more came than was asked for', async () => {
    const { client, connections } = await serve((_, socket, connection) =>
      socket.write(connection === 0 ? ok('{"first":1}') + ok('{"stray":1}') : ok('{"second":1}')),
    );
    expect((await ask(client)).body.toString()).toBe('{"first":1}');
    expect((await ask(client)).body.toString()).toBe('{"second":1}');
    expect(connections()).toBe(2);
  });

  it('says that a subgraph cannot be reached', async () => {
    const { client } = await serve((_, socket) => socket.destroy());
    await expect(ask(client)).rejects.toMatchObject({
      code: 'SUBREQUEST_FAILED',
      message: 'Subgraph "a" cannot be reached.',
    });
  });
});

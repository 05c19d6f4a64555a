import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { verifyViewer } from '#platform/viewer.ts';
import { startGraph } from './support/graph.ts';
import { startIssuer } from './support/issuer.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

const a: SubgraphDefinition = {
  sdl: `type Query { hello(input: Greeting!, kind: Kind!): String } type Mutation { change: String }
    input Greeting { name: String! times: Int! note: String others: [String!]! } enum Kind { LOUD QUIET }`,
  resolvers: { Query: { hello: () => 'hi' } },
};

/** A service behind the gateway. */
async function startService(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('Uploads and media', () => {
  it('go to their service and come back byte for byte, with the viewer known', async () => {
    const files = new Map<string, Buffer>();
    const viewers: unknown[] = [];
    await using service = await startService((request, response) => {
      viewers.push(request.headers['x-laurel-viewer']);
      const path = request.url ?? '';
      if (request.method === 'PUT') {
        void buffer(request).then((bytes) => {
          files.set(path.replace('/uploads/', '/media/'), bytes);
          response
            .writeHead(201, { 'x-kept': String(bytes.length), 'x-type': String(request.headers['content-type']) })
            .end();
        });
      } else if (request.method === 'DELETE') response.writeHead(405, { allow: 'GET' }).end();
      else response.writeHead(200, { 'content-type': 'application/x-fit', etag: '"1"' }).end(files.get(path));
    });
    const issuer = await startIssuer();
    await using graph = await startGraph(
      { a },
      {
        UPLOADS_URL: service.url,
        TOKEN_ISSUER: issuer.issuer,
        JWKS_URL: issuer.jwksUrl,
        VIEWER_TOKEN_SECRET: 'x'.repeat(32),
      },
    );
    const bytes = randomBytes(3_000_000);
    const put = await fetch(`${graph.url}/uploads/one?sig=a%2Fb`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/octet-stream',
        'x-laurel-viewer': 'forged',
        authorization: `Bearer ${await issuer.token()}`,
      },
      body: bytes,
    });
    expect([put.status, put.headers.get('x-kept'), put.headers.get('x-type')]).toEqual([
      201,
      '3000000',
      'application/octet-stream',
    ]);
    const got = await fetch(`${graph.url}/media/one?sig=a%2Fb`);
    expect(got.headers.get('content-type')).toBe('application/x-fit');
    expect(Buffer.compare(Buffer.from(await got.arrayBuffer()), bytes)).toBe(0);
    expect(await verifyViewer('x'.repeat(32), viewers[0])).toMatchObject({ kind: 'person', userId: 'u1' });
    expect(await verifyViewer('x'.repeat(32), viewers[1])).toEqual({ kind: 'anonymous' });
    const removed = await fetch(`${graph.url}/media/one`, { method: 'DELETE' });
    expect([removed.status, removed.headers.get('allow')]).toEqual([405, 'GET']);
    issuer.close();
  });

  it('are refused while they are sent, and are ended at the service when the client goes', async () => {
    let aborted = false;
    const { promise: arrives, resolve: arrived } = Promise.withResolvers<void>();
    await using service = await startService((request, response) => {
      request.on('close', () => (aborted ||= !request.complete));
      request.resume();
      if (request.url?.startsWith('/uploads/large')) response.writeHead(413).end('too large');
      else request.once('data', arrived);
    });
    await using graph = await startGraph({ a }, { UPLOADS_URL: service.url });
    const large = await fetch(`${graph.url}/uploads/large`, { method: 'PUT', body: randomBytes(5_000_000) });
    expect([large.status, await large.text()]).toEqual([413, 'too large']);
    const client = new AbortController();
    const endless = new ReadableStream({
      pull: async (controller) => {
        controller.enqueue(new Uint8Array(1000));
        await new Promise(setImmediate);
      },
    });
    const upload = fetch(`${graph.url}/uploads/endless`, {
      method: 'PUT',
      body: endless,
      duplex: 'half',
      signal: client.signal,
    });
    const failed = expect(upload).rejects.toThrow();
    await arrives;
    client.abort();
    await failed;
    await expect.poll(() => aborted).toBe(true);
  });

  it('are had also while many have begun to send, and send nothing', async () => {
    await using service = await startService((request, response) => {
      request.resume();
      request.on('end', () => response.end('here'));
    });
    await using graph = await startGraph({ a }, { UPLOADS_URL: service.url });
    const { hostname, port } = new URL(graph.url);
    const head = (length: number): string => `PUT /uploads/x HTTP/1.1\r\nhost: a\r\ncontent-length: ${length}\r\n\r\n`;
    const open = async (text: string): Promise<Socket> => {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      socket.write(text);
      await once(socket, 'connect');
      return socket;
    };
    const silent = Array.from({ length: 300 }, () => open(head(9)));
    const slow = Array.from({ length: 100 }, () => open(`${head(9)}x`));
    const sockets = await Promise.all([...silent, ...slow]);
    expect(await (await fetch(`${graph.url}/media/x`)).text()).toBe('here');
    expect(await (await fetch(`${graph.url}/uploads/y`, { method: 'PUT', body: 'bytes' })).text()).toBe('here');
    for (const socket of sockets) socket.destroy();
  });

  it('are cut off where the client takes nothing for long', async () => {
    const bytes = Buffer.alloc(20_000_000);
    await using service = await startService((_request, response) => response.end(bytes));
    const answer = { ...a, resolvers: { Query: { hello: () => 'x'.repeat(20_000_000) } } };
    await using graph = await startGraph(
      { a: answer },
      { UPLOADS_URL: service.url, STALL_TIMEOUT_MS: '300', MAX_SUBGRAPH_RESPONSE_BYTES: '30000000' },
    );
    const { hostname, port } = new URL(graph.url);
    const query = JSON.stringify({ query: '{ hello(input: { name: "a", times: 1, others: [] }, kind: LOUD) }' });
    const plain = `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${query.length}\r\n\r\n`;
    for (const text of ['GET /media/x HTTP/1.1\r\nhost: a\r\n\r\n', `${plain}${query}`]) {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      let got = 0;
      socket.on('data', (some: Buffer) => {
        got += some.length;
        socket.pause();
      });
      socket.write(text);
      await once(socket, 'data');
      // It is this time that is tested.
      await delay(1_500);
      socket.resume();
      socket.on('data', () => socket.resume());
      await once(socket, 'close');
      expect(got).toBeLessThan(20_000_000);
    }
  });

  it('are not held in memory when the client reads slowly', async () => {
    let sent = 0;
    await using service = await startService((_request, response) => {
      const chunk = Buffer.alloc(256 * 1024);
      const more = (): void => {
        while (sent < 400) {
          sent++;
          if (!response.write(chunk)) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    });
    await using graph = await startGraph({ a }, { IPFS_URL: service.url });
    const response = await fetch(`${graph.url}/ipfs/bafy`);
    let last = -1;
    await vi.waitFor(
      () => {
        const settled = sent === last;
        last = sent;
        expect(settled).toBe(true);
      },
      { timeout: 10_000, interval: 300 },
    );
    expect(sent).toBeLessThan(400);
    expect((await response.arrayBuffer()).byteLength).toBe(400 * 256 * 1024);
  });

  it('answer 502 when their service is down, 404 when there is none, and nothing outside their paths', async () => {
    await using graph = await startGraph({ a }, { UPLOADS_URL: 'http://127.0.0.1:1' });
    const down = await fetch(`${graph.url}/media/x`);
    // As the services themselves say what went wrong.
    expect({ status: down.status, after: down.headers.get('retry-after'), body: await down.json() }).toEqual({
      status: 502,
      after: '5',
      body: { error: { code: 'SUBREQUEST_FAILED', message: 'The service behind this address cannot be reached.' } },
    });
    const none = await fetch(`${graph.url}/ipfs/x`);
    expect([none.status, await none.json()]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }]);
    expect((await fetch(`${graph.url}/uploads/%2e%2e/metrics`)).headers.get('content-type')).toContain('text/plain');
  });

  it('answer 504 when their service has all it was sent, and says nothing', async () => {
    await using service = await startService((request) => void request.resume());
    await using graph = await startGraph({ a }, { UPLOADS_URL: service.url, SUBGRAPH_TIMEOUT_MS: '300' });
    for (const [method, body] of [['PUT', 'upload'] as const, ['GET'] as const]) {
      const response = await fetch(`${graph.url}/uploads/x`, { method, ...(body ? { body } : {}) });
      expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
        504,
        '5',
        { error: { code: 'SUBREQUEST_TIMEOUT', message: 'The service behind this address did not answer in time.' } },
      ]);
    }
  });

  it('may be sent slowly, and take their service the longer the larger they are', async () => {
    await using service = await startService((request, response) => {
      const isLarge = request.url === '/uploads/large';
      // It is this time that is tested.
      void buffer(request).then(async ({ length }) => {
        await delay(isLarge ? 1_000 : 0);
        response.end(String(length));
      });
    });
    await using graph = await startGraph({ a }, { UPLOADS_URL: service.url, SUBGRAPH_TIMEOUT_MS: '300' });
    const put = async (path: string, body: Buffer | ReadableStream): Promise<string> =>
      (await fetch(`${graph.url}/uploads/${path}`, { method: 'PUT', body, duplex: 'half' })).text();
    const slowly = async function* () {
      for (let part = 0; part < 5; part++) {
        yield new Uint8Array(100);
        await delay(150);
      }
    };
    expect(await put('slow', ReadableStream.from(slowly()))).toBe('500');
    expect(await put('large', randomBytes(5_000_000))).toBe('5000000');
  });
});

describe('How the gateway is', () => {
  it('sums up the readiness of its subgraphs', async () => {
    let state = { ready: true, checks: { postgres: 'ok' } };
    await using service = await startService((_request, response) => {
      response.writeHead(state.ready ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(state));
    });
    await using graph = await startGraph(
      { a, b: { sdl: 'type Query { b: Int }' } },
      { SUBGRAPH_URLS: `a=${service.url}/graphql` },
    );
    const read = async (): Promise<unknown[]> => {
      const response = await fetch(`${graph.url}/readyz`);
      return [response.status, await response.json()];
    };
    expect(await read()).toEqual([200, { ready: true, checks: { a: 'ok', b: 'ok' } }]);
    state = { ready: false, checks: { postgres: 'refuses connections' } };
    expect(await read()).toEqual([503, { ready: false, checks: { a: 'postgres: refuses connections', b: 'ok' } }]);
    await graph.subgraphs['b']?.close();
    expect(await read()).toEqual([
      503,
      { ready: false, checks: { a: 'postgres: refuses connections', b: 'cannot be reached' } },
    ]);
    expect(await (await fetch(`${graph.url}/healthz`)).json()).toEqual({ status: 'ok' });
  });

  it('is counted', async () => {
    await using graph = await startGraph({ a });
    await graph.ask('{ hello(input: { name: "x", times: 1, others: [] }, kind: LOUD) }');
    await graph.ask('{ nope }');
    const metrics = await (await fetch(`${graph.url}/metrics`)).text();
    const value = (name: string, ...labels: string[]): string | undefined =>
      metrics
        .split('\n')
        .find((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)))
        ?.split(' ')[1];
    expect(value('laurel_gateway_operation_seconds_count', 'kind="query"', 'outcome="ok"')).toBe('1');
    expect(value('laurel_gateway_subrequest_seconds_count', 'subgraph="a"', 'outcome="ok"')).toBe('1');
    expect(value('laurel_gateway_refused_total', 'code="GRAPHQL_VALIDATION_FAILED"')).toBe('1');
  });
});

describe('The playground', () => {
  it('has a tab for each example that fits the schema, with variables to fill in', async () => {
    const folder = await temporaryFolder();
    await writeFile(
      join(folder, 'a.graphql'),
      `query Hello($input: Greeting!, $kind: Kind!, $unused: Boolean = false) { hello(input: $input, kind: $kind) ...F @include(if: $unused) }
       mutation Later { notThere }`,
    );
    await writeFile(
      join(folder, 'b.graphql'),
      'fragment F on Query { again: hello(input: {name: "</script>", times: 1, others: []}, kind: LOUD) }',
    );
    await using graph = await startGraph({ a }, { EXAMPLES: folder, EXAMPLE_OPERATIONS: 'Hello' });
    const html = await (await fetch(graph.url)).text();
    // Else each visit asks for /favicon.ico.
    expect(html).toContain('<link rel="icon" href="data:,"');
    const script = /<script>const RURU_CONFIG = (.*?);<\/script>/s.exec(html)?.[1] ?? '';
    const { defaultTabs } = z
      .object({ defaultTabs: z.array(z.object({ query: z.string(), variables: z.string() })) })
      .parse(JSON.parse(script));
    expect(defaultTabs).toHaveLength(1);
    expect(defaultTabs[0]?.query).toContain('fragment F on Query');
    expect(JSON.parse(defaultTabs[0]?.variables ?? '')).toEqual({
      input: { name: '', times: 10, others: [] },
      kind: 'LOUD',
    });
  });
});

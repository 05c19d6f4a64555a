import { Agent, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGraph, type TestGraph } from './support/graph.ts';

const HEAD_TIMEOUT_MS = 400;
const HELLO = '{"query":"{ hello }"}';
const ANSWER = '{"data":{"hello":"you"}}';

let graph: TestGraph;

const start = (executor: string): Promise<TestGraph> =>
  startGraph(
    {
      shop: {
        sdl: 'type Query { hello: String } type Mutation { add: Int }',
        resolvers: { Query: { hello: () => 'you' }, Mutation: { add: () => 1 } },
      },
    },
    { HEAD_TIMEOUT_MS: String(HEAD_TIMEOUT_MS), GATEWAY_EXECUTOR: executor },
  );

beforeAll(async () => {
  graph = await start('bytes');
});
afterAll(() => graph[Symbol.asyncDispose]());

/** A connection that notes what comes. */
class Client implements Disposable {
  readonly socket: Socket = connect(Number(new URL(graph.url).port), '127.0.0.1').setNoDelay(true);
  text = '';
  isClosed = false;

  constructor() {
    this.socket.on('data', (bytes: Buffer) => (this.text += bytes.toString('latin1')));
    this.socket.on('close', () => (this.isClosed = true));
    this.socket.on('error', () => undefined);
  }

  async until(part: string): Promise<void> {
    await expect.poll(() => this.text).toContain(part);
  }

  /** Sends the beginning of a head, and a letter more of it every now and then, until the other side ends that. */
  async trickle(head: string): Promise<void> {
    this.socket.write(head);
    const more = setInterval(() => this.socket.write('x'), HEAD_TIMEOUT_MS / 10);
    await expect.poll(() => this.isClosed).toBe(true);
    clearInterval(more);
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

const post = (headers = '', line = 'POST /graphql HTTP/1.1', body = HELLO): string =>
  `${line}\r\nHost: a\r\nContent-Type: application/json\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;

describe('The head of a request that does not come to its end in time', () => {
  const POST = 'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nX: ';

  it.each([
    ['of a plain request', POST],
    ['of an upgrade', 'GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX: '],
    ['that is a line without an end', 'POST /'],
  ])('ends its connection with 408: one %s', async (_what, head) => {
    using client = new Client();
    await client.trickle(head);
    expect(client.text).toMatch(/^HTTP\/1\.1 408 /);
    expect(client.text).toContain('"code":"REQUEST_TIMEOUT"');
  });

  it.each([
    ['a plain request', post()],
    ['one of node:http', 'GET /graphql?query=%7Bhello%7D HTTP/1.1\r\nHost: a\r\n\r\n'],
  ])('does so also behind %s on the same connection', async (_what, first) => {
    using client = new Client();
    client.socket.write(first);
    await client.until(ANSWER);
    await client.trickle(POST);
    expect(client.text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 408']);
  });

  it('holds up nobody else, and a kept connection that says nothing stays', async () => {
    using quiet = new Client();
    quiet.socket.write(post());
    await quiet.until(ANSWER);
    using slow = new Client();
    await slow.trickle(POST);
    quiet.text = '';
    quiet.socket.write(post());
    await quiet.until(ANSWER);
  });
});

describe('A client', () => {
  it('that waits for 100-continue is told to go on, and answered', async () => {
    using client = new Client();
    const [head = ''] = post('Expect: 100-continue\r\n').split('\r\n\r\n');
    client.socket.write(`${head}\r\n\r\n`);
    await client.until('HTTP/1.1 100 Continue\r\n\r\n');
    client.socket.write(HELLO);
    await client.until(ANSWER);
  });

  it('that expects anything else is refused with 417 in words, and goes on', async () => {
    using client = new Client();
    client.socket.write(post('Expect: banana\r\n'));
    await client.until('"code":"BAD_REQUEST"');
    expect(client.text).toMatch(/^HTTP\/1\.1 417 /);
    client.socket.write(post());
    await client.until(ANSWER);
  });

  it.each([
    ['and its connection closed', '', true],
    ['and its connection kept when it asks for that', 'Connection: keep-alive\r\n', false],
  ])('of HTTP/1.0 is answered, %s', async (_what, headers, closes) => {
    using client = new Client();
    client.socket.write(post(headers, 'POST /graphql HTTP/1.0'));
    await client.until(ANSWER);
    if (closes) await expect.poll(() => client.isClosed).toBe(true);
    else expect(client.text).toMatch(/connection: keep-alive/i);
  });

  it('that offers HTTP/2 with each request, as that of Java does, is answered over HTTP/1.1', async () => {
    using client = new Client();
    const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n';
    for (let times = 1; times <= 2; times++) {
      client.text = '';
      client.socket.write(post(offer));
      await client.until(ANSWER);
      expect(client.text).toMatch(/^HTTP\/1\.1 200 /);
    }
  });

  it('may ask by HEAD what it may ask by GET, and gets the head alone', async () => {
    const ask = (method: string, query: string): Promise<Response> =>
      fetch(`${graph.graphqlUrl}?${new URLSearchParams({ query }).toString()}`, { method });
    const [head, get] = [await ask('HEAD', '{ hello }'), await ask('GET', '{ hello }')];
    expect([head.status, head.headers.get('content-length')]).toEqual([200, get.headers.get('content-length')]);
    expect(await head.text()).toBe('');
    expect((await ask('HEAD', 'mutation { add }')).status).toBe(405);
  });

  it('is told by OPTIONS what it may do', async () => {
    const response = await fetch(graph.graphqlUrl, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
  });

  it('that takes compressed answers gets them as they are; a compressed request is refused with 415', async () => {
    const json = { 'content-type': 'application/json' };
    const asked = { method: 'POST', headers: { ...json, 'accept-encoding': 'gzip, br, zstd' }, body: HELLO };
    const response = await fetch(graph.graphqlUrl, asked);
    expect(response.headers.has('content-encoding')).toBe(false);
    expect(await response.text()).toBe(ANSWER);
    const headers = { ...json, 'content-encoding': 'gzip' };
    const refusal = await fetch(graph.graphqlUrl, { method: 'POST', headers, body: gzipSync(HELLO) });
    expect([refusal.status, await refusal.text()]).toEqual([415, expect.stringContaining('UNSUPPORTED_MEDIA_TYPE')]);
  });

  it.each([
    ['multipart/form-data; boundary=x', '--x--', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/x-www-form-urlencoded', 'query=%7Bhello%7D', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/json', `[${HELLO},${HELLO}]`, 400, 'BAD_REQUEST'],
    [
      'application/json',
      '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"0"}}}',
      400,
      'PERSISTED_QUERY_NOT_SUPPORTED',
    ],
  ])('that sends %s with %s is refused with %i', async (type, body, status, code) => {
    const response = await fetch(graph.graphqlUrl, { method: 'POST', headers: { 'content-type': type }, body });
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(`"code":"${code}"`)]);
  });

  it.each([
    ['a URL of 12 KB is answered', 4_000, 200],
    ['one of 60 KB is refused with 431', 20_000, 431],
  ])('%s', async (_what, spaces, status) => {
    using client = new Client();
    client.socket.write(`GET /graphql?query=%7Bhello%7D${'%20'.repeat(spaces)} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await client.until('\r\n\r\n{"');
    expect(client.text.startsWith(`HTTP/1.1 ${status} `)).toBe(true);
  });
});

describe('Five hundred kept connections', () => {
  it('are all answered, each the right thing, and kept', { timeout: 60_000 }, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 500 });
    const ask = async (name: string, id: string): Promise<{ headers: IncomingHttpHeaders; body: string }> => {
      const headers = { 'content-type': 'application/json', 'x-request-id': id };
      const asking = request(graph.graphqlUrl, { method: 'POST', agent, headers });
      asking.end(`{"query":"{ ${name}: hello }"}`);
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
      asking.on('response', resolve).on('error', reject);
      const response = await promise;
      return { headers: response.headers, body: await textOf(response) };
    };
    for (let round = 0; round < 3; round++) {
      const asked = Array.from({ length: 500 }, (_, index) => [`a${index % 20}`, `${round}-${index}`] as const);
      const answers = await Promise.all(asked.map(([name, id]) => ask(name, id)));
      expect(answers.map(({ body }) => body)).toEqual(asked.map(([name]) => `{"data":{"${name}":"you"}}`));
      expect(answers.map(({ headers }) => headers['x-request-id'])).toEqual(asked.map(([, id]) => id));
    }
    agent.destroy();
  });
});

describe('With the object engine, too, it passes the audit of graphql-http:', () => {
  let objects: TestGraph;
  beforeAll(async () => {
    objects = await start('object');
  });
  afterAll(() => objects[Symbol.asyncDispose]());

  for (const audit of serverAudits({ url: () => objects.graphqlUrl, fetchFn: fetch })) {
    it(audit.name, async () => {
      const outcome = await audit.fn();
      expect(outcome.status === 'ok' ? 'ok' : outcome.reason).toBe('ok');
    });
  }
});

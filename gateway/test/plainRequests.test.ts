import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPlainRequest } from '../http/plain/plainRequest.ts';
import { startGraph, type TestGraph } from './support/graph.ts';

let graph: TestGraph;
let waiting = 0;

beforeAll(async () => {
  graph = await startGraph({
    shop: {
      sdl: 'type Query { hello(name: String): String wait: String long: String }',
      resolvers: {
        Query: {
          hello: (_: unknown, { name }: { name?: string }) => `Hello ${name ?? 'you'}`,
          wait: () => {
            waiting++;
            return new Promise(() => undefined);
          },
          long: () => 'x'.repeat(3_000_000),
        },
      },
    },
  });
});
afterAll(() => graph[Symbol.asyncDispose]());

/** A connection that notes what comes. */
class Client {
  readonly socket: Socket;
  text = '';
  isEnded = false;

  constructor() {
    this.socket = connect(Number(new URL(graph.url).port), '127.0.0.1');
    this.socket.on('data', (bytes: Buffer) => (this.text += bytes.toString('latin1')));
    this.socket.on('close', () => (this.isEnded = true));
    this.socket.on('error', () => undefined);
  }

  /** Waits until so many whole answers are there. @returns their heads and bodies. */
  async answers(count: number): Promise<{ head: string; body: string }[]> {
    await expect.poll(() => split(this.text).length).toBeGreaterThanOrEqual(count);
    return split(this.text);
  }
}

function split(text: string): { head: string; body: string }[] {
  const found: { head: string; body: string }[] = [];
  for (let rest = text; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(rest.slice(0, end))?.[1] ?? 0);
    if (end < 0 || rest.length < end + 4 + length) break;
    found.push({ head: rest.slice(0, end), body: rest.slice(end + 4, end + 4 + length) });
    rest = rest.slice(end + 4 + length);
  }
  return found;
}

const HELLO = '{"query":"{ hello }"}';
const post = (body = HELLO, headers = '', line = 'POST /graphql HTTP/1.1'): string =>
  `${line}\r\nHost: a\r\nContent-Type: application/json\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const answer = '{"data":{"hello":"Hello you"}}';

describe('a connection', () => {
  it('is kept for any number of plain requests, which are answered as by node:http', async () => {
    const client = new Client();
    for (let count = 1; count <= 5; count++) {
      client.socket.write(post(HELLO, `x-request-id: id-${count}\r\norigin: https://a.example\r\n`));
      const last = (await client.answers(count)).at(-1);
      expect(last?.body).toBe(answer);
      expect(last?.head).toContain(`x-request-id: id-${count}`);
    }
    const [plain] = await client.answers(5);
    // Two requests at once are node:http's.
    client.socket.write(post() + post(HELLO, 'origin: https://a.example\r\nx-request-id: id-1\r\n'));
    const other = (await client.answers(7)).at(-1);
    expect(other?.body).toBe(answer);
    const lines = (head = ''): string[] =>
      head
        .toLowerCase()
        .replace(/date: .*/, '')
        .split('\r\n')
        .sort();
    expect(lines(plain?.head)).toEqual(lines(other?.head));
    client.socket.destroy();
  });

  it('may bring a request cut anywhere', async () => {
    const text = post();
    for (let at = 1; at < text.length; at += 7) {
      const client = new Client();
      client.socket.setNoDelay(true);
      client.socket.write(text.slice(0, at));
      await new Promise((resolve) => setImmediate(resolve));
      client.socket.write(text.slice(at));
      expect((await client.answers(1))[0]?.body).toBe(answer);
      client.socket.write(post());
      expect((await client.answers(2))[1]?.body).toBe(answer);
      client.socket.destroy();
    }
  });

  it('answers in order what was sent without waiting', async () => {
    const client = new Client();
    await once(client.socket, 'connect');
    client.socket.write(post('{"query":"{ hello(name: \\"1\\") }"}'));
    for (let name = 2; name <= 6; name++) {
      client.socket.write(post(`{"query":"{ hello(name: \\"${name}\\") }"}`));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const bodies = (await client.answers(6)).map(({ body }) => body);
    expect(bodies).toEqual([1, 2, 3, 4, 5, 6].map((name) => `{"data":{"hello":"Hello ${name}"}}`));
    client.socket.destroy();
  });

  it('gets long answers whole', async () => {
    const client = new Client();
    client.socket.write(post('{"query":"{ long }"}'));
    expect((await client.answers(1))[0]?.body).toBe(`{"data":{"long":"${'x'.repeat(3_000_000)}"}}`);
    client.socket.write(post());
    expect((await client.answers(2))[1]?.body).toBe(answer);
    client.socket.destroy();
  });

  it('that closes ends its query at the subgraph', async () => {
    const client = new Client();
    const before = waiting;
    client.socket.write(post('{"query":"{ wait }"}'));
    await expect.poll(() => waiting).toBe(before + 1);
    client.socket.end();
    await expect.poll(() => client.isEnded).toBe(true);
    expect(client.text).toBe('');
  });

  it('is refused by node:http what can be read in two ways, and closed', async () => {
    for (const text of [
      post(HELLO, 'Content-Length: 3\r\n'),
      post(HELLO, 'Transfer-Encoding: chunked\r\n'),
      post(HELLO, 'x y: 1\r\n'),
      post().replace('Host: a\r\n', ''),
    ]) {
      const client = new Client();
      client.socket.write(text);
      const [first] = await client.answers(1).catch(() => []);
      expect(first?.head ?? client.text).toMatch(/^HTTP\/1\.1 400/);
      await expect.poll(() => client.isEnded).toBe(true);
    }
  });

  it('gets an error as node:http sends it, and goes on', async () => {
    const client = new Client();
    client.socket.write(post('{"query":"{ nope }"}', 'accept: application/graphql-response+json\r\n'));
    const [refusal] = await client.answers(1);
    expect(refusal?.head).toMatch(/^HTTP\/1\.1 400/);
    expect(refusal?.body).toContain('GRAPHQL_VALIDATION_FAILED');
    client.socket.write(post());
    expect((await client.answers(2))[1]?.body).toBe(answer);
    client.socket.destroy();
  });
});

describe('a refusal of what only running it tells', () => {
  const body = JSON.stringify({
    query: 'query ($no: Boolean = true) { hello @skip(if: $no) }',
    variables: { no: null },
  });
  it.each([
    ['200', 'accept: application/json\r\n'],
    ['200', ''],
    ['400', 'accept: application/graphql-response+json\r\n'],
  ])('has status %s, whichever way it came, with %j', async (status, accept) => {
    const plain = new Client();
    plain.socket.write(post(body, accept));
    // Two requests at once are node:http's.
    const other = new Client();
    other.socket.write(post(HELLO, accept) + post(body, accept));
    const answers = [(await plain.answers(1))[0], (await other.answers(2))[1]];
    for (const one of answers) {
      expect(one?.head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(one?.body).toContain('BAD_USER_INPUT');
    }
    plain.socket.destroy();
    other.socket.destroy();
  });
});

describe('the reader of plain requests', () => {
  const line = Buffer.from('POST /graphql HTTP/1.1\r\n');
  const read = (text: string): ReturnType<typeof readPlainRequest> => readPlainRequest(Buffer.from(text), line, 1000);

  it('takes one whole request', () => {
    expect(read(post(HELLO, 'Accept: */*\t \r\nAUTHORIZATION:Bearer x\r\nX-Other: \xe9\r\n'))).toMatchObject({
      accept: '*/*',
      authorization: 'Bearer x',
    });
  });

  for (const [what, text] of [
    ['another address', post(HELLO, '', 'POST /graphql? HTTP/1.1')],
    ['another method', post(HELLO, '', 'GET /graphql HTTP/1.1')],
    ['HTTP/1.0', post(HELLO, '', 'POST /graphql HTTP/1.0')],
    ['no host', post().replace('Host: a\r\n', '')],
    ['two hosts', post(HELLO, 'host: b\r\n')],
    ['two tokens', post(HELLO, 'authorization: Bearer a\r\nauthorization: Bearer b\r\n')],
    ['two types', post(HELLO, 'content-type: text/plain\r\n')],
    ['two lengths', post(HELLO, 'content-length: 21\r\n')],
    ['a length that is no number', post().replace('Content-Length: 21', 'Content-Length: +21')],
    ['a length in hexadecimal', post().replace('Content-Length: 21', 'Content-Length: 0x15')],
    ['chunks', post(HELLO, 'transfer-encoding: chunked\r\n')],
    ['a compressed body', post(HELLO, 'content-encoding: gzip\r\n')],
    ['an upgrade', post(HELLO, 'connection: upgrade\r\nupgrade: websocket\r\n')],
    ['the last request of its connection', post(HELLO, 'connection: close\r\n')],
    ['who waits for 100', post(HELLO, 'expect: 100-continue\r\n')],
    ['a space before a colon', post(HELLO, 'authorization : x\r\n')],
    ['a folded header', post(HELLO, 'x: a\r\n b\r\n')],
    ['a bare line feed', post(HELLO, 'x: a\ny: b\r\n')],
    ['a bare carriage return', post(HELLO, 'x: a\ry: b\r\n')],
    ['a NUL', post(HELLO, 'x: a\0\r\n')],
    ['another type', post().replace('application/json', 'text/plain')],
    ['another request behind it', `${post()}G`],
    ['a body that is too large', post(`{"query":"${'x'.repeat(1000)}"}`)],
  ] as const) {
    it(`leaves ${what} to node:http`, () => {
      expect(read(text)).toBeUndefined();
    });
  }

  it('takes nothing for whole before its end', () => {
    const text = post();
    for (let at = 0; at < text.length; at++) expect(['more', undefined]).toContain(read(text.slice(0, at)));
  });

  it('takes of damaged requests only those that have one length and end there', () => {
    const bytes = Buffer.from(post(HELLO, 'accept: */*\r\n'));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = byte;
        const outcome = readPlainRequest(damaged, line, 1000);
        if (outcome === undefined || outcome === 'more') return;
        const head = damaged.toString('latin1', 0, damaged.length - outcome.body.length);
        expect(head.endsWith('\r\n\r\n')).toBe(true);
        expect(head.match(/\r\ncontent-length:[ \t]*\d+[ \t]*\r\n/gi)).toHaveLength(1);
        expect(
          head
            .slice(0, -4)
            .split('\r\n')
            .slice(1)
            .every((one) => /^[^\s:]+:[^\r\n\0]*$/.test(one)),
        ).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});

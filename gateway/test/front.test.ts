import { setImmediate as turn } from 'node:timers/promises';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGraph, type TestGraph } from './support/graph.ts';

let graph: TestGraph;
let asked = 0;
const LONG = 3_000_000;

beforeAll(async () => {
  graph = await startGraph({
    shop: {
      sdl: 'type Query { hello: String long: String } type Mutation { add: Int }',
      resolvers: {
        Query: { hello: () => 'you', long: () => 'x'.repeat(LONG) },
        Mutation: { add: () => ++asked },
      },
    },
  });
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
    await expect.poll(() => this.text.includes(part)).toBe(true);
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

const HELLO = '{"query":"{ hello }"}';
const ADD = '{"query":"mutation { add }"}';
const ANSWER = '{"data":{"hello":"you"}}';
const post = (headers: string, body: string): string =>
  `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;
const sized = (body: string, headers = ''): string => post(`${headers}Content-Length: ${body.length}\r\n`, body);
const chunks = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
const chunked = (headers: string, body = chunks(ADD)): string => post(headers, body);
const withLength = (line: string): string => post(`${line}\r\n`, ADD);

/** Each is followed by a request that must never be taken for one. */
const ambiguous: Readonly<Record<string, string>> = {
  'two content-lengths': sized(ADD, 'Content-Length: 3\r\n'),
  'two equal content-lengths': sized(ADD, `Content-Length: ${ADD.length}\r\n`),
  'a list of content-lengths': withLength(`Content-Length: ${ADD.length}, ${ADD.length}`),
  'a content-length and chunks': chunked(`Content-Length: 5\r\nTransfer-Encoding: chunked\r\n`),
  'chunks and a content-length': chunked(`Transfer-Encoding: chunked\r\nContent-Length: 5\r\n`),
  'chunks twice': chunked('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n'),
  'an unknown transfer-encoding': chunked('Transfer-Encoding: xchunked\r\n'),
  'a transfer-encoding before chunks': chunked('Transfer-Encoding: gzip, chunked\r\n'),
  'chunks twice in one line': chunked('Transfer-Encoding: chunked, chunked\r\n'),
  'an empty transfer-encoding': chunked('Transfer-Encoding:\r\n'),
  'a transfer-encoding behind a space': chunked('Transfer-Encoding : chunked\r\n'),
  'a negative length': withLength(`Content-Length: -${ADD.length}`),
  'a length with a plus': withLength(`Content-Length: +${ADD.length}`),
  'a length in hexadecimal': withLength('Content-Length: 0x1c'),
  'a length beyond all numbers': withLength('Content-Length: 99999999999999999999999'),
  'an empty length': withLength('Content-Length:'),
  'a space before a colon': withLength(`Content-Length : ${ADD.length}`),
  'a folded header': sized(ADD, 'X: a\r\n b\r\n'),
  'a folded length': withLength(`Content-Length:\r\n ${ADD.length}`),
  'a bare line feed': sized(ADD, 'X: a\n'),
  'line feeds alone': sized(ADD).replaceAll('\r\n', '\n'),
  'a bare carriage return': sized(ADD, 'X: a\rb\r\n'),
  'a NUL': sized(ADD, 'X: a\0\r\n'),
  'two hosts': sized(ADD, 'Host: b\r\n'),
  'no host': sized(ADD).replace('Host: a\r\n', ''),
  'two tokens': sized(ADD, 'Authorization: Bearer a\r\nAuthorization: Bearer b\r\n'),
  'two types': sized(ADD, 'Content-Type: text/plain\r\n'),
  'a chunk of a negative size': chunked('Transfer-Encoding: chunked\r\n', `-1c\r\n${ADD}\r\n0\r\n\r\n`),
  'a chunk beyond all numbers': chunked('Transfer-Encoding: chunked\r\n', `fffffffffffffffff\r\n${ADD}\r\n0\r\n\r\n`),
  'chunks with line feeds alone': chunked('Transfer-Encoding: chunked\r\n', `1c\n${ADD}\n0\n\n`),
  'another version': sized(ADD).replace('HTTP/1.1', 'HTTP/1.7'),
};

describe('A request that can be read in two ways, or in none,', () => {
  for (const [what, text] of Object.entries(ambiguous)) {
    it(`is refused in words, and its connection closed: ${what}`, async () => {
      const before = asked;
      using client = new Client();
      client.socket.write(text + sized(ADD));
      await expect.poll(() => client.isClosed).toBe(true);
      expect(client.text).toMatch(/^HTTP\/1\.1 400 /);
      expect(client.text).toContain('"code":"BAD_REQUEST"');
      expect(client.text.match(/HTTP\/1\.1/g)).toHaveLength(1);
      expect(asked).toBe(before);
    });
  }

  it.each(['GET /healthz', 'POST /graphql', 'GET /graphql'])('is refused once without a host: %s', async (line) => {
    using client = new Client();
    const upgrade = line === 'GET /graphql' ? 'Connection: Upgrade\r\nUpgrade: websocket\r\n' : '';
    client.socket.write(`${line} HTTP/1.1\r\n${upgrade}\r\nGARBAGE\r\n\r\n`);
    await expect.poll(() => client.isClosed).toBe(true);
    expect(client.text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
    expect(client.text).toContain('"code":"BAD_REQUEST"');
  });

  it('is refused also behind a good one, which is not answered twice', async () => {
    using client = new Client();
    client.socket.write(sized(HELLO));
    await client.until(ANSWER);
    client.socket.write(sized(ADD, 'Content-Length: 3\r\n'));
    await expect.poll(() => client.isClosed).toBe(true);
    expect(client.text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
  });

  it('is none without a host in HTTP/1.0, which has no hosts', async () => {
    using client = new Client();
    client.socket.write('GET /healthz HTTP/1.0\r\n\r\n');
    await client.until('{"status":"ok"}');
  });

  it.each([
    ['one', 1],
    ['several', 3],
  ])('is refused behind %s that came whole with it, and are answered', async (_many, count) => {
    using client = new Client();
    client.socket.write(`${sized(HELLO).repeat(count)}GARBAGE\r\n\r\n`);
    await expect.poll(() => client.isClosed).toBe(true);
    const answered = Array.from({ length: count }, () => 'HTTP/1.1 200');
    expect(client.text.match(/HTTP\/1\.1 \d+/g)).toEqual([...answered, 'HTTP/1.1 400']);
    expect(client.text.split(ANSWER)).toHaveLength(count + 1);
  });

  it.each([
    ['one header of 20 KB', `X: ${'x'.repeat(20_000)}\r\n`],
    ['20 KB of headers', 'x: 1\r\n'.repeat(4_000)],
    ['300 headers', 'x: 1\r\n'.repeat(300)],
  ])('is refused with 431 and closed: %s', async (_what, headers) => {
    using client = new Client();
    client.socket.write(sized(HELLO, headers));
    await expect.poll(() => client.isClosed).toBe(true);
    expect(client.text).toMatch(/^HTTP\/1\.1 431 /);
    expect(client.text).toContain('"code":"HEADERS_TOO_LARGE"');
  });
});

describe('A tunnel', () => {
  it('is refused in words, and its connection closed', async () => {
    using client = new Client();
    client.socket.write(`CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n${sized(ADD)}`);
    await expect.poll(() => client.isClosed).toBe(true);
    expect(client.text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 405']);
    expect(client.text).toContain('allow: GET, HEAD, POST, OPTIONS\r\n');
    expect(client.text).toContain('"code":"METHOD_NOT_ALLOWED"');
  });

  it('is refused behind the answers to what came before it', async () => {
    using client = new Client();
    client.socket.write(`${sized(HELLO).repeat(2)}CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n`);
    await expect.poll(() => client.isClosed).toBe(true);
    expect(client.text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 405']);
  });
});

describe('A slow client', () => {
  it('may send head and body byte by byte', async () => {
    for (const text of [sized(HELLO), post('Transfer-Encoding: chunked\r\n', chunks(HELLO))]) {
      using client = new Client();
      for (const byte of text) {
        client.socket.write(byte);
        await turn();
      }
      await client.until(ANSWER);
    }
  });

  it(
    'that does not read its long answers holds up nobody, and costs no more than its first one',
    { timeout: 60_000 },
    async () => {
      const greedy = connect(Number(new URL(graph.url).port), '127.0.0.1').pause();
      let heard = 0;
      greedy.on('data', (bytes: Buffer) => (heard += bytes.length)).pause();
      const { rss } = process.memoryUsage();
      // Some kilobytes of requests for 180 MB of answers.
      greedy.write(sized('{"query":"{ long }"}').repeat(60));
      for (let time = 0; time < 15; time++) expect(await graph.ask('{ hello }')).toEqual({ data: { hello: 'you' } });
      expect(process.memoryUsage().rss - rss).toBeLessThan(40 * LONG);
      greedy.resume();
      await expect.poll(() => heard, { timeout: 30_000 }).toBeGreaterThan(10 * LONG);
      greedy.destroy();
    },
  );

  it('that never waits gets all its answers, in order', async () => {
    using flood = new Client();
    const count = 500;
    for (let n = 0; n < count; n++) flood.socket.write(sized(HELLO, `x-request-id: id-${n}\r\n`));
    await expect.poll(() => flood.text.split('HTTP/1.1 200').length - 1, { timeout: 30_000 }).toBe(count);
    const named = [...flood.text.matchAll(/id-(\d+)\r/g)].map(([, n]) => Number(n));
    expect(named).toEqual(Array.from({ length: count }, (_, n) => n));
  });
});

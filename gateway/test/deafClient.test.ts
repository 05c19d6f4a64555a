import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../execution/executor.ts';
import { startGraph } from './support/graph.ts';
import { startIssuer } from './support/issuer.ts';
import { never } from './support/never.ts';
import { startSockets } from './support/sockets.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

const FINAL_TEXT = 0x81;
const MASKED = 0x80;
const CLOSE = 0x88;
const TWO_BYTES_OF_LENGTH = 126;

/** A client of graphql-transport-ws that writes its frames by hand, and never answers a close frame. */
class DeafClient implements Disposable {
  readonly socket: Socket;
  isClosed = false;
  #bytes = Buffer.alloc(0);

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1').setNoDelay(true);
    this.socket.on('data', (bytes: Buffer) => (this.#bytes = Buffer.concat([this.#bytes, bytes])));
    this.socket.on('close', () => (this.isClosed = true));
    this.socket.on('error', () => undefined);
    this.socket.write(
      'GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
    );
  }

  /** Masked with zeros, which change nothing. */
  send(message: object): void {
    const text = Buffer.from(JSON.stringify(message));
    const head = Buffer.from([
      FINAL_TEXT,
      MASKED | TWO_BYTES_OF_LENGTH,
      text.length >> 8,
      text.length & 255,
      0,
      0,
      0,
      0,
    ]);
    this.socket.write(Buffer.concat([head, text]));
  }

  subscribe(id: string, query: string): void {
    this.send({ id, type: 'subscribe', payload: { query } });
  }

  async until(part: string): Promise<void> {
    await expect.poll(() => this.#bytes.includes(part)).toBe(true);
  }

  /** Waits for a close frame with a code. */
  async untilTold(code: number): Promise<void> {
    const told = (): boolean =>
      this.#bytes.some(
        (byte, at) => byte === CLOSE && this.#bytes.length >= at + 4 && this.#bytes.readUInt16BE(at + 2) === code,
      );
    await expect.poll(told).toBe(true);
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

/** Somebody who has opened a socket, changed something, and listens. */
async function listening(tokenSeconds: number) {
  let changes = 0;
  const shop: SubgraphDefinition = {
    sdl: 'type Query { a: Int } type Mutation { change: Int } type Subscription { never: Int }',
    resolvers: {
      Mutation: { change: () => ++changes },
      Subscription: { never: { subscribe: () => never() } },
    },
  };
  const issuer = await startIssuer();
  const graph = await startGraph({ shop }, { TOKEN_ISSUER: issuer.issuer, JWKS_URL: issuer.jwksUrl });
  const client = new DeafClient(Number(new URL(graph.url).port));
  const token = await issuer.token({ exp: Math.floor(Date.now() / 1000) + tokenSeconds });
  client.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  await client.until('connection_ack');
  client.subscribe('first', 'mutation { change }');
  await client.until('"change":1');
  client.subscribe('listening', 'subscription { never }');
  const open = (): number | undefined => graph.subgraphs['shop']?.connections.open;
  await expect.poll(open).toBe(1);
  return {
    client,
    open,
    changes: () => changes,
    [Symbol.asyncDispose]: async () => {
      client[Symbol.dispose]();
      issuer.close();
      await graph[Symbol.asyncDispose]();
    },
  };
}

describe('A client that takes no note of the closing of its socket', () => {
  it.each<[number, string, (client: DeafClient) => void]>([
    [4403, 'its token has expired', () => undefined],
    [4400, 'it sent what is no message', (client) => client.send({ type: 'start' })],
    [4409, 'it used an id twice', (client) => client.subscribe('listening', 'subscription { never }')],
    [4429, 'it began twice', (client) => client.send({ type: 'connection_init' })],
  ])('after %i, as %s, is not heard any more, hears nothing, and is cut off', async (code, _why, provoke) => {
    // A busy machine is listening by then.
    await using somebody = await listening(code === 4403 ? 5 : 600);
    const { client } = somebody;
    provoke(client);
    await client.untilTold(code);
    client.subscribe('again', 'mutation { change }');
    client.send({ type: 'connection_init' });
    client.subscribe('and again', 'mutation { change }');
    await expect.poll(somebody.open).toBe(0);
    await expect.poll(() => client.isClosed).toBe(true);
    expect(somebody.changes()).toBe(1);
  });
});

/** Somebody who has opened a socket of a server that asks for signs of life often. */
async function serving(events: () => AsyncIterable<Answer>, stallTimeoutMs: number) {
  const { port, closed } = await startSockets(events, { keepAliveMs: 300, stallTimeoutMs });
  const client = new DeafClient(port);
  client.send({ type: 'connection_init' });
  await client.until('connection_ack');
  return { client, port, closed, [Symbol.dispose]: () => client[Symbol.dispose]() };
}

it('a client that answers no pings is cut off, however much there is to tell it', async () => {
  let told = 0;
  const events = async function* () {
    for (;;) {
      await delay(5);
      yield { body: Buffer.from(`{"data":${++told}}`), hasErrors: false };
    }
  };
  using somebody = await serving(events, 600);
  somebody.client.subscribe('listening', 'subscription { never }');
  await expect.poll(() => somebody.client.isClosed, { timeout: 5_000 }).toBe(true);
  expect(told).toBeGreaterThan(0);
});

describe('A client that is told more than its system takes', () => {
  const LARGE = 24_000_000;
  const large = async function* () {
    yield { body: Buffer.from(JSON.stringify('x'.repeat(LARGE))), hasErrors: false };
    await new Promise(() => undefined);
  };

  it('is told all of it while it reads on, however slowly', { timeout: 30_000 }, async () => {
    using somebody = await serving(large, 60_000);
    const { socket } = somebody.client;
    let read = 0;
    socket.removeAllListeners('data').on('data', (some: Buffer) => {
      read += some.length;
      socket.pause();
      setTimeout(() => socket.resume(), some.length / 12_000);
    });
    const beganAt = performance.now();
    somebody.client.subscribe('large', 'subscription { never }');
    await expect.poll(() => read > LARGE || somebody.client.isClosed, { timeout: 25_000 }).toBe(true);
    expect(read).toBeGreaterThan(LARGE);
    expect(performance.now() - beganAt).toBeGreaterThan(4 * 300);
  });

  it('is cut off when it takes nothing for long', async () => {
    using somebody = await serving(large, 1_000);
    somebody.client.socket.pause();
    somebody.client.subscribe('large', 'subscription { never }');
    await expect.poll(somebody.closed, { timeout: 10_000 }).toBe(1);
  });

  it.each([
    ['large', 12, 4_000],
    ['small', 40, 10],
  ])('may come late to a ping that lies behind many %s events', async (_size, count, bytes) => {
    let told = 0;
    const some = async function* () {
      for (; told < count; told++) yield { body: Buffer.from(JSON.stringify('x'.repeat(bytes))), hasErrors: false };
      await new Promise(() => undefined);
    };
    using somebody = await serving(some, 60_000);
    somebody.client.socket.pause();
    somebody.client.subscribe('some', 'subscription { never }');
    await expect.poll(() => told).toBe(count);
    // Who came later, and was told nothing, is not waited for any more.
    using other = new DeafClient(somebody.port);
    await expect.poll(() => other.isClosed, { timeout: 5_000 }).toBe(true);
    expect(somebody.closed()).toBe(1);
  });
});

import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { startSockets, told } from './support/sockets.ts';

/** So many small messages fill a window, and so many bytes. */
const WINDOW = { messages: 64, bytes: 64 * 1024 };

const message = z.object({
  type: z.string(),
  id: z.string().optional(),
  payload: z.looseObject({ index: z.int().optional(), state: z.int().optional() }).optional(),
});
type Message = z.infer<typeof message>;

/** A source whose newest state can be taken at any time, and who listens to it over a socket. */
async function listening({ bytes = 0, total = 10_000, autoPong = true, answer = told({}) }) {
  const source = { state: 0, taken: 0, open: 0 };
  const events = async function* () {
    const pad = 'x'.repeat(bytes);
    source.open++;
    try {
      for (let index = 0; index < total; index++) {
        source.taken++;
        yield told({ index, state: source.state, pad });
      }
    } finally {
      source.open--;
    }
  };
  const { port } = await startSockets(events, { keepAliveMs: 60_000, stallTimeoutMs: 60_000 }, answer);
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', { autoPong });
  onTestFinished(() => socket.terminate());
  const heard: Message[] = [];
  const pings: string[] = [];
  socket.on('message', (data: Buffer) => heard.push(message.parse(JSON.parse(data.toString()))));
  socket.on('ping', (data) => pings.push(data.toString()));
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await expect.poll(() => heard.length).toBe(1);
  return {
    ...{ source, socket, pings },
    ask: (id: string, query = 'subscription { state }') =>
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } })),
    told: (id: string) => heard.filter((one) => one.id === id),
    /** How many events were taken, when no more are. */
    settled: async () => {
      let before = -1;
      const settled = (): boolean => source.taken > 0 && before === (before = source.taken);
      await expect.poll(settled, { interval: 300 }).toBe(true);
      return source.taken;
    },
  };
}

const indexes = (heard: readonly Message[]): unknown[] => heard.map(({ payload }) => payload?.index);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const isComplete = (heard: readonly Message[]): boolean => heard.at(-1)?.type === 'complete';

describe('A client that reads nothing', () => {
  it.each([
    ['small', 0, WINDOW.messages],
    ['of 4 KB', 4_000, WINDOW.bytes / 4_000 + 1],
    ['larger than a window', 100_000, 1],
  ])(
    'lets no more events, %s, be taken than fill its window, then is told all and soon the newest',
    async (_size, bytes, most) => {
      const total = 500;
      const client = await listening({ bytes, total });
      client.socket.pause();
      client.ask('1');
      expect(await client.settled()).toBeLessThanOrEqual(most);
      client.source.state = 1;
      client.socket.resume();
      await expect.poll(() => isComplete(client.told('1'))).toBe(true);
      const events = client.told('1').slice(0, -1);
      expect(indexes(events)).toEqual(upTo(total));
      expect(events.findIndex(({ payload }) => payload?.state === 1)).toBeLessThanOrEqual(most);
    },
  );

  it('ends the source when it goes', async () => {
    const client = await listening({});
    client.socket.pause();
    client.ask('1');
    await client.settled();
    client.socket.terminate();
    await expect.poll(() => client.source.open).toBe(0);
  });
});

it('A client that reads is told all that comes fast, over each of its subscriptions, in order', async () => {
  const total = 5_000;
  const client = await listening({ total });
  const ids = ['1', '2', '3'];
  for (const id of ids) client.ask(id);
  await expect.poll(() => ids.every((id) => isComplete(client.told(id)))).toBe(true);
  for (const id of ids) expect(indexes(client.told(id).slice(0, -1))).toEqual(upTo(total));
});

describe('How far a client has read', () => {
  it('is asked at half of a window, so that who answers by then need not wait', async () => {
    const client = await listening({ autoPong: false });
    client.ask('1');
    const taken = await client.settled();
    expect(client.pings).toEqual([String(WINDOW.bytes / 2), String(WINDOW.bytes)]);
    client.socket.pong(client.pings[0]);
    await expect.poll(() => client.source.taken).toBe(taken + WINDOW.messages / 2);
  });

  it('is not believed of what it was not asked', async () => {
    const client = await listening({ autoPong: false });
    client.ask('1');
    const taken = await client.settled();
    for (const said of ['', 'x', '-1', 'Infinity', String(WINDOW.bytes * 1_000)]) client.socket.pong(said);
    client.ask('2', '{ answer }');
    await expect.poll(() => isComplete(client.told('2'))).toBe(true);
    expect(client.source.taken).toBe(taken);
  });

  it('holds back all subscriptions of its socket, and no answer of a query', async () => {
    const client = await listening({ autoPong: false, answer: told({ pad: 'x'.repeat(1_000_000) }) });
    client.ask('1');
    client.ask('2');
    const taken = await client.settled();
    expect(taken).toBeLessThanOrEqual(WINDOW.messages + 1);
    client.ask('3', '{ answer }');
    await expect.poll(() => isComplete(client.told('3'))).toBe(true);
    // What was asked before the answer was sent says nothing of the answer: it is asked again.
    client.socket.pong(client.pings.at(-1));
    await expect.poll(() => Number(client.pings.at(-1))).toBeGreaterThan(1_000_000);
    expect(client.source.taken).toBe(taken);
    client.socket.pong(client.pings.at(-1));
    await expect.poll(() => client.source.taken).toBeGreaterThan(taken + WINDOW.messages / 2);
  });
});

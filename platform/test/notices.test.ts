import { describe, expect, test } from 'vitest';
import type { Broker } from '#platform/events/broker.ts';
import { createNotices, createQueue, pollOnNotice, type Notice, type Notices } from '#platform/events/notices.ts';
import { untilHeard, untilUnheard } from '#platform/testing/notices.ts';
import { useBroker, useNats } from './support.ts';

describe('a notice', () => {
  test('reaches every instance that listens to its topic, and nobody else', async () => {
    const nats = await useNats();
    const [here, there] = await Promise.all([1, 2].map(async () => createNotices((await useBroker(nats.url)).broker)));
    if (!here || !there) throw new Error('unreachable');
    const listening = [here.listen('rooms.1'), there.listen('rooms.1'), there.listen('rooms.2')];
    await Promise.all([here.settled(), there.settled()]);
    here.send('rooms.1', { sequence: 7 });
    here.send('rooms.2', 'other');
    const first = await Promise.all(listening.map((listener) => listener.next()));
    expect(first.map((result): unknown => result.value)).toEqual([
      { kind: 'notice', data: { sequence: 7 } },
      { kind: 'notice', data: { sequence: 7 } },
      { kind: 'notice', data: 'other' },
    ]);
  });

  test('is not missed when it is sent right after listening began, however late it is read', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const notices = createNotices(broker);
    const listener = notices.listen('board.1');
    for (const version of [1, 2, 3]) notices.send('board.1', version);
    await notices.settled();
    const read = [await listener.next(), await listener.next(), await listener.next()];
    expect(read.map((result): unknown => result.value)).toEqual([1, 2, 3].map((data) => ({ kind: 'notice', data })));
  });

  test('that cannot be read counts as word that something was missed', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const listener = createNotices(broker).listen('board.1');
    broker.connection.publish('notices.board.1', 'not JSON');
    expect(await listener.next()).toEqual({ done: false, value: { kind: 'gap' } });
  });
});

describe('who looks whenever there is a notice', () => {
  const BOARD = { topic: 'board.1', everyMs: 500 };
  const gap = { kind: 'gap' } as const;
  const forEver = (): Promise<void> => new Promise(() => undefined);
  async function* wakesOf(wakes: AsyncIterable<Notice>): AsyncGenerator<Notice> {
    yield* wakes;
  }
  async function open(): Promise<{ broker: Broker; notices: Notices }> {
    const { broker } = await useBroker((await useNats()).url);
    return { broker, notices: createNotices(broker) };
  }

  test('looks at once and after a silence, too, and no more when the broker is closed', async () => {
    const { broker, notices } = await open();
    const heard: Notice[] = [];
    for await (const wake of pollOnNotice(notices, BOARD, wakesOf)) {
      heard.push(wake);
      if (heard.length === 1) for (const data of [1, 2]) notices.send(BOARD.topic, data);
      if (heard.length === 5) await broker.connection.close();
    }
    const [one, two] = [1, 2].map((data) => ({ kind: 'notice', data }));
    expect(heard).toEqual([gap, one, two, gap, gap]);
  });

  test('looks when the broker knows of them, and soon when it is away', async () => {
    const { notices } = await open();
    const happened: string[] = [];
    const settled = async (): Promise<void> => {
      await notices.settled();
      happened.push('known');
    };
    for await (const _ of pollOnNotice({ ...notices, settled }, BOARD, wakesOf)) {
      happened.push('looked');
      break;
    }
    expect(happened).toEqual(['known', 'looked']);
    for await (const wake of pollOnNotice({ ...notices, settled: forEver }, BOARD, wakesOf)) {
      expect(wake).toEqual(gap);
      break;
    }
  });

  test('is told of a gap in place of many notices that they have not come to', async () => {
    const total = 1050;
    let asked = 0;
    const { promise: allSaid, resolve: said } = Promise.withResolvers<void>();
    const listener: AsyncIterableIterator<Notice> = {
      next: async () => {
        if (asked === total) said();
        if (asked === total) await forEver();
        return { done: false, value: { kind: 'notice', data: ++asked } };
      },
      [Symbol.asyncIterator]: () => listener,
    };
    const polled = pollOnNotice({ listen: () => listener, settled: () => Promise.resolve() }, BOARD, wakesOf);
    await allSaid;
    const heard: Notice[] = [];
    for await (const wake of polled) {
      heard.push(wake);
      if (wake.kind === 'notice' && wake.data === total) break;
    }
    expect(heard[0]).toEqual(gap);
    expect(heard.length).toBeLessThan(100);
  });

  test('closes the listener when they want no more, or can read no more', async () => {
    const { broker, notices } = await open();
    for await (const wake of pollOnNotice(notices, BOARD, wakesOf)) if (wake.kind === 'gap') break;
    await untilUnheard(broker, BOARD.topic);
    const failing = pollOnNotice(notices, BOARD, async function* (wakes) {
      for await (const wake of wakes) {
        if (wake.kind === 'notice') throw new Error('the store is away');
        yield wake;
      }
    });
    expect(await failing.next()).toEqual({ done: false, value: gap });
    notices.send(BOARD.topic, 1);
    await expect(failing.next()).rejects.toThrow('away');
    await untilUnheard(broker, BOARD.topic);
  });

  test.each<[string, (notices: Notices) => AsyncIterableIterator<Notice>, number]>([
    ['for word', (notices) => pollOnNotice(notices, BOARD, wakesOf), 1],
    ['for the broker', (notices) => pollOnNotice({ ...notices, settled: forEver }, BOARD, wakesOf), 0],
    [
      'for the store',
      (notices) =>
        pollOnNotice(notices, BOARD, async function* (wakes) {
          for await (const wake of wakes) {
            await forEver();
            yield wake;
          }
        }),
      0,
    ],
  ])('leaves at once, although they wait %s', async (_, poll, before) => {
    const { broker, notices } = await open();
    const polled = poll(notices);
    for (let told = 0; told < before; told++) await polled.next();
    const waiting = polled.next();
    const over = { done: true, value: undefined };
    expect(await polled.return?.()).toEqual(over);
    expect(await waiting).toEqual(over);
    await untilUnheard(broker, BOARD.topic);
  });

  test('leaves before they have looked', async () => {
    const { broker, notices } = await open();
    const polled = pollOnNotice(notices, BOARD, wakesOf);
    await untilHeard(broker, BOARD.topic);
    await polled.return?.();
    await untilUnheard(broker, BOARD.topic);
    expect(await polled.next()).toEqual({ done: true, value: undefined });
  });
});

test('a listener is told of a gap when the broker was away', async () => {
  const nats = await useNats();
  const { broker } = await useBroker(nats.url);
  const notices = createNotices(broker);
  const listener = notices.listen('board.1');
  await notices.settled();
  await nats.stop();
  await nats.start();
  expect(await listener.next()).toEqual({ done: false, value: { kind: 'gap' } });
  notices.send('board.1', 8);
  expect(await listener.next()).toEqual({ done: false, value: { kind: 'notice', data: 8 } });
});

test('a listener that stops is unsubscribed', async () => {
  const { broker } = await useBroker((await useNats()).url);
  const notices = createNotices(broker);
  const reading = (async () => {
    for await (const notice of notices.listen('board.1')) return notice;
    return undefined;
  })();
  notices.send('board.1', 1);
  await reading;
  const received = broker.connection.stats().inMsgs;
  notices.send('board.1', 2);
  await notices.settled();
  expect(broker.connection.stats().inMsgs).toBe(received);
});

test('listeners end, and senders are harmless, when the broker is closed for good', async () => {
  const { broker } = await useBroker((await useNats()).url);
  const notices = createNotices(broker);
  const waiting = notices.listen('board.1').next();
  await broker.connection.close();
  expect(await waiting).toEqual({ done: true, value: undefined });
  notices.send('board.1', 1);
});

describe('a queue', () => {
  test('gives out what was put in, in order, then ends; closes what feeds it once', async () => {
    let closed = 0;
    const queue = createQueue<number>(() => closed++);
    queue.push(1);
    queue.push(2);
    queue.end();
    queue.push(3);
    queue.end();
    const read: number[] = [];
    for await (const value of queue.iterator) read.push(value);
    expect({ read, closed }).toEqual({ read: [1, 2], closed: 1 });
  });

  test('wakes its reader when it ends', async () => {
    const queue = createQueue<number>(() => undefined);
    const waiting = queue.iterator.next();
    queue.end();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  test('drops what is left when its reader stops', async () => {
    let closed = 0;
    const queue = createQueue<number>(() => closed++);
    queue.push(1);
    queue.push(2);
    for await (const value of queue.iterator) if (value === 1) break;
    expect(await queue.iterator.next()).toEqual({ done: true, value: undefined });
    expect(closed).toBe(1);
  });
});

import { describe, expect, test } from 'vitest';
import { createNotices, createQueue, looks, type Notice } from '#platform/events/notices.ts';
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

test('who looks whenever there is a notice looks at once and after a silence, too, and no more when the listener ends', async () => {
  let isClosed = false;
  const { push, end, iterator } = createQueue<Notice>(() => {
    isClosed = true;
  });
  const gap = { kind: 'gap' } as const;
  const [one, two] = [1, 2].map((data) => ({ kind: 'notice', data }) as const);
  const heard: Notice[] = [];
  for await (const look of looks(iterator, 50)) {
    heard.push(look);
    if (heard.length === 1) [one, two].forEach((notice) => notice && push(notice));
    if (heard.length === 5) end();
  }
  expect(heard).toEqual([gap, one, two, gap, gap]);
  expect(isClosed).toBe(true);
});

test('who looks no more closes the listener', async () => {
  let isClosed = false;
  const { iterator } = createQueue<Notice>(() => {
    isClosed = true;
  });
  for await (const look of looks(iterator, 1000)) if (look.kind === 'gap') break;
  expect(isClosed).toBe(true);
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

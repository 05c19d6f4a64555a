import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import type { Broker } from '#platform/events/broker.ts';
import { createEvent, createState, type Message } from '#platform/events/envelope.ts';
import { startRelay } from '#platform/events/relay.ts';
import { ensureStream, PROFILES } from '#platform/events/streams.ts';
import { createService } from '#platform/lifecycle.ts';
import { one, transaction, type Pool, type Queryable } from '#platform/postgres/connection.ts';
import { postgresOutbox, writeEvents, writeState, type ReadState } from '#platform/postgres/outbox.ts';
import { textsIn } from '#platform/testing/folder.ts';
import { until } from '#platform/testing/until.ts';
import { Counted, EVENTS_TESTS, STATES, useBroker, useNats, usePool } from './support.ts';

const event = (amount = 1): Message => createEvent(Counted, randomUUID(), { version: 1, amount }, new Date());
const messagesIn = async ({ manager }: Broker, stream: string): Promise<number> =>
  (await manager.streams.info(stream)).state.messages;
const pendingIn = async (pool: Pool): Promise<number> =>
  (await one(pool, z.object({ n: z.number() }), 'SELECT count(*)::int AS n FROM outbox')).n;

/** A service with a relay that stops when it is told to, not only with the test. */
async function relayOf(pool: Pool, url: string, readState?: ReadState) {
  const { broker } = await useBroker(url);
  await ensureStream(broker.manager, EVENTS_TESTS);
  await ensureStream(broker.manager, STATES);
  const { service, close } = createService('test', 'silent');
  onTestFinished(close);
  return { broker, stop: close, relay: startRelay(service, broker, postgresOutbox(pool, readState)) };
}

describe('the relay of events', () => {
  test('publishes what was committed, at once when it is woken, and empties the outbox', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    const { broker, relay } = await relayOf(pool, nats.url);
    await transaction(pool, (tx) => writeEvents(tx, [event(), event(), event()]));
    relay.wake();
    await until('three events', async () => (await messagesIn(broker, 'EVENTS_TESTS')) === 3);
    await until('an empty outbox', async () => (await pendingIn(pool)) === 0);
  });

  test('says when what was written is published', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    const { broker, relay } = await relayOf(pool, nats.url);
    for (let count = 1; count <= 5; count++) {
      await transaction(pool, (tx) => writeEvents(tx, [event()]));
      await relay.told();
      expect(await messagesIn(broker, 'EVENTS_TESTS')).toBe(count);
    }
  });

  test('lets nobody wait for long while the broker is away', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    const { relay } = await relayOf(pool, nats.url);
    await nats.stop();
    await transaction(pool, (tx) => writeEvents(tx, [event()]));
    const startedAt = performance.now();
    await relay.told();
    expect(performance.now() - startedAt).toBeLessThan(4000);
    expect(await pendingIn(pool)).toBe(1);
  });

  test('publishes nothing of a transaction that was rolled back', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    const { broker, relay } = await relayOf(pool, nats.url);
    const failing = transaction(pool, async (tx) => {
      await writeEvents(tx, [event()]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const kept = event();
    await transaction(pool, (tx) => writeEvents(tx, [kept]));
    relay.wake();
    await until('an event', async () => (await messagesIn(broker, 'EVENTS_TESTS')) === 1);
    const stored = await broker.manager.streams.getMessage('EVENTS_TESTS', { last_by_subj: kept.subject });
    expect(stored?.json()).toEqual(kept.envelope);
  });

  test('finds without being woken what an earlier process left behind', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    await transaction(pool, (tx) => writeEvents(tx, [event()]));
    const { broker } = await relayOf(pool, nats.url);
    await until('the event', async () => (await messagesIn(broker, 'EVENTS_TESTS')) === 1);
    await transaction(pool, (tx) => writeEvents(tx, [event()]));
    await until('the event of the next sweep', async () => (await messagesIn(broker, 'EVENTS_TESTS')) === 2);
  });

  test('publishes an event again after a crash before it was marked, and the broker drops the copy', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    const { broker, stop } = await relayOf(pool, nats.url);
    await stop();
    await transaction(pool, (tx) => writeEvents(tx, [event()]));
    const crash = postgresOutbox(pool).drain(async ([first]) => {
      if (first?.kind !== 'event') throw new Error('no event');
      const { subject, envelope } = first.message;
      await broker.streams.publish(subject, JSON.stringify(envelope), { msgID: envelope.id });
      throw new Error('crashed');
    });
    await expect(crash).rejects.toThrow('crashed');
    expect(await pendingIn(pool)).toBe(1);
    await relayOf(pool, nats.url);
    await until('an empty outbox', async () => (await pendingIn(pool)) === 0);
    expect(await messagesIn(broker, 'EVENTS_TESTS')).toBe(1);
  });

  test('shared by several instances publishes each event once', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    const instances = await Promise.all([1, 2, 3].map(() => relayOf(pool, nats.url)));
    const amounts = Array.from({ length: 250 }, (_, index) => index);
    for (const amount of amounts) {
      await transaction(pool, (tx) => writeEvents(tx, [event(amount)]));
      for (const { relay } of instances) relay.wake();
    }
    await until('an empty outbox', async () => (await pendingIn(pool)) === 0);
    expect(await messagesIn(instances[0]?.broker ?? fail(), 'EVENTS_TESTS')).toBe(250);
  });

  test('loses nothing while the broker is away', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    const { broker, relay } = await relayOf(pool, nats.url);
    await nats.stop();
    await transaction(pool, (tx) => writeEvents(tx, [event(), event()]));
    relay.wake();
    await transaction(pool, (tx) => writeEvents(tx, [event()]));
    relay.wake();
    await nats.start();
    await until('all three events', async () => (await messagesIn(broker, 'EVENTS_TESTS').catch(() => 0)) === 3);
    await until('an empty outbox', async () => (await pendingIn(pool)) === 0);
    expect(await messagesIn(broker, 'EVENTS_TESTS')).toBe(3);
  });

  test('publishes at once when the broker is found again, though it was asked while it was away', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    const { broker, relay } = await relayOf(pool, nats.url);
    await nats.stop();
    await transaction(pool, (tx) => writeEvents(tx, [event()]));
    // What it asks now is thrown away by the client library, and would be waited for as long as for any answer.
    await relay.told();
    const returned = Promise.withResolvers<void>();
    broker.onReturn(returned.resolve);
    await nats.start();
    await returned.promise;
    const returnedAt = performance.now();
    await until('an empty outbox', async () => (await pendingIn(pool)) === 0);
    expect(performance.now() - returnedAt).toBeLessThan(2000);
    expect(await messagesIn(broker, 'EVENTS_TESTS')).toBe(1);
  });

  test('works on after its source failed, even before it waited for anything', async () => {
    const nats = await useNats();
    const { service, broker } = await useBroker(nats.url);
    const drain = vi.fn((): Promise<boolean> => Promise.resolve(false));
    drain.mockImplementationOnce(() => {
      throw new Error('no connection');
    });
    startRelay(service, broker, { drain });
    await until('a second look', () => drain.mock.calls.length > 1);
  });
});

describe('the relay of states', () => {
  const thing = randomUUID();
  const subject = `states.${thing}`;
  const read: ReadState = async (db) => {
    const { amount } = await one(db, z.object({ amount: z.coerce.number() }), 'SELECT amount FROM totals');
    return createState(Counted, subject, thing, { version: amount, amount }, new Date());
  };
  const raise = (tx: Queryable) =>
    tx.query("INSERT INTO totals VALUES ('a', 1) ON CONFLICT (name) DO UPDATE SET amount = totals.amount + 1");
  const published = async ({ manager }: Broker): Promise<unknown> => {
    const message = await manager.streams.getMessage('STATES', { last_by_subj: subject }).catch(() => null);
    return message?.json<{ data: unknown }>().data;
  };

  test('publishes a state before the events that wait, however many', async () => {
    const pool = await usePool();
    await transaction(pool, (tx) =>
      writeEvents(
        tx,
        Array.from({ length: 250 }, () => event()),
      ),
    );
    await transaction(pool, async (tx) => {
      await raise(tx);
      await writeState(tx, subject);
    });
    const published: string[][] = [];
    const outbox = postgresOutbox(pool, read);
    const drain = () => outbox.drain((taken) => Promise.resolve(void published.push(taken.map(({ kind }) => kind))));
    while (await drain());
    expect(published.map((kinds) => [kinds[0], kinds.length])).toEqual([
      ['state', 1],
      ['event', 100],
      ['event', 100],
      ['event', 50],
    ]);
  });

  test('publishes the newest state, once for several changes', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    for (let change = 0; change < 5; change++) {
      await transaction(pool, async (tx) => {
        await raise(tx);
        await writeState(tx, subject);
      });
    }
    const { broker } = await relayOf(pool, nats.url, read);
    await until('an empty outbox', async () => (await pendingIn(pool)) === 0);
    expect(await published(broker)).toEqual({ version: 5, amount: 5 });
    expect((await broker.manager.streams.info('STATES')).state.last_seq).toBe(1);
  });

  test('says when one is published, however many keep coming', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    const others = `states.${randomUUID()}`;
    let othersRead = 0;
    const { broker, relay } = await relayOf(pool, nats.url, async (db, of) => {
      if (of !== others) return read(db, of);
      othersRead += 1;
      await writeState(pool, others);
      return createState(Counted, of, thing, { version: othersRead, amount: 1 }, new Date());
    });
    await writeState(pool, others);
    await until('others', () => othersRead > 5);
    await transaction(pool, async (tx) => {
      await raise(tx);
      await writeState(tx, subject);
    });
    const readBefore = othersRead;
    await relay.told();
    expect(await published(broker)).toEqual({ version: 1, amount: 1 });
    expect(othersRead - readBefore).toBeLessThan(6);
  });

  test('never puts an old state back, though the old one was read first and published last', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    await raise(pool);
    await writeState(pool, subject);
    const hasRead = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    let reads = 0;
    const slowly: ReadState = async (db, of) => {
      const state = await read(db, of);
      if (reads++ === 0) {
        hasRead.resolve();
        await goOn.promise;
      }
      return state;
    };
    const slow = await relayOf(pool, nats.url, slowly);
    await hasRead.promise;
    await transaction(pool, async (tx) => {
      await raise(tx);
      await writeState(tx, subject);
    });
    const fast = await relayOf(pool, nats.url, read);
    fast.relay.wake();
    await until('the new state', async () => (await published(fast.broker)) !== undefined);
    expect(await published(fast.broker)).toEqual({ version: 2, amount: 2 });
    goOn.resolve();
    await until('an empty outbox', async () => (await pendingIn(pool)) === 0);
    expect(reads).toBe(2);
    expect(await published(slow.broker)).toEqual({ version: 2, amount: 2 });
  });

  test('ends with the newest state when many instances race', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    const instances = await Promise.all([1, 2, 3].map(() => relayOf(pool, nats.url, read)));
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        await transaction(pool, async (tx) => {
          await raise(tx);
          await writeState(tx, subject);
        });
        instances[index % 3]?.relay.wake();
      }),
    );
    await until('an empty outbox', async () => (await pendingIn(pool)) === 0);
    expect(await published(instances[0]?.broker ?? fail())).toEqual({ version: 60, amount: 60 });
  });

  test('leaves nothing of people on the disk that was replaced or is gone', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    const of = `profiles.${thing}`;
    let amount: number | undefined = 41_234_001;
    const readPerson: ReadState = () =>
      Promise.resolve(
        amount === undefined ? undefined : createState(Counted, of, thing, { version: 1, amount }, new Date()),
      );
    const { broker, relay } = await relayOf(pool, nats.url, readPerson);
    await ensureStream(broker.manager, PROFILES);
    const onDisk = async (): Promise<string[]> => {
      const texts = await textsIn(nats.folder);
      return [...new Set(texts.flatMap((text) => text.match(/412340\d\d/g) ?? []))];
    };
    const say = async (): Promise<void> => {
      await writeState(pool, of);
      relay.wake();
    };
    for (amount of [41_234_001, 41_234_002, 41_234_003]) {
      await say();
      await until('this one alone', async () => (await onDisk()).join() === String(amount));
    }
    amount = undefined;
    await say();
    await until('none', async () => (await onDisk()).length === 0);
    expect(await messagesIn(broker, PROFILES.name)).toBe(0);
  });

  test('publishes what people are known by only while it holds the row', async () => {
    const pool = await usePool();
    const profile = `profiles.${randomUUID()}`;
    const source = postgresOutbox(pool, () => Promise.reject(new Error('nothing is to be read')));
    const held: (number | null)[] = [];
    const publish = async (): Promise<void> => {
      held.push((await pool.query('SELECT FROM outbox FOR UPDATE SKIP LOCKED')).rowCount);
    };
    const write = () => transaction(pool, (tx) => writeState(tx, profile));
    expect(await source.drain(publish)).toBe(false);
    await write();
    await source.drain(publish);
    expect(held).toEqual([0]);
    // Another instance was faster; what was handed over here is still known.
    await write();
    await pool.query('DELETE FROM outbox');
    await source.drain(publish);
    expect(held).toEqual([0]);
  });

  test('passes over a state that is gone', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    await writeState(pool, subject);
    const { broker } = await relayOf(pool, nats.url, async () => undefined);
    await until('an empty outbox', async () => (await pendingIn(pool)) === 0);
    expect(await published(broker)).toBeUndefined();
  });
});

function fail(): never {
  throw new Error('unreachable');
}

import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Broker } from '#platform/events/broker.ts';
import { consume } from '#platform/events/consumer.ts';
import { on, onSubject } from '#platform/events/handlers.ts';
import { forgetDeadLetters, listDeadLetters, replayDeadLetter } from '#platform/events/deadLetters.ts';
import { createEvent, createState } from '#platform/events/envelope.ts';
import { DEAD_LETTERS, ensureStream, REPLAYS } from '#platform/events/streams.ts';
import { createService } from '#platform/lifecycle.ts';
import { one } from '#platform/postgres/connection.ts';
import { oncePerEvent } from '#platform/postgres/inbox.ts';
import { currentRequestId, withRequestId } from '#platform/telemetry/log.ts';
import { startTestNats } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { Counted, EVENTS_TESTS, STATES, useBroker, useNats, usePool } from './support.ts';

interface Got {
  readonly amount: number;
  readonly streamSequence: number;
  readonly requestId: string | undefined;
}

/** A service of this name that notes what it gets, and fails while `isBroken`. */
async function serve(broker: Broker, name: string, isBroken: () => boolean, backoffMs: number[] = []): Promise<Got[]> {
  const { service, close } = createService(name, 'silent');
  onTestFinished(close);
  const got: Got[] = [];
  const handler = on(Counted, async ({ data, streamSequence }) => {
    if (isBroken()) throw new Error('the store is away');
    got.push({ amount: data.amount, streamSequence, requestId: currentRequestId() });
  });
  await consume({ service, broker, stream: EVENTS_TESTS, handlers: [handler], backoffMs });
  return got;
}

async function publish({ streams }: Broker, amount: number): Promise<string> {
  const { subject, envelope } = createEvent(Counted, randomUUID(), { version: 1, amount }, new Date());
  await streams.publish(subject, JSON.stringify(envelope));
  return subject;
}

const letters = (broker: Broker, count: number) =>
  until(`${count} dead letters`, async () => {
    const found = await listDeadLetters(broker);
    return found.length === count && found;
  });

describe('a message that fails through all its tries', () => {
  test('is kept as a dead letter with its error, and is not delivered any more', async () => {
    const { broker } = await useBroker((await useNats()).url);
    await serve(broker, 'counter', () => true, [10, 10]);
    const subject = await publish(broker, 1);
    const [found] = await letters(broker, 1);
    expect(found?.letter).toMatchObject({
      service: 'counter',
      stream: 'EVENTS_TESTS',
      streamSequence: 1,
      subject,
      tries: 3,
    });
    expect(found?.letter.error).toContain('the store is away');
    const info = await broker.manager.consumers.info('EVENTS_TESTS', 'counter');
    expect(info.num_pending + info.num_ack_pending).toBe(0);
  });

  test('does not stand in the way of others', async () => {
    const { broker } = await useBroker((await useNats()).url);
    let tries = 0;
    const got = await serve(broker, 'counter', () => tries++ === 0);
    await publish(broker, 1);
    await publish(broker, 2);
    await until('the second event', () => got.length === 1);
    expect(got[0]?.amount).toBe(2);
    await letters(broker, 1);
  });

  test('that is no event at all becomes a dead letter at once', async () => {
    const { broker } = await useBroker((await useNats()).url);
    await serve(broker, 'counter', () => false, [60_000]);
    await broker.streams.publish('events.tests.Counted.x', 'not JSON');
    const [found] = await letters(broker, 1);
    expect(found?.letter).toMatchObject({ body: 'not JSON', tries: 1 });
  });

  test('of data that does not fit its definition becomes a dead letter that says why', async () => {
    const { broker } = await useBroker((await useNats()).url);
    await serve(broker, 'counter', () => false);
    const loose = { ...Counted, data: z.object({ amount: z.string() }) };
    const { subject, envelope } = createEvent(loose, randomUUID(), { amount: 'many' }, new Date());
    await broker.streams.publish(subject, JSON.stringify(envelope));
    const [found] = await letters(broker, 1);
    expect(found?.letter.error).toContain('amount');
  });
});

describe('a state that fails through all its tries', () => {
  const Named = { ...Counted, name: 'Named', type: 'tests.Named.v1', data: z.object({ name: z.string() }) };

  /** A service that fails at states when it is let, and a state of somebody for it. */
  async function serveStates(broker: Broker) {
    const { service, close } = createService('namer', 'silent');
    onTestFinished(close);
    const tried = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const handler = onSubject('states.*', Named, async () => {
      tried.resolve();
      await gate.promise;
      throw new Error('the store is away');
    });
    await consume({ service, broker, stream: STATES, handlers: [handler], backoffMs: [] });
    const id = randomUUID();
    const { subject, envelope } = createState(Named, `states.${id}`, id, { name: 'Quetzal' }, new Date());
    await broker.streams.publish(subject, JSON.stringify(envelope));
    await tried.promise;
    return { id, subject, fail: gate.resolve };
  }

  test('is a dead letter until its person is forgotten', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const [ana, event] = [await serveStates(broker), await serve(broker, 'counter', () => true)];
    ana.fail();
    await publish(broker, 1);
    await letters(broker, 2);
    await forgetDeadLetters(broker, ana.id);
    const left = await listDeadLetters(broker);
    expect(left.map(({ letter }) => letter.service)).toEqual(['counter']);
    expect(event).toEqual([]);
  });

  test('is none when it was purged meanwhile', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const ana = await serveStates(broker);
    await broker.manager.streams.purge(STATES.name, { filter: ana.subject });
    ana.fail();
    await until('it to be given up', async () => {
      const info = await broker.manager.consumers.info(STATES.name, 'namer');
      return info.num_pending + info.num_ack_pending === 0;
    });
    expect(await listDeadLetters(broker)).toEqual([]);
  });
});

describe('a dead letter', () => {
  test('that is replayed has its effect, keeps its place in the stream and its request id, and is gone', async () => {
    const { broker } = await useBroker((await useNats()).url);
    let broken = true;
    const got = await serve(broker, 'counter', () => broken);
    await publish(broker, 1);
    await withRequestId('request-7', () => publish(broker, 2));
    const [, second] = await letters(broker, 2);
    broken = false;
    await replayDeadLetter(broker, second?.sequence ?? 0);
    await until('the effect', () => got.length === 1);
    expect(got).toEqual([{ amount: 2, streamSequence: 2, requestId: 'request-7' }]);
    expect((await listDeadLetters(broker)).map(({ letter }) => letter.streamSequence)).toEqual([1]);
    await until('no replay left', async () => (await broker.manager.streams.info(REPLAYS.name)).state.messages === 0);
  });

  test('is replayed to its own service alone', async () => {
    const { broker } = await useBroker((await useNats()).url);
    let broken = true;
    const healthy = await serve(broker, 'healthy', () => false);
    const failing = await serve(broker, 'failing', () => broken);
    await publish(broker, 1);
    const [found] = await letters(broker, 1);
    broken = false;
    await replayDeadLetter(broker, found?.sequence ?? 0);
    await until('the effect', () => failing.length === 1);
    expect(healthy).toHaveLength(1);
  });

  test('whose replay fails becomes a dead letter again, of the same place', async () => {
    const { broker } = await useBroker((await useNats()).url);
    await serve(broker, 'counter', () => true);
    const subject = await publish(broker, 1);
    const [first] = await letters(broker, 1);
    await replayDeadLetter(broker, first?.sequence ?? 0);
    const again = await until('the second dead letter', async () =>
      (await listDeadLetters(broker)).find(({ sequence }) => sequence !== first?.sequence),
    );
    expect(again.letter).toMatchObject({ stream: 'EVENTS_TESTS', streamSequence: 1, subject });
    expect(await listDeadLetters(broker)).toHaveLength(1);
  });

  test('waits for a service that is not running', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const { service, close } = createService('counter', 'silent');
    const handler = on(Counted, async () => Promise.reject(new Error('no')));
    await consume({ service, broker, stream: EVENTS_TESTS, handlers: [handler], backoffMs: [] });
    await publish(broker, 1);
    const [found] = await letters(broker, 1);
    await close();
    await replayDeadLetter(broker, found?.sequence ?? 0);
    const got = await serve(broker, 'counter', () => false);
    await until('the effect', () => got.length === 1);
  });

  test('that does not exist cannot be replayed', async () => {
    const { broker } = await useBroker((await useNats()).url);
    await expect(replayDeadLetter(broker, 7)).rejects.toThrow('there is no dead letter 7');
    await ensureStream(broker.manager, DEAD_LETTERS);
    expect(await listDeadLetters(broker)).toEqual([]);
  });
});

test('an outage of the store longer than all tries loses nothing: what failed is replayed afterwards', async () => {
  const { value: nats, dispose } = await startTestNats();
  onTestFinished(dispose);
  const [{ broker }, pool] = await Promise.all([useBroker(nats.url), usePool()]);
  const total = z.object({ amount: z.coerce.number() });
  await pool.query("INSERT INTO totals VALUES ('sum', 0)");
  const { service, close } = createService('counter', 'silent');
  onTestFinished(close);
  const handler = on(Counted, async ({ id, data }) => {
    await oncePerEvent(pool, 'counter', id, async (tx) => {
      await tx.query("UPDATE totals SET amount = amount + $1 WHERE name = 'sum'", [data.amount]);
    });
  });
  await consume({ service, broker, stream: EVENTS_TESTS, handlers: [handler], backoffMs: [10, 20] });
  await pool.query('ALTER TABLE totals RENAME TO away');
  for (let amount = 1; amount <= 30; amount++) await publish(broker, amount);
  const found = await letters(broker, 30);
  await pool.query('ALTER TABLE away RENAME TO totals');
  for (const { sequence } of found) await replayDeadLetter(broker, sequence);
  await until('the whole sum', async () => (await one(pool, total, 'SELECT amount FROM totals')).amount === 465);
  expect(await listDeadLetters(broker)).toEqual([]);
});

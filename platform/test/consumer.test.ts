import { ConnectionError } from '@nats-io/transport-node';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import type { Broker } from '#platform/events/broker.ts';
import { consume, type ConsumeOptions, type Consumption } from '#platform/events/consumer.ts';
import { on, onLong, onSubject, type Received } from '#platform/events/handlers.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { ensureStream } from '#platform/events/streams.ts';
import { createService } from '#platform/lifecycle.ts';
import { maybeOne, type Pool } from '#platform/postgres/connection.ts';
import { oncePerEvent } from '#platform/postgres/inbox.ts';
import { currentRequestId, withRequestId } from '#platform/telemetry/log.ts';
import { until } from '#platform/testing/until.ts';
import { Counted, EVENTS_TESTS, useBroker, useNats, usePool } from './support.ts';

type CountedEvent = Received<z.infer<(typeof Counted)['data']>>;

/** Publishes an event; answers its sequence. */
async function publish({ streams }: Broker, amount: number, msgID?: string): Promise<number> {
  const { subject, envelope } = createEvent(Counted, randomUUID(), { version: 1, amount }, new Date());
  return (await streams.publish(subject, JSON.stringify(envelope), { msgID })).seq;
}

/** A consumer that can be stopped before the test ends, as a process would be. */
async function consumer(
  broker: Broker,
  handle: (event: CountedEvent) => Promise<void>,
  options: Partial<ConsumeOptions> = {},
): Promise<Consumption & { stop(): Promise<void> }> {
  const { service, close } = createService('counter', 'silent');
  onTestFinished(close);
  const handlers = [on(Counted, handle)];
  const consumption = await consume({ service, broker, stream: EVENTS_TESTS, handlers, ...options });
  return { ...consumption, stop: close };
}

const addTo =
  (pool: Pool) =>
  async ({ id, data }: CountedEvent): Promise<void> => {
    await oncePerEvent(pool, 'counter', id, async (tx) => {
      await tx.query(
        `INSERT INTO totals VALUES ('sum', $1) ON CONFLICT (name) DO UPDATE SET amount = totals.amount + $1`,
        [data.amount],
      );
    });
  };
const totalOf = async (pool: Pool): Promise<number> =>
  (await maybeOne(pool, z.object({ amount: z.coerce.number() }), 'SELECT amount FROM totals'))?.amount ?? 0;

const waiting = async ({ manager }: Broker): Promise<number> => {
  const info = await manager.consumers.info('EVENTS_TESTS', 'counter');
  return info.num_pending + info.num_ack_pending;
};

/** How long the broker waits for signs of life that come three times as often: a machine that is busy may be late with them. */
const ACK_WAIT_MS = 4500;

/** Listens for signs of life of events that are worked on. */
function signsOfLife({ connection }: Broker) {
  const times = new Map<string, number>();
  connection.subscribe('$JS.ACK.>', {
    callback: (_error, { subject, data }) => {
      if (new TextDecoder().decode(data) === '+WPI') times.set(subject, (times.get(subject) ?? 0) + 1);
    },
  });
  return {
    /** Waits until so many events have been worked on for longer than the broker waits. */
    untilLongerThanTheWait: (events = 1) =>
      until('signs of life', () => [...times.values()].filter((count) => count > 3).length === events),
  };
}

describe('a consumer', () => {
  test('gets every event once and in order, also those from before it existed', async () => {
    const { broker } = await useBroker((await useNats()).url);
    await ensureStream(broker.manager, EVENTS_TESTS);
    await publish(broker, 1);
    const got: number[] = [];
    await consumer(broker, async ({ data }) => void got.push(data.amount));
    for (let amount = 2; amount <= 60; amount++) await publish(broker, amount);
    await until('all events', () => got.length >= 60);
    expect(got).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    await until('all acknowledged', async () => (await waiting(broker)) === 0);
  });

  test('that begins while the broker is lost begins when it is found again', async () => {
    const nats = await useNats();
    const { broker } = await useBroker(nats.url);
    await nats.stop();
    const got: number[] = [];
    const beginning = consumer(broker, async ({ data }) => void got.push(data.amount));
    await nats.start();
    await beginning;
    await publish(broker, 1);
    await until('the event', () => got.length === 1);
  });

  test('asks anew at whichever step of its beginning the broker was lost', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const { connection } = broker;
    const request = connection.request.bind(connection);
    const lost = new Set<string>();
    connection.request = (subject, ...asked) => {
      if (lost.has(subject)) return request(subject, ...asked);
      lost.add(subject);
      return Promise.reject(new ConnectionError('lost'));
    };
    await consumer(broker, async () => undefined);
    expect([...lost].map((subject) => subject.split('.').slice(2, 4).join(' '))).toEqual(
      expect.arrayContaining(['STREAM CREATE', 'CONSUMER DURABLE', 'CONSUMER LIST']),
    );
  });

  test('goes on where its predecessor stopped', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const got: string[] = [];
    const first = await consumer(broker, async ({ data }) => void got.push(`first ${data.amount}`));
    await publish(broker, 1);
    await until('the first event', () => got.length === 1);
    await first.stop();
    await publish(broker, 2);
    await consumer(broker, async ({ data }) => void got.push(`second ${data.amount}`));
    await until('the second event', () => got.length === 2);
    expect(got).toEqual(['first 1', 'second 2']);
  });

  test('that closes ends what it has begun, and leaves what it had fetched beside that to its successor at once', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const got: string[] = [];
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    onTestFinished(() => letGo());
    // Longer than the test: what is given to the successor was given back.
    const ackWaitMs = 60_000;
    const handle = async ({ data }: CountedEvent): Promise<void> => {
      got.push(`first ${data.amount}`);
      await held;
    };
    const first = await consumer(broker, handle, { ackWaitMs });
    for (let amount = 1; amount <= 5; amount++) await publish(broker, amount);
    const fetched = async (): Promise<number> =>
      (await broker.manager.consumers.info('EVENTS_TESTS', 'counter')).num_ack_pending;
    await until('all fetched', async () => got.length === 1 && (await fetched()) === 5);
    const stopped = first.stop();
    letGo();
    await stopped;
    await consumer(broker, async ({ data }) => void got.push(`second ${data.amount}`), { ackWaitMs });
    await until('all acknowledged', async () => (await waiting(broker)) === 0);
    expect(got.toSorted()).toEqual(['first 1', 'second 2', 'second 3', 'second 4', 'second 5']);
  });

  test('passes over events of its stream that no handler is for', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const got: number[] = [];
    const newer = { ...Counted, type: 'tests.Counted.v2' };
    await consumer(broker, async ({ data }) => void got.push(data.amount));
    const { subject, envelope } = createEvent(newer, randomUUID(), { version: 1, amount: 1 }, new Date());
    await broker.streams.publish(subject, JSON.stringify(envelope));
    await publish(broker, 2);
    await until('both acknowledged', async () => got.length === 1 && (await waiting(broker)) === 0);
    expect(got).toEqual([2]);
  });

  test('that learns to handle more reads once what it passed over, and not again what it had', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const got: string[] = [];
    const counted = on(Counted, async ({ data }) => void got.push(`counted ${data.amount}`));
    const first = await consumer(broker, () => Promise.resolve(), { handlers: [counted] });
    const later = { ...Counted, name: 'Weighed', type: 'tests.Weighed.v1' };
    const newer = { ...Counted, type: 'tests.Counted.v2' };
    const say = async (definition: typeof Counted, amount: number): Promise<void> => {
      const { subject, envelope } = createEvent(definition, randomUUID(), { version: 1, amount }, new Date());
      await broker.streams.publish(subject, JSON.stringify(envelope));
    };
    for (const definition of [Counted, later, newer]) await say(definition, 1);
    await until('all taken', async () => got.length === 1 && (await waiting(broker)) === 0);
    await first.stop();
    await say(Counted, 2);
    const handlers = [
      counted,
      on(later, async ({ data }) => void got.push(`weighed ${data.amount}`)),
      on(newer, async ({ data }) => void got.push(`newer ${data.amount}`)),
    ];
    const second = await consumer(broker, () => Promise.resolve(), { handlers });
    await say(later, 2);
    const past = ['counted 1', 'counted 2', 'newer 1', 'weighed 1', 'weighed 2'];
    await until('all of the past', () => [...new Set(got)].sort().join() === past.join());
    const names = async (): Promise<string[]> => {
      const found: string[] = [];
      for await (const { name } of broker.manager.consumers.list('EVENTS_TESTS')) found.push(name);
      return found;
    };
    await until('nothing more to catch up with', async () => (await names()).join() === 'counter');
    expect(got.filter((what) => what === 'counted 1')).toHaveLength(1);
    await second.stop();
    const before = got.length;
    await consumer(broker, () => Promise.resolve(), { handlers });
    await say(later, 3);
    await until('what came last', () => got.includes('weighed 3'));
    expect(await names()).toEqual(['counter']);
    expect(got).toHaveLength(before + 1);
  });

  test('from before it noted what it handles knows it by the subjects it was given', async () => {
    const { broker } = await useBroker((await useNats()).url);
    await ensureStream(broker.manager, EVENTS_TESTS);
    await publish(broker, 1);
    const subject = 'events.tests.Counted.*';
    await broker.manager.consumers.add('EVENTS_TESTS', {
      durable_name: 'counter',
      ack_policy: 'explicit',
      deliver_policy: 'new',
      filter_subjects: [subject],
    });
    const got: number[] = [];
    await consumer(broker, async ({ data }) => void got.push(data.amount));
    await publish(broker, 2);
    await until('what came last', () => got.length > 0);
    expect(got).toEqual([2]);
  });

  test('has its effect once when events are published twice and delivered twice', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    const { broker } = await useBroker(nats.url);
    await ensureStream(broker.manager, EVENTS_TESTS);
    const { subject, envelope } = createEvent(Counted, randomUUID(), { version: 1, amount: 5 }, new Date());
    for (let copy = 0; copy < 3; copy++) await broker.streams.publish(subject, JSON.stringify(envelope));
    const failAfterEffect = vi.fn(async () => undefined).mockRejectedValueOnce(new Error('died before acknowledging'));
    const handle = async (event: CountedEvent): Promise<void> => {
      await addTo(pool)(event);
      await failAfterEffect();
    };
    await consumer(broker, handle, { backoffMs: [10, 10] });
    await until(
      'all acknowledged',
      async () => failAfterEffect.mock.calls.length === 4 && (await waiting(broker)) === 0,
    );
    expect(await totalOf(pool)).toBe(5);
  });

  test('shared by several instances has each effect once', async () => {
    const [nats, pool] = await Promise.all([useNats(), usePool()]);
    const { broker } = await useBroker(nats.url);
    await Promise.all([1, 2, 3].map(() => consumer(broker, addTo(pool))));
    for (let amount = 1; amount <= 100; amount++) await publish(broker, amount);
    await until('the sum', async () => (await totalOf(pool)) === 5050);
    await until('all acknowledged', async () => (await waiting(broker)) === 0);
    expect(await totalOf(pool)).toBe(5050);
  });

  test('is tried again, ever later, until it works; what comes behind does not wait for it', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const tries: { amount: number; at: number }[] = [];
    const handle = async ({ data }: CountedEvent): Promise<void> => {
      tries.push({ amount: data.amount, at: performance.now() });
      if (data.amount === 1 && tries.filter(({ amount }) => amount === 1).length < 4) throw new Error('not yet');
    };
    await ensureStream(broker.manager, EVENTS_TESTS);
    await publish(broker, 1);
    await publish(broker, 2);
    await consumer(broker, handle, { backoffMs: [50, 200, 400] });
    await until('the fourth try', () => tries.filter(({ amount }) => amount === 1).length === 4);
    expect(tries.slice(0, 2).map(({ amount }) => amount)).toEqual([1, 2]);
    const times = tries.filter(({ amount }) => amount === 1).map(({ at }) => at);
    const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(pauses[0]).toBeGreaterThanOrEqual(45);
    expect(pauses[1]).toBeGreaterThanOrEqual(190);
    expect(pauses[2]).toBeGreaterThanOrEqual(390);
    await until('all acknowledged', async () => (await waiting(broker)) === 0);
  });

  test('that takes longer than the broker waits gives signs of life and gets the event once', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const handle = vi.fn(() => held);
    const { untilLongerThanTheWait } = signsOfLife(broker);
    await consumer(broker, handle, { ackWaitMs: ACK_WAIT_MS });
    onTestFinished(() => letGo());
    await publish(broker, 1);
    await untilLongerThanTheWait();
    letGo();
    await until('the acknowledgement', async () => (await waiting(broker)) === 0);
    expect(handle).toHaveBeenCalledOnce();
  });

  describe('of events that take long', () => {
    const Weighed = { ...Counted, name: 'Weighed', type: 'tests.Weighed.v1' };

    /** Publishes an event that takes long. */
    async function publishLong({ streams }: Broker, amount: number): Promise<number> {
      const { subject, envelope } = createEvent(Weighed, randomUUID(), { version: 1, amount }, new Date());
      return (await streams.publish(subject, JSON.stringify(envelope))).seq;
    }

    /** A consumer that notes what it begins and ends; what takes long ends when it is let go. */
    async function slowConsumer(broker: Broker, options: Partial<ConsumeOptions> = {}) {
      const noted: string[] = [];
      const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
      const handlers = [
        on(Counted, async ({ data }) => void noted.push(`counted ${data.amount}`)),
        onLong(Weighed, async ({ data }) => {
          noted.push(`began ${data.amount}`);
          await held;
          noted.push(`ended ${data.amount}`);
        }),
      ];
      const consumption = await consumer(broker, () => Promise.resolve(), { handlers, ...options });
      onTestFinished(() => letGo());
      return { ...consumption, noted, letGo };
    }

    test('has no other wait for them, and handles one after the other', async () => {
      const { broker } = await useBroker((await useNats()).url);
      const { noted, letGo, hasHandled } = await slowConsumer(broker);
      const first = await publishLong(broker, 1);
      await publishLong(broker, 2);
      await publish(broker, 3);
      await until('what comes behind', () => noted.includes('counted 3'));
      expect([noted, await hasHandled(first)]).toEqual([['began 1', 'counted 3'], false]);
      letGo();
      await until('all acknowledged', async () => (await waiting(broker)) === 0);
      expect(noted.slice(2)).toEqual(['ended 1', 'began 2', 'ended 2']);
      expect(await hasHandled(first)).toBe(true);
    });

    test('has those of a type wait for none of another', async () => {
      const { broker } = await useBroker((await useNats()).url);
      const noted: number[] = [];
      const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
      const handlers = [onLong(Weighed, () => held), onLong(Counted, async ({ data }) => void noted.push(data.amount))];
      await consumer(broker, () => Promise.resolve(), { handlers });
      onTestFinished(() => letGo());
      await publishLong(broker, 1);
      await publish(broker, 2);
      await until('what comes behind', () => noted.includes(2));
    });

    test('gives signs of life also for what waits for its turn, and gets it once', async () => {
      const { broker } = await useBroker((await useNats()).url);
      const { untilLongerThanTheWait } = signsOfLife(broker);
      const { noted, letGo } = await slowConsumer(broker, { ackWaitMs: ACK_WAIT_MS });
      for (const amount of [1, 2, 3]) await publishLong(broker, amount);
      await untilLongerThanTheWait(3);
      letGo();
      await until('all acknowledged', async () => (await waiting(broker)) === 0);
      expect(noted).toEqual(['began 1', 'ended 1', 'began 2', 'ended 2', 'began 3', 'ended 3']);
    });

    test('closes when the one under way is done, and leaves the others to its successor at once', async () => {
      const { broker } = await useBroker((await useNats()).url);
      const first = await slowConsumer(broker);
      for (const amount of [1, 2]) await publishLong(broker, amount);
      await publish(broker, 3);
      await until('what comes behind', () => first.noted.includes('counted 3'));
      const stopped = first.stop().then(() => first.noted.push('closed'));
      const second = await slowConsumer(broker);
      second.letGo();
      await publish(broker, 4);
      await until('the successor', () => second.noted.includes('counted 4'));
      expect(first.noted).toEqual(['began 1', 'counted 3']);
      first.letGo();
      await stopped;
      await until('all acknowledged', async () => (await waiting(broker)) === 0);
      expect(first.noted).toEqual(['began 1', 'counted 3', 'ended 1', 'closed']);
      expect(second.noted).toEqual(['counted 4', 'began 2', 'ended 2']);
    });

    test('tries one that failed again in its turn', async () => {
      const { broker } = await useBroker((await useNats()).url);
      const tries: number[] = [];
      const weigh = onLong(Weighed, async ({ data }) => {
        tries.push(data.amount);
        if (tries.length === 1) throw new Error('not yet');
      });
      await ensureStream(broker.manager, EVENTS_TESTS);
      for (const amount of [1, 2]) await publishLong(broker, amount);
      await consumer(broker, () => Promise.resolve(), { handlers: [weigh], backoffMs: [200] });
      await until('all acknowledged', async () => tries.length > 2 && (await waiting(broker)) === 0);
      expect(tries).toEqual([1, 2, 1]);
    });
  });

  test('hands an event that it died with to its successor', async () => {
    const { broker } = await useBroker((await useNats()).url);
    await consumer(broker, async () => undefined).then(({ stop }) => stop());
    await publish(broker, 1);
    const dead = await broker.streams.consumers.get('EVENTS_TESTS', 'counter');
    await dead.next();
    const handle = vi.fn(async () => undefined);
    await consumer(broker, handle, { ackWaitMs: 500 });
    await until('the event', () => handle.mock.calls.length === 1);
  });

  test('works with the request id of whoever caused the event, and passes it on', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const ids: (string | undefined)[] = [];
    await consumer(broker, async () => {
      ids.push(currentRequestId());
      await delay(1);
      ids.push(createEvent(Counted, randomUUID(), { version: 1, amount: 1 }, new Date()).envelope.requestid);
    });
    await withRequestId('request-7', () => publish(broker, 1));
    await until('the event', () => ids.length === 2);
    expect(ids).toEqual(['request-7', 'request-7']);
  });

  test('logs what it handled under that request id', async () => {
    const { broker, service } = await useBroker((await useNats()).url, 'counter');
    const lines: unknown[] = [];
    vi.spyOn(service.log, 'info').mockImplementation((line: unknown) => lines.push([currentRequestId(), line]));
    await ensureStream(broker.manager, EVENTS_TESTS);
    await withRequestId('request-7', () => publish(broker, 1));
    await consume({ service, broker, stream: EVENTS_TESTS, handlers: [on(Counted, async () => undefined)] });
    await until('the event', () => lines.length === 1);
    expect(lines).toEqual([['request-7', expect.objectContaining({ event: 'tests.Counted.v1' })]]);
  });

  test('tells where in the stream an event stands', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const sequences: number[] = [];
    await ensureStream(broker.manager, EVENTS_TESTS);
    const published = [await publish(broker, 1), await publish(broker, 2)];
    const handlers = [
      onSubject('events.tests.Counted.*', Counted, async ({ streamSequence }) => void sequences.push(streamSequence)),
    ];
    await consumer(broker, async () => undefined, { handlers });
    await until('both', () => sequences.length === 2);
    expect(sequences).toEqual(published);
  });

  test('comes back by itself when somebody deletes it at the broker', async () => {
    const { broker } = await useBroker((await useNats()).url);
    const got: number[] = [];
    await consumer(broker, async ({ data }) => void got.push(data.amount));
    await publish(broker, 1);
    await until('the first event', () => got.length === 1);
    await broker.manager.consumers.delete('EVENTS_TESTS', 'counter');
    await publish(broker, 2);
    await until('both events', () => got.includes(2));
    expect(got).toEqual([1, 1, 2]);
  });

  test('goes on by itself when the broker was away, and loses nothing', async () => {
    const nats = await useNats();
    const { broker } = await useBroker(nats.url);
    const { broker: another } = await useBroker(nats.url, 'publisher');
    const got: number[] = [];
    await consumer(broker, async ({ data }) => void got.push(data.amount));
    await publish(another, 1);
    await until('the first event', () => got.length === 1);
    await nats.stop();
    await nats.start();
    const id = randomUUID();
    await until('the broker to take an event', () => publish(another, 2, id).catch(() => undefined));
    await until('the second event', () => got.includes(2), 30_000);
    expect(got).toEqual([1, 2]);
  }, 40_000);
});

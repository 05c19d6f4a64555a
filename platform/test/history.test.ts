import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { Broker } from '#platform/events/broker.ts';
import { consume } from '#platform/events/consumer.ts';
import { on, onSubject } from '#platform/events/handlers.ts';
import { createEvent, createState } from '#platform/events/envelope.ts';
import { readHistory } from '#platform/events/history.ts';
import { ensureStream } from '#platform/events/streams.ts';
import { until } from '#platform/testing/until.ts';
import { Counted, EVENTS_TESTS, STATES, useBroker, useNats } from './support.ts';

async function publish({ streams, manager }: Broker, count: number): Promise<void> {
  await ensureStream(manager, EVENTS_TESTS);
  const messages = Array.from({ length: count }, (_, index) =>
    createEvent(Counted, uuidv7(), { version: 1, amount: index }, new Date()),
  );
  await Promise.all(messages.map(({ subject, envelope }) => streams.publish(subject, JSON.stringify(envelope))));
}

/** Reads a stream's history and answers the amounts in it, lowest first. */
async function amountsIn(broker: Broker, service: Parameters<typeof readHistory>[0]['service']): Promise<number[]> {
  const amounts: number[] = [];
  const handlers = [on(Counted, async ({ data }) => void amounts.push(data.amount))];
  await readHistory({ service, broker, stream: EVENTS_TESTS, handlers, signal: new AbortController().signal });
  return amounts.sort((a, b) => a - b);
}

describe('the history of a stream', () => {
  test('is read to its end, also over many batches, and again', async () => {
    const { service, broker } = await useBroker((await useNats()).url);
    expect(await amountsIn(broker, service)).toEqual([]);
    await publish(broker, 1234);
    const all = Array.from({ length: 1234 }, (_, index) => index);
    expect(await amountsIn(broker, service)).toEqual(all);
    expect(await amountsIn(broker, service)).toEqual(all);
    expect((await broker.manager.streams.info(EVENTS_TESTS.name)).state.consumer_count).toBe(0);
  });

  test('is read beside the durable consumer, which goes on where it was', async () => {
    const { service, broker } = await useBroker((await useNats()).url);
    const heard: number[] = [];
    const handlers = [on(Counted, async ({ data }) => void heard.push(data.amount))];
    const { end, hasHandled } = await consume({ service, broker, stream: EVENTS_TESTS, handlers });
    await publish(broker, 3);
    await until('three events', async () => hasHandled(await end()));
    expect(await amountsIn(broker, service)).toEqual([0, 1, 2]);
    await publish(broker, 1);
    await until('the fourth', () => heard.length === 4);
  });

  test('of newest states is read although some are replaced meanwhile', async () => {
    const { service, broker } = await useBroker((await useNats()).url);
    await ensureStream(broker.manager, STATES);
    const put = async (version: number): Promise<void> => {
      const { subject, envelope } = createState(Counted, 'states.a', 'a', { version, amount: version }, new Date());
      await broker.streams.publish(subject, JSON.stringify(envelope));
    };
    for (const version of [1, 2, 3]) await put(version);
    const seen: number[] = [];
    const handlers = [
      onSubject('states.*', Counted, async ({ data }) => {
        seen.push(data.version);
        await put(data.version + 1);
      }),
    ];
    await readHistory({ service, broker, stream: STATES, handlers, signal: new AbortController().signal });
    expect(seen).toEqual([3]);
  });

  test('passes over what cannot be read, and fails with a handler that fails', async () => {
    const { service, broker } = await useBroker((await useNats()).url);
    await publish(broker, 1);
    await broker.streams.publish('events.tests.Counted.x', 'not JSON');
    await broker.streams.publish('events.tests.Counted.y', '{}');
    await publish(broker, 1);
    expect(await amountsIn(broker, service)).toEqual([0, 0]);
    const failing = [on(Counted, () => Promise.reject(new Error('the store is away')))];
    const { signal } = new AbortController();
    await expect(readHistory({ service, broker, stream: EVENTS_TESTS, handlers: failing, signal })).rejects.toThrow(
      'away',
    );
  });

  test('is left unread when it is not wanted any more', async () => {
    const { service, broker } = await useBroker((await useNats()).url);
    await publish(broker, 1);
    const signal = AbortSignal.abort();
    await expect(readHistory({ service, broker, stream: EVENTS_TESTS, handlers: [], signal })).rejects.toThrow('abort');
  });
});

describe('how far a consumer has come', () => {
  test('is told by whether all up to a sequence is handled, also when the last is of no concern', async () => {
    const { service, broker } = await useBroker((await useNats()).url);
    const gate = Promise.withResolvers<void>();
    const handlers = [on(Counted, () => gate.promise)];
    const { end, hasHandled } = await consume({ service, broker, stream: EVENTS_TESTS, handlers });
    expect(await hasHandled(await end())).toBe(true);
    await publish(broker, 2);
    await broker.streams.publish('events.tests.Another.x', '{}');
    const sequence = await end();
    expect(sequence).toBe(3);
    await until('the first to be under way', async () => !(await hasHandled(sequence)));
    gate.resolve();
    await until('all to be handled', () => hasHandled(sequence));
  });
});

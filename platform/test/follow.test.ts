import { expect, test, vi } from 'vitest';
import { follow } from '#platform/events/follow.ts';
import { ensureStream } from '#platform/events/streams.ts';
import { until } from '#platform/testing/until.ts';
import { STATES, useBroker, useNats } from './support.ts';

test('who follows a stream has caught up when all that it held is told, and hears what comes', async () => {
  const { service, broker } = await useBroker((await useNats()).url);
  await ensureStream(broker.manager, STATES);
  for (const name of ['a', 'b']) await broker.streams.publish(`states.${name}`, '');
  const heard: string[] = [];
  await follow(service, broker, STATES, (name) => heard.push(name));
  expect(heard).toEqual(['a', 'b']);
  await broker.streams.publish('states.c', '');
  await until('what comes', () => heard.includes('c'));
});

test('who follows a stream has caught up when what it held is gone before it could be told', async () => {
  const { service, broker } = await useBroker((await useNats()).url);
  await ensureStream(broker.manager, STATES);
  await broker.streams.publish('states.a', '');
  const { consumers } = broker.streams;
  const get = consumers.get.bind(consumers);
  vi.spyOn(consumers, 'get').mockImplementation(async (...args) => {
    await broker.manager.streams.purge(STATES.name);
    return get(...args);
  });
  const heard: string[] = [];
  await follow(service, broker, STATES, (name) => heard.push(name));
  expect(heard).toEqual([]);
});

import { expect, it } from 'vitest';
import { createQueue, type Notice } from '#platform/events/notices.ts';
import { until } from '#platform/testing/until.ts';
import { followLive } from '../live/follow.ts';

/** A listener to a workout that stands in memory, told of it by hand. */
function listen() {
  const live = { version: 1, isOpen: true };
  let looked = 0;
  const queue = createQueue<Notice>(() => undefined);
  const lives = {
    get: () => {
      looked++;
      return Promise.resolve({ ...live });
    },
  };
  const notices = { send: () => undefined, settled: async () => undefined, listen: () => queue.iterator };
  const told: number[] = [];
  const isOver = (async () => {
    for await (const _ of followLive({ lives, notices }, 'x')) told.push(live.version);
  })();
  /** Tells of a version, and waits until it was looked at. */
  const notice = async (version: number): Promise<void> => {
    const before = looked;
    queue.push({ kind: 'notice', data: { version } });
    await until('a look', () => looked > before);
  };
  return { live, told, notice, isOver, isLooked: () => looked > 0 };
}

it('a step that is seen before all of it can be shown is told of once more when it can', async () => {
  const { live, told, notice, isOver, isLooked } = listen();
  live.version = 2;
  await until('the first look', isLooked);
  await notice(2);
  live.version = 3;
  await notice(3);
  await notice(3);
  // The next one is noted while the listener is told of this one, and shown later.
  live.version = 5;
  await notice(4);
  await notice(5);
  live.isOpen = false;
  live.version = 6;
  await notice(6);
  await isOver;
  expect(told).toEqual([2, 2, 3, 5, 5, 6]);
});

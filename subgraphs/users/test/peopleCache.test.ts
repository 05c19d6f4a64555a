import { Redis } from 'ioredis';
import pino from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { transaction } from '#platform/postgres/connection.ts';
import { writeState } from '#platform/postgres/outbox.ts';
import { startTestRedis } from '#platform/testing/stores.ts';
import { untilPublished } from '#platform/testing/outbox.ts';
import { until } from '#platform/testing/until.ts';
import { createPeopleCache } from '../store/peopleCache.ts';
import type { Found } from '../store/publicPeople.ts';
import { act, statusOf } from './friendSupport.ts';
import { newPerson, startTestUsers } from './support.ts';

const redis = await startTestRedis();
const log = pino({ level: 'silent' });
const found = (ids: readonly string[], name = 'ana'): Found => ({
  people: ids.map((id) => ({ id, username: name, displayName: name, avatarMediaId: null })),
  blockerIds: [],
});
function connect(): Redis {
  const client = new Redis(redis.value.url);
  onTestFinished(() => client.disconnect());
  return client;
}

describe('the cache of people', () => {
  test('reads a person once, however many ask at the same moment in however many instances', async () => {
    let reads = 0;
    const started = Promise.withResolvers<undefined>();
    const go = Promise.withResolvers<undefined>();
    const read = async (ids: readonly string[]): Promise<Found> => {
      reads += 1;
      started.resolve(undefined);
      await go.promise;
      return found(ids);
    };
    const caches = Array.from({ length: 4 }, () => createPeopleCache(connect(), read, log));
    const id = uuidv7();
    const asked = caches.flatMap((cache) => Array.from({ length: 10 }, () => cache.load([id], undefined)));
    await started.promise;
    go.resolve(undefined);
    const answers = await Promise.all(asked);
    expect(new Set(answers.map((people) => people[0]?.username))).toEqual(new Set(['ana']));
    expect(reads).toBe(1);
  });

  test('asks Redis once for all who ask while it is asked, and sees what changed before they asked', async () => {
    let name = 'before';
    const client = connect();
    const cache = createPeopleCache(client, (ids) => Promise.resolve(found(ids, name)), log);
    const ids = Array.from({ length: 50 }, () => uuidv7());
    const [first = '', ...others] = ids;
    await cache.load(ids, undefined);
    const commands = vi.spyOn(client, 'sendCommand');
    const pages = await Promise.all(Array.from({ length: 100 }, () => cache.load(ids, undefined)));
    expect(commands.mock.calls.length).toBe(2);
    expect(new Set(pages.map((people) => people.map(({ id }) => id).join()))).toEqual(new Set([ids.join()]));
    name = 'after';
    const early = cache.load(ids, undefined);
    const dropped = cache.drop(first);
    await dropped;
    const late = await Promise.all(Array.from({ length: 10 }, () => cache.load(ids, undefined)));
    await early;
    for (const people of late) {
      expect(people.find(({ id }) => id === first)?.username).toBe('after');
      expect(people.filter(({ username }) => username === 'before').length).toBe(others.length);
    }
  });

  test('asks where the truth is for all who wait when Redis fails, and soon', async () => {
    const client = new Redis(redis.value.url, {
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      lazyConnect: true,
    });
    const cache = createPeopleCache(client, (ids) => Promise.resolve(found(ids)), log);
    const ids = [uuidv7(), uuidv7()];
    const pages = await Promise.all(Array.from({ length: 20 }, () => cache.load(ids, undefined)));
    for (const people of pages) expect(people.map(({ id }) => id)).toEqual(ids);
  });

  test('does not keep what was read before it was dropped', async () => {
    const id = uuidv7();
    let name = 'before';
    const cache = createPeopleCache(
      connect(),
      async (ids) => {
        const read = found(ids, name);
        if (name === 'before') {
          name = 'after';
          await cache.drop(id);
        }
        return read;
      },
      log,
    );
    await cache.load([id], undefined);
    expect(await cache.load([id], undefined)).toMatchObject([{ username: 'after' }]);
  });

  test('is dropped by events when who changed something died before dropping it', async () => {
    const users = await startTestUsers();
    const [ana, ben] = [(await newPerson(users)).viewer, (await newPerson(users)).viewer];
    const named = async (): Promise<unknown> => {
      const query = 'query ($id: ID!) { user(id: $id) { displayName } }';
      return (await users.ask(ben, query, { id: ana.userId })).data;
    };
    await untilPublished(users.pool);
    await named();
    // What a process leaves that dies right after its commit.
    await transaction(users.pool, async (tx) => {
      const sql = "UPDATE accounts SET display_name = 'Ana the second', version = version + 1 WHERE id = $1";
      await tx.query(sql, [ana.userId]);
      await writeState(tx, `profiles.${ana.userId}`);
    });
    expect(await named()).not.toEqual({ user: { displayName: 'Ana the second' } });
    await until('the new name', async () => JSON.stringify(await named()).includes('Ana the second'));
  });

  test('keeps nothing that depends on who asks: a block hides from the blocked alone, at once', async () => {
    const users = await startTestUsers();
    const [ana, ben, eva] = [await newPerson(users), await newPerson(users), await newPerson(users)];
    for (const { viewer } of [ben, eva]) expect(await statusOf(users, viewer, ana.viewer.userId)).toBe('nothing');
    await act(users, ana.viewer, 'blockUser', ben.viewer.userId);
    expect(await statusOf(users, ben.viewer, ana.viewer.userId)).toBe('nobody');
    expect(await statusOf(users, eva.viewer, ana.viewer.userId)).toBe('nothing');
    await act(users, ana.viewer, 'unblockUser', ben.viewer.userId);
    expect(await statusOf(users, ben.viewer, ana.viewer.userId)).toBe('nothing');
    await users.redis.stop();
    expect(await statusOf(users, ben.viewer, ana.viewer.userId)).toBe('nothing');
    await act(users, ana.viewer, 'blockUser', ben.viewer.userId);
    expect(await statusOf(users, ben.viewer, ana.viewer.userId)).toBe('nobody');
  });
});

import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openTestStream } from '#platform/testing/streams.ts';
import { until } from '#platform/testing/until.ts';
import type { Viewer } from '#platform/viewer.ts';
import { call } from './accountSupport.ts';
import { befriendAll, crowd } from './friendSupport.ts';
import { goodPassword, newPerson, startTestUsers } from './support.ts';

const users = await startTestUsers();
const stream = await openTestStream(users.nats.url);
const leave = (viewer: Viewer) => call(users, 'deleteAccount', { password: goodPassword }, viewer);
const isAllTold = async () => (await users.pool.query('SELECT FROM outbox')).rowCount === 0;
const ended = (pairId = '') => `events.users.FriendshipEnded.${pairId}`;

async function pairsInOrder(): Promise<string[]> {
  const { rows } = await users.pool.query('SELECT id FROM pairs ORDER BY id');
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map(({ id }) => id);
}

test('Who deletes their account leaves thousands of friends by a few statements, and each end is told', async () => {
  const { viewer } = await newPerson(users);
  await befriendAll(users, viewer.userId, await crowd(users, 2500));
  const pairIds = await pairsInOrder();
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  expect(await leave(viewer)).toEqual([]);
  const texts = asked.mock.calls.map(([query]) => z.object({ text: z.string() }).safeParse(query).data?.text ?? '');
  asked.mockRestore();
  expect(texts.filter((text) => /^(INSERT INTO outbox|UPDATE pairs)/.test(text)).length).toBeLessThan(10);
  await until('all to be told', isAllTold);
  const ends = [0, 999, 1000, 1999, 2000, 2499].map((index) => stream.count(ended(pairIds[index])));
  expect(await Promise.all(ends)).toEqual(ends.map(() => 1));
});

test('Of friends who delete their accounts at once none waits for ever, and the end of each friendship is told once', async () => {
  for (let round = 0; round < 3; round += 1) {
    const three = await Promise.all([newPerson(users), newPerson(users), newPerson(users)]);
    const ids: string[] = [];
    for (const { viewer } of three) {
      await befriendAll(users, viewer.userId, ids);
      ids.push(viewer.userId);
    }
    const pairIds = await pairsInOrder();
    expect(pairIds).toHaveLength(3);
    expect(await Promise.all(three.map(({ viewer }) => leave(viewer)))).toEqual([[], [], []]);
    await until('all to be told', isAllTold);
    for (const id of pairIds) expect(await stream.count(ended(id))).toBe(1);
  }
});

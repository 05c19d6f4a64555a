import { v7 as uuidv7 } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import { UserBlocked } from '#events/users.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { persistently } from '#platform/testing/mortal.ts';
import { startTestNats, testService } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { isRunning } from '../domain/live/running.ts';
import { openGroupSessions } from '../store/groupSessions.ts';
import { openLiveWorkouts } from '../store/liveWorkouts.ts';
import { groupsOf, refusal } from './groupSupport.ts';
import { startMortal } from './mortal.ts';
import { somebody, useWorkouts } from './support.ts';
import { tellUsersEvents } from './telling.ts';

const subgraph = useWorkouts();
const { act, see, running } = groupsOf(subgraph);

/** How many workouts of somebody run. */
async function runningOf(mongoUrl: string, personId: string): Promise<number> {
  const lives = await openLiveWorkouts(await openMongo(testService(), mongoUrl));
  return (await lives.openOf(personId)).filter(isRunning).length;
}

/** A session that its guest has left, of whom nothing more was done: as when what failed then was not looked after yet. */
async function halfLeft(visibility: string) {
  const session = await running({ visibility });
  const [ben = ''] = session.guests;
  await session.report(ben, 1, { distanceMeters: 200 });
  const store = await openGroupSessions(await openMongo(testService(), subgraph.config.MONGO_URL));
  const known = await store.get(session.id);
  if (!known) throw new Error('there is no session');
  const participants = known.participants.map((each) => ({
    ...each,
    status: each.userId === ben ? ('LEFT' as const) : each.status,
  }));
  await store.change(known, { participants }, []);
  expect(await runningOf(subgraph.config.MONGO_URL, ben)).toBe(1);
  return { ...session, ben };
}

it('who left a session while a store failed may ask again: what they did is kept, and they are answered as at first', async () => {
  for (const visibility of ['EVERYONE', 'ONLY_ME']) {
    const { id, ben, host } = await halfLeft(visibility);
    for (const _again of [1, 2]) {
      const { groupSession, userErrors } = await act(ben, 'leave', { groupSessionId: id });
      expect(userErrors).toEqual([]);
      // Who sees it no more is told nothing of what came after.
      if (visibility === 'ONLY_ME') expect(groupSession).toBeNull();
      else expect(groupSession?.participants).toContainEqual(expect.objectContaining({ userId: ben, status: 'LEFT' }));
    }
    expect(await runningOf(subgraph.config.MONGO_URL, ben)).toBe(0);
    expect((await see(host, id))?.status).toBe('RUNNING');
  }
  const { id } = await running({ visibility: 'EVERYONE' });
  expect((await act(somebody(), 'leave', { groupSessionId: id })).userErrors).toEqual(refusal('FORBIDDEN'));
});

it('who comes again has one running workout, also where what they did before they left had not ended', async () => {
  const { id, ben, report } = await halfLeft('EVERYONE');
  expect((await act(ben, 'join', { groupSessionId: id })).userErrors).toEqual([]);
  await report(ben, 1, { distanceMeters: 100 });
  expect(await runningOf(subgraph.config.MONGO_URL, ben)).toBe(1);
});

it('ends the part of who has left, or was blocked by the host, also when the process dies on the way, and goes on with the others', async () => {
  const nats = await startTestNats();
  onTestFinished(() => nats.dispose());
  const mortal = await startMortal(nats.value.url, ['workouts.group.left=1', 'workouts.group.left=1']);
  const { act, see, running } = groupsOf(mortal);
  const session = await persistently('beginning', () => running({ others: 2 }));
  const [ben = '', cem = ''] = session.guests;
  for (const who of [session.host, ben, cem]) await session.report(who, 1, { distanceMeters: 200 });
  await expect(act(ben, 'leave', { groupSessionId: session.id })).rejects.toThrow();
  await until('his part to end', async () => (await runningOf(mortal.mongoUrl, ben)) === 0, 30_000);
  const blocking = { friendshipId: uuidv7(), userId: session.host, blockedId: cem, version: 1 };
  await tellUsersEvents(nats.value.url, [createEvent(UserBlocked, uuidv7(), blocking, new Date())]);
  await until('her part to end', async () => (await runningOf(mortal.mongoUrl, cem)) === 0, 30_000);
  expect(mortal.deaths()).toBe(2);
  const seen = await persistently('looking', () => see(session.host, session.id));
  expect(seen).toMatchObject({ status: 'RUNNING', host: { id: session.host } });
  expect(await runningOf(mortal.mongoUrl, session.host)).toBe(1);
}, 120_000);

it('does not end a session that nobody has begun because somebody leaves it', async () => {
  const { gathered } = groupsOf(subgraph);
  const { id, host, guests } = await gathered();
  await act(guests[0] ?? '', 'leave', { groupSessionId: id });
  const store = await openGroupSessions(await openMongo(testService(), subgraph.config.MONGO_URL));
  await until('it to be looked after', async () => ((await store.get(id))?.lookAt ?? new Date(0)) > new Date(), 20_000);
  expect((await see(host, id))?.status).toBe('OPEN');
});

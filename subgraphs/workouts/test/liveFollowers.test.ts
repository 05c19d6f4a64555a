import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FriendshipEnded, FriendshipStarted, UserBlocked, UserDeleted } from '#events/users.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { openBroker } from '#platform/events/broker.ts';
import { untilHeard, untilUnheard } from '#platform/testing/notices.ts';
import { testService } from '#platform/testing/stores.ts';
import { listen, person, TEST_SECRET, type Listening } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { liveTopic } from '../live/tools.ts';
import { act, run, start, update } from './liveSupport.ts';
import { somebody, useWorkouts } from './support.ts';
import { tellUsersEvents } from './telling.ts';

const subgraph = useWorkouts();
const url = (): string => subgraph.url;

const FOLLOW = `subscription($id: ID!) { liveWorkoutUpdated(workoutId: $id) { id status title distanceMeters } }`;
const follow = (viewer: string, id: string): Promise<Listening> =>
  listen(url(), TEST_SECRET, person(viewer), FOLLOW, { id });
const shown = z.object({ title: z.string(), distanceMeters: z.number().nullable() });
const seen = ({ results }: Listening) =>
  results.flatMap(({ data }) => (data?.['liveWorkoutUpdated'] ? [shown.parse(data['liveWorkoutUpdated'])] : []));

/** Somebody runs, a friend looks on. */
async function friendLooking() {
  const [me, friend] = [somebody(), somebody()];
  const about = { friendshipId: uuidv7(), userId: me, friendId: friend };
  const tell = (message: Parameters<typeof tellUsersEvents>[1][number]) =>
    tellUsersEvents(subgraph.nats.url, [message]);
  await tell(createEvent(FriendshipStarted, about.friendshipId, { ...about, version: 1 }, new Date()));
  const { samples, startedAt } = run(90);
  const id = await start(url(), me, { startedAt, visibility: 'FRIENDS' });
  const record = async (from: number): Promise<void> => {
    const { userErrors } = await act(url(), me, 'recordSamples', {
      workoutId: id,
      samples: samples.slice(from, from + 30),
    });
    expect(userErrors).toEqual([]);
  };
  const looking = await follow(friend, id);
  await until('the first state', () => seen(looking).length > 0);
  await record(0);
  await until('the first metres', () => seen(looking).at(-1)?.distanceMeters !== null);
  return { me, friend, about, tell, id, record, looking, before: seen(looking).length };
}

type Looking = Awaited<ReturnType<typeof friendLooking>>;

describe('who looks on while somebody runs', () => {
  it.each<[string, (looking: Looking) => Promise<unknown>]>([
    [
      'a block',
      ({ tell, about, me, friend }) =>
        tell(
          createEvent(
            UserBlocked,
            about.friendshipId,
            { friendshipId: about.friendshipId, version: 2, userId: me, blockedId: friend },
            new Date(),
          ),
        ),
    ],
    [
      'the end of the friendship',
      ({ tell, about }) => tell(createEvent(FriendshipEnded, about.friendshipId, { ...about, version: 2 }, new Date())),
    ],
    ['another visibility', ({ me, id }) => update(url(), me, { workoutId: id, visibility: 'ONLY_ME' })],
  ])('sees nothing more after %s, is told so once, and cannot come back', async (_, happens) => {
    const looking = await friendLooking();
    const mine = await follow(looking.me, looking.id);
    await happens(looking);
    await looking.record(30);
    await until('the owner to see it', () => (seen(mine).at(-1)?.distanceMeters ?? 0) > 150);
    await looking.looking.ended.catch(() => undefined);
    expect(seen(looking.looking)).toHaveLength(looking.before);
    expect(looking.looking.results.flatMap(({ errors }) => errors ?? []).map((each) => each.extensions?.code)).toEqual([
      'NOT_FOUND',
    ]);
    const back = await follow(looking.friend, looking.id);
    await until('the refusal', () => back.results.length > 0);
    expect(seen(back)).toEqual([]);
    for (const each of [mine, back, looking.looking]) await each.close();
  });

  it('sees what came late, and what a pause that is told late takes away, although nothing comes after it', async () => {
    const me = somebody();
    const { samples, startedAt } = run(90);
    const workoutId = await start(url(), me, { startedAt });
    const record = (from: number, to: number) =>
      act(url(), me, 'recordSamples', { workoutId, samples: samples.slice(from, to) });
    const looking = await follow(me, workoutId);
    await until('the first state', () => seen(looking).length > 0);
    const untilMeters = (meters: number): Promise<unknown> =>
      until(`${meters} m`, () => Math.round(seen(looking).at(-1)?.distanceMeters ?? 0) === meters);
    await record(60, 91);
    await untilMeters(90);
    expect((await record(30, 60)).workout?.elapsedSeconds).toBe(90);
    expect((await record(0, 30)).workout?.elapsedSeconds).toBe(90);
    await untilMeters(270);
    const paused = await act(url(), me, 'pauseWorkout', { workoutId, at: samples[40]?.at });
    expect(paused.workout?.status).toBe('PAUSED');
    await untilMeters(120);
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId, endedAt: samples[40]?.at });
    expect(workout).toMatchObject({ elapsedSeconds: 40, distanceMeters: expect.closeTo(120, 0) });
    await looking.close();
  });

  it('is told that it is gone when who runs deletes their account', async () => {
    const { me, tell, looking, before } = await friendLooking();
    await tell(createEvent(UserDeleted, me, { version: 2, userId: me }, new Date()));
    await looking.ended.catch(() => undefined);
    expect(seen(looking)).toHaveLength(before);
    const errors = looking.results.flatMap((each) => each.errors ?? []);
    expect(errors.map((each) => each.extensions?.code)).toEqual(['NOT_FOUND']);
    await looking.close();
  });

  it('comes back to how it is now', async () => {
    const looking = await friendLooking();
    await looking.looking.close();
    await looking.record(30);
    const back = await follow(looking.friend, looking.id);
    await until('the state', () => seen(back).length > 0);
    expect(seen(back)[0]?.distanceMeters).toBeCloseTo(177, 0);
    await back.close();
  });

  it('is let go when they leave, although nothing happens any more', async () => {
    const me = somebody();
    const id = await start(url(), me);
    const broker = await openBroker(testService(), subgraph.nats.url);
    const mine = await follow(me, id);
    await until('the first state', () => seen(mine).length > 0);
    await untilHeard(broker, liveTopic(id));
    await mine.close();
    await untilUnheard(broker, liveTopic(id));
  });
});

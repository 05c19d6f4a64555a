import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openBroker } from '#platform/events/broker.ts';
import { listen, person, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { untilHeard, untilUnheard } from '#platform/testing/notices.ts';
import { testService } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { groupTopic } from '../groups/tools.ts';
import { openLiveWorkouts } from '../store/liveWorkouts.ts';
import { groupsOf, refusal } from './groupSupport.ts';
import { act as actLive } from './liveSupport.ts';
import { query, useWorkouts } from './support.ts';
import { tellProfile } from './telling.ts';

const subgraph = useWorkouts();
const { act, see, follow, firstWorkout, gathered, running } = groupsOf(subgraph);
const IDLE_MS = 1500;
let now = new Date();
/** Where nobody is waited for for long, by a clock that stands still until it is moved. */
const quick = groupsOf(useWorkouts({ LIVE_IDLE_MS: IDLE_MS }, () => now));

describe('a group session', () => {
  it('is made, joined by its code, run, and kept as a workout of each who told of something', async () => {
    const { id, host, guests, report } = await running({ others: 2 });
    const [ben = '', cem = ''] = guests;
    for (let minute = 1; minute <= 10; minute++) {
      expect(await report(host, minute, { distanceMeters: minute * 180, heartRateBpm: 150 })).toBe(minute);
      await report(ben, minute, { distanceMeters: minute * 200 });
    }
    const seen = await see(cem, id);
    expect(
      seen?.participants.map(({ userId, rank, distanceMeters, elapsedSeconds }) => [
        userId,
        rank,
        distanceMeters,
        elapsedSeconds,
      ]),
    ).toEqual([
      [ben, 1, 2000, 600],
      [host, 2, 1800, 600],
      [cem, null, null, null],
    ]);
    const { groupSession } = await act(host, 'end', { groupSessionId: id });
    expect(groupSession).toMatchObject({ status: 'ENDED', workouts: [{ owner: { id: host } }] });
    expect(groupSession?.participants.map(({ rank }) => rank)).toEqual([1, 2, null]);
    // Others see a workout by its own visibility.
    const mine = await firstWorkout(
      ben,
      await see(ben, id),
      'sport title source distanceMeters elapsedSeconds movingSeconds',
    );
    expect(mine).toMatchObject({
      sport: 'RUNNING',
      title: 'Around the lake',
      source: 'LIVE',
      distanceMeters: 2000,
      elapsedSeconds: 600,
    });
    expect((await act(host, 'end', { groupSessionId: id })).groupSession).toMatchObject({ status: 'ENDED' });
    expect((await act(ben, 'report', { groupSessionId: id, sequence: 11, elapsedSeconds: 660 })).userErrors).toEqual(
      refusal('GROUP_SESSION_CLOSED'),
    );
  });

  it('counts sets of exercises, and keeps them as metrics', async () => {
    const { id, host, guests, report } = await running({ sport: 'STRENGTH' });
    const [ben = ''] = guests;
    const told = [
      ['squats', 5],
      ['squats', 12],
      ['squats', 8],
      ['push-ups', 20],
    ] as const;
    for (const [i, [exercise, repetitions]] of told.entries()) await report(host, i + 1, { exercise, repetitions });
    await report(ben, 1, { exercise: 'squats', repetitions: 30 });
    const seen = await see(ben, id);
    expect(seen?.participants).toMatchObject([
      { userId: host, rank: 1, exercise: 'push-ups', repetitions: 20, distanceMeters: null },
      { userId: ben, rank: 2, exercise: 'squats', repetitions: 30 },
    ]);
    const { groupSession } = await act(host, 'end', { groupSessionId: id });
    const workout = await firstWorkout(host, groupSession, 'metrics elapsedSeconds');
    const sets = [
      { exercise: 'squats', repetitions: 12 },
      { exercise: 'squats', repetitions: 8 },
      { exercise: 'push-ups', repetitions: 20 },
    ];
    expect(workout).toEqual({ metrics: { sets }, elapsedSeconds: 240 });
  });

  it('takes reports in any order, repeated and with gaps, also after Redis was emptied', async () => {
    const { id, host, report } = await running();
    for (const minute of [5, 2, 9, 2, 5]) await report(host, minute, { distanceMeters: minute * 200 });
    const redis = new Redis(subgraph.config.REDIS_URL);
    await redis.flushall();
    await redis.quit();
    expect((await see(host, id))?.participants[0]).toMatchObject({
      rank: 1,
      distanceMeters: 1800,
      elapsedSeconds: 540,
    });
    expect(await report(host, 7, { distanceMeters: 1400 })).toBe(9);
    const { groupSession } = await act(host, 'end', { groupSessionId: id });
    expect(groupSession?.participants[0]).toMatchObject({ distanceMeters: 1800, elapsedSeconds: 540 });
  });

  it('is settled by what was acknowledged, also where Redis lost what it was told last', async () => {
    const { id, host, report } = await running();
    await report(host, 1, { distanceMeters: 200 });
    const redis = new Redis(subgraph.config.REDIS_URL);
    const views = async () =>
      Promise.all(
        (await redis.keys('workouts:live:*')).map(async (key) => [key, (await redis.get(key)) ?? ''] as const),
      );
    const before = await views();
    await report(host, 2, { distanceMeters: 400 });
    for (const [key, view] of before) await redis.set(key, view);
    await redis.quit();
    const { groupSession } = await act(host, 'end', { groupSessionId: id });
    expect(groupSession?.participants[0]).toMatchObject({ distanceMeters: 400, elapsedSeconds: 120 });
  });

  it('loses nothing of reports that come at once, and counts what was acknowledged when it ended meanwhile', async () => {
    const { id, host, guests } = await running({ others: 5 });
    const all = [host, ...guests].flatMap((who) =>
      [1, 2, 3, 4].map(async (sequence) => {
        const told = { groupSessionId: id, sequence, elapsedSeconds: sequence * 60, distanceMeters: sequence * 200 };
        return { who, sequence, ...(await act(who, 'report', told)) };
      }),
    );
    const [reports, ended] = await Promise.all([
      Promise.all(all),
      all[0]?.then(() => act(host, 'end', { groupSessionId: id })),
    ]);
    expect(ended?.groupSession?.status).toBe('ENDED');
    const takenOf = (userId: string) =>
      reports.filter(({ who, userErrors }) => who === userId && userErrors.length === 0);
    const reporters = [host, ...guests].filter((who) => takenOf(who).length > 0);
    // Each sees their own.
    for (const who of reporters) await until('their workout', async () => (await see(who, id))?.workouts.length === 1);
    for (const { userId, distanceMeters } of (await see(host, id))?.participants ?? []) {
      const most = Math.max(0, ...takenOf(userId).map(({ sequence }) => sequence * 200));
      expect(distanceMeters ?? 0).toBeGreaterThanOrEqual(most);
    }
    for (const { userErrors } of reports) expect([[], refusal('GROUP_SESSION_CLOSED')]).toContainEqual(userErrors);
  });

  it('counts time and way from when somebody began, whenever they tell of them first', async () => {
    const { id, host, guests } = await running({ sport: 'YOGA' });
    const [ben = ''] = guests;
    const tell = async (who: string, sequence: number, elapsedSeconds: number, more: object = {}) =>
      expect((await act(who, 'report', { groupSessionId: id, sequence, elapsedSeconds, ...more })).userErrors).toEqual(
        [],
      );
    await tell(host, 1, 4000);
    await tell(ben, 1, 3000, { heartRateBpm: 250 });
    expect((await see(ben, id))?.participants).toMatchObject([
      { userId: host, rank: 1, elapsedSeconds: 4000, distanceMeters: null },
      { userId: ben, rank: 2, elapsedSeconds: 3000, heartRateBpm: null },
    ]);
    await tell(host, 2, 4100, { distanceMeters: 500 });
    const { groupSession } = await act(host, 'end', { groupSessionId: id });
    const workout = await firstWorkout(host, groupSession, 'distanceMeters elapsedSeconds');
    expect(workout).toEqual({ distanceMeters: 500, elapsedSeconds: 4100 });
  });

  it('keeps in its ranks who ends their own workout before the others', async () => {
    const { id, host, guests, report } = await running({ sport: 'STRENGTH' });
    const [ben = ''] = guests;
    await report(ben, 1, { exercise: 'squats', repetitions: 50 });
    await report(host, 1, { exercise: 'squats', repetitions: 20 });
    const live = await openLiveWorkouts(await openMongo(testService(), subgraph.config.MONGO_URL));
    const workoutId = (await live.openOf(ben))[0]?._id;
    expect((await actLive(subgraph.url, ben, 'finishWorkout', { workoutId })).userErrors).toEqual([]);
    // What they say of it later counts for nobody else.
    const edit = `mutation($input: UpdateWorkoutInput!) { updateWorkout(input: $input) { userErrors { code } } }`;
    const metrics = { sets: [{ exercise: 'squats', repetitions: 1e12 }] };
    expect(await query(subgraph.url, ben, edit, { input: { workoutId, metrics } })).toEqual({
      updateWorkout: { userErrors: [] },
    });
    const more = { groupSessionId: id, sequence: 2, elapsedSeconds: 90 };
    expect((await act(ben, 'report', more)).userErrors).toEqual(refusal('WORKOUT_NOT_RUNNING'));
    const { groupSession } = await act(host, 'end', { groupSessionId: id });
    expect(groupSession?.participants).toMatchObject([
      { userId: ben, rank: 1, exercise: 'squats', repetitions: 50 },
      { userId: host, rank: 2, repetitions: 20 },
    ]);
  });

  it('lists its workouts as those who did them stand', async () => {
    const { id, host, guests, report } = await running();
    const [ben = ''] = guests;
    for (const who of [host, ben]) await tellProfile(subgraph.nats.url, who, { defaultVisibility: 'EVERYONE' });
    await report(host, 1, { distanceMeters: 100 });
    await report(ben, 1, { distanceMeters: 200 });
    const { groupSession } = await act(host, 'end', { groupSessionId: id });
    expect(groupSession?.workouts.map(({ owner }) => owner.id)).toEqual([ben, host]);
    expect(groupSession?.participants.map(({ userId }) => userId)).toEqual([ben, host]);
  });

  it('gives its sets to the workout that a watch has recorded at the same time', async () => {
    const { id, host, report } = await running({ sport: 'STRENGTH', others: 0 });
    await report(host, 10, { exercise: 'squats', repetitions: 12 });
    const live = await openLiveWorkouts(await openMongo(testService(), subgraph.config.MONGO_URL));
    const begunAt = (await live.openOf(host))[0]?.startedAt.getTime() ?? 0;
    const samples = Array.from({ length: 61 }, (_, i) => ({
      sequence: i,
      at: new Date(begunAt + i * 10_000).toISOString(),
      heartRateBpm: 120,
    }));
    const batch = { deviceId: 'watch', batchId: 'b', sport: 'STRENGTH', samples, last: true };
    const { workout } = await actLive(subgraph.url, host, 'ingestDeviceData', batch);
    const { groupSession } = await act(host, 'end', { groupSessionId: id });
    expect(groupSession).toMatchObject({
      participants: [{ rank: 1, exercise: 'squats', repetitions: 12 }],
      workouts: [{ id: workout?.id }],
    });
    expect(await firstWorkout(host, groupSession, 'metrics')).toEqual({
      metrics: { sets: [{ exercise: 'squats', repetitions: 12 }] },
    });
  });

  it('goes on when its host leaves, and is over when the last one does', async () => {
    const { id, host, guests, report } = await running();
    const [ben = ''] = guests;
    await report(host, 1, { distanceMeters: 300 });
    await report(ben, 1, { distanceMeters: 200 });
    const { groupSession } = await act(host, 'leave', { groupSessionId: id });
    expect(groupSession).toMatchObject({ status: 'RUNNING', host: { id: ben }, joinCode: null });
    expect(await act(host, 'leave', { groupSessionId: id })).toEqual({ groupSession: null, userErrors: [] });
    expect((await see(ben, id))?.participants).toMatchObject([
      { userId: ben, rank: 1, status: 'JOINED' },
      { userId: host, rank: null, status: 'LEFT', distanceMeters: 300 },
    ]);
    const last = await act(ben, 'leave', { groupSessionId: id });
    expect(last.groupSession).toMatchObject({ status: 'ENDED', host: null, workouts: [{ owner: { id: ben } }] });
  });

  it('is followed from how it stands to its workouts', async () => {
    const { id, host, guests, report } = await running();
    const [ben = ''] = guests;
    const { listening, heard, hear } = await follow(ben, id);
    await hear('STATE');
    await report(host, 1, { distanceMeters: 10 });
    expect((await hear('PROGRESS')).user?.id).toBe(host);
    await act(host, 'end', { groupSessionId: id });
    expect((await hear('KEPT')).groupSession.status).toBe('ENDED');
    await listening.ended;
    expect(
      heard()
        .map(({ kind }) => kind)
        .slice(-2),
    ).toEqual(['ENDED', 'KEPT']);
  });

  it('lets go who follows it and leaves, although nothing happens in it', async () => {
    const { id, host } = await gathered();
    const broker = await openBroker(testService(), subgraph.nats.url);
    const follow = `subscription($id: ID!) { groupSessionUpdated(groupSessionId: $id) { kind } }`;
    const listening = await listen(subgraph.url, TEST_SECRET, person(host), follow, { id });
    await until('how it stands', () => listening.results.length > 0);
    await untilHeard(broker, groupTopic(id));
    await listening.close();
    await untilUnheard(broker, groupTopic(id));
  });

  it('is told of by events, from its making to what everybody came to', async () => {
    const { id, host, guests, report } = await running();
    const [ben = ''] = guests;
    await report(ben, 1, { distanceMeters: 200 });
    await act(host, 'leave', { groupSessionId: id });
    await act(ben, 'end', { groupSessionId: id });
    const broker = await openBroker(testService(), subgraph.nats.url);
    const event = z.object({ type: z.string(), data: z.looseObject({ groupSessionId: z.string().optional() }) });
    const events = await until('the events', async () => {
      const { state } = await broker.manager.streams.info('EVENTS_WORKOUTS');
      const found = [];
      for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq += 1) {
        const message = await broker.manager.streams.getMessage('EVENTS_WORKOUTS', { seq });
        const told = message && event.safeParse(message.json()).data;
        if (told?.data.groupSessionId === id) found.push(told);
      }
      return found.length >= 7 ? found : undefined;
    });
    const named = (name: string) => events.filter(({ type }) => type === `workouts.GroupSession${name}.v1`);
    expect(events).toHaveLength(7);
    expect(named('Created')).toMatchObject([{ data: { hostId: host, sport: 'RUNNING' } }]);
    expect(named('Joined').map(({ data }) => [data['userId'], data['role']])).toEqual([
      [host, 'HOST'],
      [ben, 'PARTICIPANT'],
      [ben, 'HOST'],
    ]);
    expect(named('Left')).toMatchObject([{ data: { userId: host } }]);
    expect(named('Ended')).toMatchObject([
      { data: { isCancelled: false, results: [{ userId: ben, rank: 1, distanceMeters: 200 }] } },
    ]);
    expect(JSON.stringify(events)).not.toContain('lake');
  });

  it('ends by itself when nothing is heard of it, and is given up when nobody is left', async () => {
    const { id, host, report } = await quick.running();
    await report(host, 1, { distanceMeters: 300 });
    now = new Date(now.getTime() + IDLE_MS + 1);
    const ended = await until('its end', async () => {
      const seen = await quick.see(host, id);
      return seen?.workouts.length === 1 ? seen : undefined;
    });
    expect(ended).toMatchObject({ status: 'ENDED', participants: [{ distanceMeters: 300, rank: 1 }, { rank: null }] });
    const { id: other, host: lonely } = await gathered({ others: 0 });
    expect((await act(lonely, 'leave', { groupSessionId: other })).groupSession?.status).toBe('CANCELLED');
  });
});

import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FriendshipEnded, FriendshipStarted, UserBlocked, UserDeleted } from '#events/users.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { openBroker } from '#platform/events/broker.ts';
import { createService } from '#platform/lifecycle.ts';
import { untilHeard, untilUnheard } from '#platform/testing/notices.ts';
import { testService } from '#platform/testing/stores.ts';
import { listen, person, TEST_SECRET, type Listening } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { advance, distanceOf, EMPTY_VIEW, type LiveView } from '../domain/live/view.ts';
import { decideTurn } from '../domain/live/turn.ts';
import { liveTopic } from '../live/tools.ts';
import { act, finishElsewhere, pieces, run, start } from './liveSupport.ts';
import { workoutsOf } from './asking.ts';
import { add, picture, remove, seen as photosOf, send } from './photoSupport.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { tellProfile, tellUsersEvents } from './telling.ts';

const subgraph = useWorkouts();
const url = (): string => subgraph.url;
const HOUR_MS = 3_600_000;
const START = Date.UTC(2025, 4, 1, 6);
const NOTHING = {
  elevation: null,
  heartRate: null,
  cadence: null,
  power: null,
  distance: null,
  exercise: null,
  repetitions: null,
};

describe('samples that nobody expects', () => {
  it('may lie before the start that was told, which then was earlier, and have any gaps', async () => {
    const me = somebody();
    const { samples } = run(60);
    const workoutId = await start(url(), me, { startedAt: samples[10]?.at });
    const spread = samples.map((sample, i) => ({ ...sample, sequence: i < 30 ? i * 7 : 2_000_000_000 - i }));
    for (const batch of pieces(spread, 20)) {
      const answer = await act(url(), me, 'recordSamples', { workoutId, samples: batch });
      expect(answer.userErrors).toEqual([]);
    }
    const { acceptedSequence } = await act(url(), me, 'recordSamples', { workoutId, samples: [] });
    expect(acceptedSequence).toBe(2_000_000_000 - 30);
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout).toMatchObject({ startedAt: samples[0]?.at, elapsedSeconds: 60 });
    expect(workout?.distanceMeters).toBeCloseTo(180, 0);
  });

  it('are refused by the name of their field when they lie in the future or days away, and nothing of the batch is kept', async () => {
    const me = somebody();
    const { samples, startedAt } = run(20);
    const workoutId = await start(url(), me, { startedAt });
    const send = (list: readonly object[]) => act(url(), me, 'recordSamples', { workoutId, samples: list });
    expect((await send(samples.slice(0, 10))).userErrors).toEqual([]);
    const moved = (i: number, milliseconds: number) => {
      const at = new Date(Date.parse(samples[i]?.at ?? '') + milliseconds).toISOString();
      return samples.slice(10).map((sample, k) => (k === i - 10 ? { ...sample, at } : sample));
    };
    const refusal = [{ code: 'INVALID_INPUT', path: ['samples', '2', 'at'] }];
    const ahead = Date.now() + 2 * HOUR_MS - Date.parse(samples[12]?.at ?? '');
    for (const by of [ahead, 37 * HOUR_MS, -37 * HOUR_MS, -20 * 365 * 24 * HOUR_MS]) {
      expect((await send(moved(12, by))).userErrors).toEqual(refusal);
    }
    expect((await send([])).acceptedSequence).toBe(10);
    expect((await send(samples.slice(10))).userErrors).toEqual([]);
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout).toMatchObject({ elapsedSeconds: 20 });
  });

  it('a sequence beyond what an Int of the stream holds is refused', async () => {
    const me = somebody();
    const workoutId = await start(url(), me);
    const [sample] = run(1).samples;
    const { userErrors } = await act(url(), me, 'recordSamples', {
      workoutId,
      samples: [{ ...sample, sequence: 2_000_000_001 }],
    });
    expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['samples', '0', 'sequence'] }]);
  });

  it('that claim the same number in one call count as the first of them', async () => {
    const me = somebody();
    const { samples, startedAt } = run(10);
    const workoutId = await start(url(), me, { startedAt });
    const later = new Date(Date.parse(startedAt) + HOUR_MS).toISOString();
    const twice = [...samples, ...samples.map((sample) => ({ ...sample, at: later }))];
    const { workout: shown } = await act(url(), me, 'recordSamples', { workoutId, samples: twice });
    expect(shown?.elapsedSeconds).toBe(10);
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout?.elapsedSeconds).toBe(10);
  });

  it('sent many times at once are kept once', async () => {
    const me = somebody();
    const { samples, startedAt } = run(100);
    const workoutId = await start(url(), me, { startedAt });
    const batches = pieces(samples, 25);
    const calls = Array.from({ length: 24 }, (_, i) =>
      act(url(), me, 'recordSamples', { workoutId, samples: batches[i % batches.length] }),
    );
    for (const { userErrors } of await Promise.all(calls)) expect(userErrors).toEqual([]);
    const ends = await Promise.all(Array.from({ length: 6 }, () => act(url(), me, 'finishWorkout', { workoutId })));
    for (const { workout } of ends) expect(workout).toMatchObject({ id: workoutId, elapsedSeconds: 100 });
    expect(await workoutsOf(url(), me)).toHaveLength(1);
  });

  it('of a watch and a phone at once are one workout in the end, the richer one', async () => {
    const me = somebody();
    const { samples, startedAt } = run(400);
    const bare = samples.map(({ heartRateBpm: _, ...sample }) => sample);
    const [phone, watch] = [await start(url(), me, { startedAt }), await start(url(), me, { startedAt })];
    for (const [workoutId, list] of [
      [phone, bare],
      [watch, samples],
    ] as const) {
      expect((await act(url(), me, 'recordSamples', { workoutId, samples: list })).userErrors).toEqual([]);
    }
    const first = await act(url(), me, 'finishWorkout', { workoutId: phone });
    const second = await act(url(), me, 'finishWorkout', { workoutId: watch });
    // The richer recording is kept, under the id that is there already.
    expect(second.workout?.id).toBe(first.workout?.id);
    expect(await workoutsOf(url(), me)).toHaveLength(1);
    const { workout } = z
      .object({ workout: z.object({ heartRate: z.object({ maxBpm: z.number() }) }) })
      .parse(await query(url(), me, `query($id: ID!) { workout(id: $id) { heartRate { maxBpm } } }`, { id: phone }));
    expect(workout.heartRate.maxBpm).toBe(140);
  });

  it('of another device leave a workout of the sport that its owner said', async () => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const bare = samples.map(({ heartRateBpm: _, ...sample }) => sample);
    const id = await start(url(), me, { startedAt });
    const watch = await start(url(), me, { startedAt });
    await act(url(), me, 'recordSamples', { workoutId: id, samples: bare });
    await act(url(), me, 'recordSamples', { workoutId: watch, samples });
    await act(url(), me, 'finishWorkout', { workoutId: id });
    await update(me, { workoutId: id, sport: 'TRAIL_RUNNING' });
    await act(url(), me, 'finishWorkout', { workoutId: watch });
    const text = `query($id: ID!) { workout(id: $id) { sport heartRate { maxBpm } } }`;
    expect(await query(url(), me, text, { id })).toEqual({
      workout: { sport: 'TRAIL_RUNNING', heartRate: { maxBpm: 140 } },
    });
  });

  it.each([
    ['the richer one', 'bare', 'full', 'when it began'],
    ['the poorer one', 'full', 'bare', 'meanwhile'],
  ] as const)(
    'of an activity that others saw are seen by nobody whom %s was not for',
    async (_, first, second, said) => {
      const me = somebody();
      const { samples: full, startedAt } = run(60);
      const samples = { full, bare: full.map(({ heartRateBpm: _bpm, ...sample }) => sample) };
      const secret = { title: 'Secret race', visibility: 'ONLY_ME' };
      const id = await start(url(), me, { startedAt, visibility: 'EVERYONE' });
      const twin = await start(url(), me, { startedAt, ...(said === 'meanwhile' ? {} : secret) });
      if (said === 'meanwhile') await update(me, { workoutId: twin, ...secret });
      const photo = await add(url(), me, twin, await send(url(), me, await picture()));
      expect(photo.userErrors).toEqual([]);
      await act(url(), me, 'recordSamples', { workoutId: id, samples: samples[first] });
      await act(url(), me, 'recordSamples', { workoutId: twin, samples: samples[second] });
      for (const workoutId of [id, twin])
        expect((await act(url(), me, 'finishWorkout', { workoutId })).workout?.id).toBe(id);
      const look = `query($id: ID!) { workout(id: $id) { title visibility } }`;
      for (const each of [id, twin]) {
        expect(await query(url(), somebody(), look, { id: each })).toEqual({ workout: null });
        expect(await query(url(), me, look, { id: each })).toEqual({ workout: secret });
      }
    },
  );

  it('of an activity that others see are seen by them still where only a default says otherwise', async () => {
    const me = somebody();
    await tellProfile(subgraph.nats.url, me, { defaultVisibility: 'ONLY_ME' });
    const { samples, startedAt } = run(60);
    const [id, twin] = [
      await start(url(), me, { startedAt, visibility: 'EVERYONE' }),
      await start(url(), me, { startedAt }),
    ];
    for (const workoutId of [id, twin]) await act(url(), me, 'recordSamples', { workoutId, samples });
    for (const workoutId of [id, twin]) await act(url(), me, 'finishWorkout', { workoutId });
    const look = `query($id: ID!) { workout(id: $id) { id } }`;
    expect(await query(url(), somebody(), look, { id: twin })).toEqual({ workout: { id } });
  });

  it('are one workout by the id of either, to read, change and delete', async () => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const [id, twin] = [await start(url(), me, { startedAt }), await start(url(), me, { startedAt })];
    for (const workoutId of [id, twin]) await act(url(), me, 'recordSamples', { workoutId, samples });
    for (const workoutId of [id, twin])
      expect((await act(url(), me, 'finishWorkout', { workoutId })).workout?.id).toBe(id);
    const updated = await update(me, { workoutId: twin, title: 'Along the river' });
    expect(updated).toMatchObject({ workout: { id, title: 'Along the river' }, userErrors: [] });
    const { photo } = await add(url(), me, twin, await send(url(), me, await picture()));
    expect((await photosOf(url(), me, id))?.map((each) => each.id)).toEqual([photo?.id]);
    expect(await remove(url(), me, twin, photo?.id ?? '')).toEqual({ removedPhotoId: photo?.id, userErrors: [] });
    const deletion = `mutation($input: DeleteWorkoutInput!) {
      deleteWorkout(input: $input) { deletedWorkoutId userErrors { code path } } }`;
    const missing = { deletedWorkoutId: null, userErrors: [{ code: 'NOT_FOUND', path: ['workoutId'] }] };
    const gone = { deletedWorkoutId: id, userErrors: [] };
    for (const [person, deleteWorkout] of [
      [somebody(), missing],
      [me, gone],
      [me, missing],
    ] as const)
      expect(await query(url(), person, deletion, { input: { workoutId: twin } })).toEqual({ deleteWorkout });
    expect(await workoutsOf(url(), me)).toEqual([]);
  });

  it('cannot all begin at once: at most ten run', async () => {
    const me = somebody();
    const begin = () => act(url(), me, 'startWorkout', { sport: 'RUNNING' });
    const begun = await Promise.all(Array.from({ length: 14 }, begin));
    expect(begun.flatMap(({ workout }) => workout ?? [])).toHaveLength(10);
    const { userErrors } = await begin();
    expect(userErrors).toEqual([{ code: 'LIMIT_REACHED', path: null }]);
  });

  it('of one that is given up while they come are not left in the stream', async () => {
    const me = somebody();
    const { service, close } = createService('listener', 'silent');
    const broker = await openBroker(service, subgraph.nats.url);
    const ids = await Promise.all(Array.from({ length: 6 }, () => start(url(), me)));
    await Promise.all(
      ids.map(async (workoutId) => {
        const { samples } = run(50);
        const sent = pieces(samples, 10).map((batch) => act(url(), me, 'recordSamples', { workoutId, samples: batch }));
        await sent[0];
        await Promise.all([...sent, act(url(), me, 'abandonWorkout', { workoutId })]);
      }),
    );
    for (const id of ids) {
      const { state } = await broker.manager.streams.info('SAMPLES', { subjects_filter: `samples.${id}` });
      expect(state.subjects ?? {}).toEqual({});
    }
    await close();
  });
});

const FOLLOW = `subscription($id: ID!) { liveWorkoutUpdated(workoutId: $id) { id status title distanceMeters } }`;
const follow = (viewer: string, id: string): Promise<Listening> =>
  listen(url(), TEST_SECRET, person(viewer), FOLLOW, { id });
const shown = z.object({ title: z.string(), distanceMeters: z.number().nullable() });
const seen = ({ results }: Listening) =>
  results.flatMap(({ data }) => (data?.['liveWorkoutUpdated'] ? [shown.parse(data['liveWorkoutUpdated'])] : []));

const update = async (me: string, input: object) => {
  const text = `mutation($input: UpdateWorkoutInput!) {
    updateWorkout(input: $input) { workout { id title visibility sport status } userErrors { code path } } }`;
  const answer = z.object({ updateWorkout: z.object({ workout: z.unknown(), userErrors: z.unknown() }) });
  return answer.parse(await query(url(), me, text, { input })).updateWorkout;
};

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
    ['another visibility', ({ me, id }) => update(me, { workoutId: id, visibility: 'ONLY_ME' })],
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

describe('the distance that is shown of a running workout', () => {
  it('passes over what is no position and over spikes, as the finished one does', async () => {
    const me = somebody();
    const { samples, startedAt, meters } = run(60);
    const wrong = new Map([
      [20, { latitude: 0, longitude: 0 }],
      [29, { latitude: 40, longitude: 3 }],
      [30, { latitude: 40, longitude: 3.1 }],
    ]);
    const sent = samples.map((sample, i) => ({ ...sample, ...wrong.get(i) }));
    const workoutId = await start(url(), me, { startedAt });
    for (const batch of pieces(sent, 15)) {
      const { workout } = await act(url(), me, 'recordSamples', { workoutId, samples: batch });
      const last = batch.findLast(({ sequence }) => !wrong.has(sequence - 1))?.sequence ?? 0;
      expect(workout?.distanceMeters).toBeCloseTo((last - 1) * 3, 0);
    }
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout?.distanceMeters).toBeCloseTo(meters, 0);
  });

  it.each([1, 2, 3, 1000])('passes over wrong fixes that it begins with, in batches of %d', async (size) => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const wrong = [{ latitude: 45 }, { latitude: 47 }];
    const sent = samples.map((sample, i) => ({ ...sample, ...wrong[i] }));
    const workoutId = await start(url(), me, { startedAt });
    let shown;
    for (const batch of pieces(sent, size))
      ({ workout: shown } = await act(url(), me, 'recordSamples', { workoutId, samples: batch }));
    expect(shown?.distanceMeters).toBeCloseTo(58 * 3, 0);
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout?.distanceMeters).toBeCloseTo(58 * 3, 0);
  });

  it('is judged by the sport that it has now', async () => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const workoutId = await start(url(), me, { startedAt });
    // 30 m/s: nobody runs so fast, some ride.
    const fast = samples.map((sample, i) => ({ ...sample, latitude: 46 + (i % 2) * (30 / 111_195.08) }));
    await act(url(), me, 'recordSamples', { workoutId, samples: fast });
    const shownMeters = async () =>
      (await act(url(), me, 'recordSamples', { workoutId, samples: [] })).workout?.distanceMeters;
    expect(await shownMeters()).toBe(0);
    await update(me, { workoutId, sport: 'CYCLING' });
    await until('the way of a ride', async () => Math.round((await shownMeters()) ?? 0) === 1800);
  });

  it('is the same however the samples come in pieces, with spikes, leaps, pauses and positions told again', () => {
    const step = fc.record({ seconds: fc.integer({ min: 0, max: 3 }), leap: fc.constantFrom(0, 0, 0, 0, 0, 1, 2) });
    const turns = fc.uniqueArray(fc.integer({ min: 1, max: 80 }), { maxLength: 4 });
    const sizes = fc.record({ size: fc.integer({ min: 1, max: 9 }), hold: fc.constantFrom(1, 1, 7) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), sizes, turns, (steps, { size, hold }, at) => {
        let second = 0;
        const samples = steps.map(({ seconds, leap }, sequence) => {
          second += seconds;
          return {
            ...NOTHING,
            sequence,
            at: START + second * 1000,
            latitude: 46 + Math.floor(second / hold) * hold * 2e-5 + leap,
            longitude: 14.5,
          };
        });
        const timer = at
          .sort((one, other) => one - other)
          .map((each, i) => ({ at: START + each * 1000, kind: i % 2 ? ('RESUME' as const) : ('PAUSE' as const) }));
        const by = { sport: 'RUNNING' as const, timer };
        const begin: LiveView = { ...EMPTY_VIEW, sport: by.sport };
        const whole = advance(begin, samples, by, 1);
        const inPieces = pieces(samples, size).reduce((view, piece) => advance(view, piece, by, 1), begin);
        expect(distanceOf(inPieces) ?? 0).toBeCloseTo(distanceOf(whole) ?? 0, 6);
        expect(inPieces.trail).toEqual(whole.trail);
        expect(whole.trail.length).toBeLessThanOrEqual(4);
      }),
    );
  });
});

describe('a workout that runs', () => {
  it('is answered as it stands while somebody else takes long to finish it, and is complete afterwards', async () => {
    const me = somebody();
    const workoutId = await start(url(), me);
    const elsewhere = await finishElsewhere(subgraph.config.MONGO_URL, workoutId);
    const waiting = await act(url(), me, 'finishWorkout', { workoutId });
    expect(waiting).toMatchObject({ workout: { id: workoutId, status: 'PAUSED' }, userErrors: [] });
    await elsewhere.release();
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout).toMatchObject({ id: workoutId, status: 'COMPLETED' });
  });

  it('did not begin before 2000, and lasts a week at most', async () => {
    const me = somebody();
    const old = await act(url(), me, 'startWorkout', { sport: 'RUNNING', startedAt: '1999-12-31T23:59:59Z' });
    expect(old.userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['startedAt'] }]);
    const startedAt = '2020-01-01T06:00:00.000Z';
    const workoutId = await start(url(), me, { startedAt });
    const late = await act(url(), me, 'finishWorkout', { workoutId, endedAt: '2020-01-08T06:00:01Z' });
    expect(late.userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['endedAt'] }]);
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout).toMatchObject({ status: 'COMPLETED', startedAt, elapsedSeconds: 7 * 86_400 });
  });

  it('began with its first sample, live as finished, when the start that was told lies long before it', async () => {
    const me = somebody();
    const { samples } = run(60);
    const first = samples[0]?.at ?? '';
    const workoutId = await start(url(), me, { startedAt: '2001-09-09T01:46:40Z' });
    const { workout: shown } = await act(url(), me, 'recordSamples', { workoutId, samples });
    expect(shown).toMatchObject({ startedAt: first, elapsedSeconds: 60 });
    const endedAt = new Date(Date.parse(first) + 90_000).toISOString();
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId, endedAt });
    expect(workout).toMatchObject({ startedAt: first, elapsedSeconds: 90 });
  });

  it('did not end before its last sample', async () => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const workoutId = await start(url(), me, { startedAt });
    await act(url(), me, 'recordSamples', { workoutId, samples });
    const early = await act(url(), me, 'finishWorkout', { workoutId, endedAt: samples[59]?.at });
    expect(early).toEqual({ workout: null, userErrors: [{ code: 'INVALID_INPUT', path: ['endedAt'] }] });
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId, endedAt: samples[60]?.at });
    expect(workout).toMatchObject({ status: 'COMPLETED', elapsedSeconds: 60 });
  });

  it('is not paused before it began, and loses nothing to who says so', async () => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const workoutId = await start(url(), me, { startedAt });
    const turn = (name: 'pauseWorkout' | 'resumeWorkout', at: string) => act(url(), me, name, { workoutId, at });
    const refusal = [{ code: 'INVALID_INPUT', path: ['at'] }];
    await act(url(), me, 'recordSamples', { workoutId, samples });
    expect((await turn('pauseWorkout', '1970-01-01T00:00:01Z')).userErrors).toEqual(refusal);
    expect((await turn('pauseWorkout', samples[20]?.at ?? '')).workout?.status).toBe('PAUSED');
    expect((await turn('resumeWorkout', '1970-01-01T00:00:01Z')).userErrors).toEqual(refusal);
    expect((await turn('resumeWorkout', samples[30]?.at ?? '')).workout?.status).toBe('RECORDING');
    const { workout } = await act(url(), me, 'finishWorkout', { workoutId });
    expect(workout).toMatchObject({ elapsedSeconds: 60, movingSeconds: 50 });
    const ahead = await start(url(), me, { startedAt: new Date(Date.now() + 60_000).toISOString() });
    expect((await act(url(), me, 'pauseWorkout', { workoutId: ahead })).workout?.status).toBe('PAUSED');
  });

  it('is paused once, however many say so at once, and not without end', async () => {
    const me = somebody();
    const workoutId = await start(url(), me);
    const turn = (name: 'pauseWorkout' | 'resumeWorkout') => act(url(), me, name, { workoutId });
    for (const [name, status] of [
      ['pauseWorkout', 'PAUSED'],
      ['resumeWorkout', 'RECORDING'],
    ] as const) {
      for (const { workout, userErrors } of await Promise.all(Array.from({ length: 5 }, () => turn(name)))) {
        expect({ status: workout?.status, userErrors }).toEqual({ status, userErrors: [] });
      }
    }
    const timer = Array.from({ length: 1000 }, (_, at) => ({
      at,
      kind: at % 2 ? ('RESUME' as const) : ('PAUSE' as const),
    }));
    const now = new Date();
    expect(decideTurn({ status: 'RECORDING', startedAt: 0, timer }, 'PAUSED', now, now)).toMatchObject({
      problems: [{ code: 'LIMIT_REACHED', path: ['workoutId'] }],
    });
    expect(decideTurn({ status: 'RECORDING', startedAt: 0, timer: timer.slice(2) }, 'PAUSED', now, now).ok).toBe(true);
    expect((await act(url(), me, 'finishWorkout', { workoutId })).workout?.status).toBe('COMPLETED');
  });

  it('can be called otherwise, shown to others and be another sport, and keeps that when it is finished', async () => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const id = await start(url(), me, { startedAt });
    const said = { sport: 'TRAIL_RUNNING', title: 'Up the hill', visibility: 'EVERYONE' };
    const updated = await update(me, { workoutId: id, ...said });
    expect(updated).toEqual({ workout: { id, status: 'RECORDING', ...said }, userErrors: [] });
    const early = await update(me, { workoutId: id, elapsedSeconds: 5, title: 'No' });
    expect(early).toEqual({ workout: null, userErrors: [{ code: 'INVALID_INPUT', path: ['elapsedSeconds'] }] });
    const others = await update(somebody(), { workoutId: id, title: 'Mine' });
    expect(others).toEqual({ workout: null, userErrors: [{ code: 'NOT_FOUND', path: ['workoutId'] }] });
    await act(url(), me, 'recordSamples', { workoutId: id, samples });
    await act(url(), me, 'finishWorkout', { workoutId: id });
    expect(await query(url(), me, `query($id: ID!) { workout(id: $id) { sport title visibility } }`, { id })).toEqual({
      workout: said,
    });
  });
});

import fc from 'fast-check';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openMongo } from '#platform/mongo/connection.ts';
import { testService } from '#platform/testing/stores.ts';
import { ask, listen, person, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { anyOrder } from '#platform/testing/anyOrder.ts';
import { act, finishElsewhere, pieces, run, start } from './liveSupport.ts';
import { workoutsOf } from './asking.ts';
import { gpx } from './runFiles.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { importBytes } from './uploading.ts';

const subgraph = useWorkouts();
const IDLE_MS = 1500;
let now = new Date();
/** Where nobody is waited for for long, by a clock that stands still until it is moved. */
const idle = useWorkouts({ LIVE_IDLE_MS: IDLE_MS }, () => now);

describe('a workout as it happens', () => {
  it('moves on with its samples, and is finished with the figures of a file', async () => {
    const me = somebody();
    const { samples, startedAt, meters } = run(600);
    const workoutId = await start(subgraph.url, me, { startedAt });
    for (const batch of pieces(samples, 100)) {
      const { acceptedSequence, workout } = await act(subgraph.url, me, 'recordSamples', { workoutId, samples: batch });
      const last = batch.at(-1)?.sequence ?? 0;
      expect(acceptedSequence).toBe(last);
      expect(workout).toMatchObject({ id: workoutId, status: 'RECORDING', elapsedSeconds: last - 1 });
      expect(workout?.distanceMeters).toBeCloseTo((last - 1) * 3, 0);
    }
    expect(await workoutsOf(subgraph.url, me)).toEqual([]);
    const { workout } = await act(subgraph.url, me, 'finishWorkout', { workoutId });
    expect(workout).toMatchObject({
      id: workoutId,
      status: 'COMPLETED',
      source: 'LIVE',
      startedAt: new Date(startedAt).toISOString(),
    });
    expect(workout).toMatchObject({ elapsedSeconds: 600, movingSeconds: 600 });
    expect(workout?.distanceMeters).toBeCloseTo(meters, 0);
    expect(await workoutsOf(subgraph.url, me)).toHaveLength(1);
    // Asked again, it answers the same; samples come too late.
    expect((await act(subgraph.url, me, 'finishWorkout', { workoutId })).workout?.id).toBe(workoutId);
    const late = await act(subgraph.url, me, 'recordSamples', { workoutId, samples: samples.slice(0, 1) });
    expect(late.userErrors).toEqual([{ code: 'WORKOUT_NOT_RUNNING', path: ['workoutId'] }]);
  });

  it.each([10_000, 400])('is no longer for the %d m that its device had counted before', async (before) => {
    const me = somebody();
    const { samples, startedAt } = run(600);
    const counted = samples.map((sample, i) => ({ ...sample, distanceMeters: before + i * 3 }));
    const workoutId = await start(subgraph.url, me, { startedAt });
    for (const batch of pieces(counted, 400)) {
      const { workout } = await act(subgraph.url, me, 'recordSamples', { workoutId, samples: batch });
      expect(workout?.distanceMeters).toBe(((batch.at(-1)?.sequence ?? 0) - 1) * 3);
    }
    expect((await act(subgraph.url, me, 'finishWorkout', { workoutId })).workout?.distanceMeters).toBe(1800);
  });

  it('comes to the same whatever order batches come in, how often, and what is lost of Redis', async () => {
    const redis = new Redis(subgraph.config.REDIS_URL);
    const { samples } = run(120);
    const batches = pieces(samples, 10);
    await fc.assert(
      fc.asyncProperty(anyOrder(batches.keys(), 2), fc.nat(23), async (steps, emptied) => {
        const me = somebody();
        const workoutId = await start(subgraph.url, me, { startedAt: samples[0]?.at });
        const record = async (some: typeof samples) =>
          (await act(subgraph.url, me, 'recordSamples', { workoutId, samples: some })).workout;
        for (const [i, step] of steps.entries()) {
          if (i === emptied) await redis.flushall();
          await record(batches[step] ?? []);
        }
        expect(await record([])).toMatchObject({ elapsedSeconds: 120 });
        await until(
          'what came late to be shown',
          async () => Math.round((await record([]))?.distanceMeters ?? 0) === 360,
        );
        const { workout } = await act(subgraph.url, me, 'finishWorkout', { workoutId });
        expect(workout).toMatchObject({ elapsedSeconds: 120, movingSeconds: 120 });
        expect(workout?.distanceMeters).toBeCloseTo(360, 0);
      }),
      { numRuns: 6 },
    );
    redis.disconnect();
  });

  it('counts nothing of a pause, and all of what was before and after it', async () => {
    const me = somebody();
    const { samples, startedAt } = run(300);
    const workoutId = await start(subgraph.url, me, { startedAt });
    await act(subgraph.url, me, 'pauseWorkout', { workoutId, at: samples[100]?.at });
    const paused = await act(subgraph.url, me, 'pauseWorkout', { workoutId });
    expect(paused.workout?.status).toBe('PAUSED');
    await act(subgraph.url, me, 'resumeWorkout', { workoutId, at: samples[200]?.at });
    const { workout: shown } = await act(subgraph.url, me, 'recordSamples', { workoutId, samples });
    expect(shown?.distanceMeters).toBeCloseTo(600, 0);
    const { workout } = await act(subgraph.url, me, 'finishWorkout', { workoutId });
    expect(workout).toMatchObject({ elapsedSeconds: 300, movingSeconds: 200 });
    expect(workout?.distanceMeters).toBeCloseTo(600, 0);
  });

  it.each([
    ['as soon as it began', [[0, 100]]],
    [
      'in the moment in which it went on',
      [
        [50, 100],
        [100, 150],
      ],
    ],
  ] as const)('is paused also when it was %s', async (_when, pauses) => {
    const me = somebody();
    const { samples, startedAt } = run(300);
    const workoutId = await start(subgraph.url, me, { startedAt });
    for (const [from, to] of pauses) {
      await act(subgraph.url, me, 'pauseWorkout', { workoutId, at: samples[from]?.at });
      await act(subgraph.url, me, 'resumeWorkout', { workoutId, at: samples[to]?.at });
    }
    await act(subgraph.url, me, 'recordSamples', { workoutId, samples });
    const { workout } = await act(subgraph.url, me, 'finishWorkout', { workoutId });
    expect(workout).toMatchObject({ elapsedSeconds: 300, movingSeconds: 200 });
  });

  it('may have no samples at all: then its owner tells when it ended', async () => {
    const me = somebody();
    const workoutId = await start(subgraph.url, me, { sport: 'STRENGTH', startedAt: '2025-03-01T08:00:00Z' });
    const early = await act(subgraph.url, me, 'finishWorkout', { workoutId, endedAt: '2025-03-01T07:00:00Z' });
    expect(early.userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['endedAt'] }]);
    const { workout } = await act(subgraph.url, me, 'finishWorkout', { workoutId, endedAt: '2025-03-01T08:40:00Z' });
    expect(workout).toMatchObject({ id: workoutId, elapsedSeconds: 2400, distanceMeters: null });
  });

  it('is given up and not deleted, and waits while it is being finished', async () => {
    const me = somebody();
    const workoutId = await start(subgraph.url, me);
    const refusalOf = async (name: 'deleteWorkout' | 'updateWorkout'): Promise<unknown> => {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const text = `mutation($input: ${type}!) { ${name}(input: $input) { userErrors { code path } } }`;
      return (await query(subgraph.url, me, text, { input: { workoutId } }))[name];
    };
    const refusal = (code: string) => ({ userErrors: [{ code, path: ['workoutId'] }] });
    expect(await refusalOf('deleteWorkout')).toEqual(refusal('INVALID_INPUT'));
    const elsewhere = await finishElsewhere(subgraph.config.MONGO_URL, workoutId);
    expect(await refusalOf('deleteWorkout')).toEqual(refusal('WORKOUT_NOT_RUNNING'));
    expect(await refusalOf('updateWorkout')).toEqual(refusal('WORKOUT_NOT_RUNNING'));
    await elsewhere.release();
    expect((await act(subgraph.url, me, 'finishWorkout', { workoutId })).workout?.id).toBe(workoutId);
    expect(await refusalOf('deleteWorkout')).toEqual({ userErrors: [] });
    expect(await refusalOf('deleteWorkout')).toEqual(refusal('NOT_FOUND'));
  });

  it('is gone when it is given up, and nobody else can touch it', async () => {
    const [me, other] = [somebody(), somebody()];
    const workoutId = await start(subgraph.url, me);
    for (const [name, more] of [
      ['recordSamples', { samples: [] }],
      ['pauseWorkout', {}],
      ['finishWorkout', {}],
      ['abandonWorkout', {}],
    ] as const) {
      for (const id of [workoutId, 'x\u0000']) {
        const { userErrors } = await act(subgraph.url, id === workoutId ? other : me, name, { workoutId: id, ...more });
        expect(userErrors).toEqual([{ code: 'NOT_FOUND', path: ['workoutId'] }]);
      }
    }
    expect(await act(subgraph.url, me, 'abandonWorkout', { workoutId })).toEqual({
      abandonedWorkoutId: workoutId,
      userErrors: [],
    });
    const { userErrors } = await act(subgraph.url, me, 'finishWorkout', { workoutId });
    expect(userErrors).toEqual([{ code: 'WORKOUT_NOT_RUNNING', path: ['workoutId'] }]);
    expect(await query(subgraph.url, me, `query($id: ID!) { workout(id: $id) { id } }`, { id: workoutId })).toEqual({
      workout: null,
    });
  });

  it('names the sample and the field that is wrong', async () => {
    const me = somebody();
    const workoutId = await start(subgraph.url, me);
    const good = run(3).samples;
    for (const [wrong, field] of [
      [{ latitude: 91 }, 'latitude'],
      [{ longitude: -180.5 }, 'longitude'],
      [{ heartRateBpm: -1 }, 'heartRateBpm'],
      [{ sequence: -1 }, 'sequence'],
      [{ at: '1999-12-31T00:00:00Z' }, 'at'],
      [{ at: 'now' }, 'at'],
      [{ latitude: null }, 'latitude'],
    ] as const) {
      const samples = good.map((sample, i) => (i === 3 ? { ...sample, ...wrong } : sample));
      const { userErrors } = await act(subgraph.url, me, 'recordSamples', { workoutId, samples });
      expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['samples', '3', field] }]);
    }
    const [first] = good;
    const tooMany = Array.from({ length: 1001 }, (_, sequence) => ({ ...first, sequence }));
    const { userErrors } = await act(subgraph.url, me, 'recordSamples', { workoutId, samples: tooMany });
    expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['samples'] }]);
    const empty = await act(subgraph.url, me, 'recordSamples', { workoutId, samples: [] });
    expect(empty).toMatchObject({ acceptedSequence: null, userErrors: [] });
  });

  it('closes itself when it is forgotten, with what was recorded, or without a trace', async () => {
    const me = somebody();
    const { samples, startedAt } = run(60);
    const workoutId = await start(idle.url, me, { startedAt });
    await start(idle.url, me);
    expect((await act(idle.url, me, 'recordSamples', { workoutId, samples })).userErrors).toEqual([]);
    now = new Date(now.getTime() + IDLE_MS + 1);
    const [workout] = await until('the workout to close', async () => {
      const found = await workoutsOf(idle.url, me);
      return found.length > 0 ? found : undefined;
    });
    expect(workout?.id).toBe(workoutId);
    await until('nothing to run any more', async () => (await running(idle.url, me)).length === 0);
    expect(await workoutsOf(idle.url, me)).toHaveLength(1);
  });

  it('is followed live by who may see it, and by nobody else', async () => {
    const [me, other] = [somebody(), somebody()];
    const { samples, startedAt } = run(60);
    const text = `subscription($id: ID!) { liveWorkoutUpdated(workoutId: $id) { id status distanceMeters } }`;
    const hidden = await start(subgraph.url, me, { startedAt });
    const refused = await listen(subgraph.url, TEST_SECRET, person(other), text, { id: hidden });
    await until('the refusal', () => refused.results.length > 0);
    expect(refused.results[0]?.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    await refused.close();
    const id = await start(subgraph.url, me, { startedAt, visibility: 'EVERYONE' });
    const listening = await listen(subgraph.url, TEST_SECRET, person(other), text, { id });
    await until('the first state', () => listening.results.length > 0);
    await act(subgraph.url, me, 'recordSamples', { workoutId: id, samples });
    await until('the distance', () => stateOf(listening.results.at(-1)).distanceMeters !== null);
    expect(stateOf(listening.results.at(-1)).distanceMeters).toBeCloseTo(180, 0);
    await act(subgraph.url, me, 'finishWorkout', { workoutId: id });
    await listening.ended;
    expect(stateOf(listening.results.at(-1)).status).toBe('COMPLETED');
    await listening.close();
  });
});

describe('what a device sends', () => {
  const batchesOf = async (ownerId: string): Promise<object[]> => {
    const mongo = await openMongo(testService(), subgraph.config.MONGO_URL);
    return mongo.run((database) => database.collection('deviceBatches').find({ ownerId }).toArray());
  };

  it('becomes one workout when its batch is closed, however often it is sent', async () => {
    const me = somebody();
    const { samples, meters } = run(200);
    const [first = [], second = []] = pieces(samples, 101);
    const batch = { deviceId: 'strap 1', batchId: 'monday' };
    const send = (more: object) => act(subgraph.url, me, 'ingestDeviceData', { ...batch, sport: 'RUNNING', ...more });
    expect(await send({ samples: first, last: false })).toEqual({
      acceptedSamples: 101,
      workout: null,
      userErrors: [],
    });
    expect((await send({ samples: first, last: false })).acceptedSamples).toBe(101);
    const closed = await send({ samples: second, last: true });
    expect(closed.workout).toMatchObject({ source: 'DEVICE', status: 'COMPLETED', elapsedSeconds: 200 });
    expect(closed.workout?.distanceMeters).toBeCloseTo(meters, 0);
    const again = await send({ samples: second, last: true });
    expect(again).toEqual({ ...closed, acceptedSamples: 100 });
    expect(await workoutsOf(subgraph.url, me)).toHaveLength(1);
  });

  it.each(['file first', 'batch first'])(
    'is one workout with a file of the same way by a clock in another zone, whichever comes first: %s',
    async (order) => {
      const me = somebody();
      const from = Date.UTC(2025, 8, order === 'file first' ? 1 : 2, 6);
      const { samples } = run(200, from + 3_600_000);
      const importFile = () => importBytes(subgraph.url, me, gpx(run(200, from)));
      const send = () =>
        act(subgraph.url, me, 'ingestDeviceData', {
          deviceId: 'd',
          batchId: 'b',
          sport: 'RUNNING',
          samples,
          last: true,
        });
      if (order === 'file first') await importFile();
      await send();
      if (order === 'batch first') expect((await importFile()).status).toBe('DUPLICATE');
      expect(await workoutsOf(subgraph.url, me)).toHaveLength(1);
      const workoutId = await start(subgraph.url, me, { startedAt: new Date(from + 7_200_000).toISOString() });
      await act(subgraph.url, me, 'recordSamples', { workoutId, samples: run(200, from + 7_200_000).samples });
      await act(subgraph.url, me, 'finishWorkout', { workoutId });
      expect(await workoutsOf(subgraph.url, me)).toHaveLength(2);
    },
  );

  it('is of the sport that is said first, in whichever call', async () => {
    const me = somebody();
    const batches = pieces(run(20).samples, 6);
    for (const [i, sport] of [null, 'STRENGTH', 'RUNNING', null].entries()) {
      const input = { deviceId: 'd', batchId: 'b', sport, samples: batches[i], last: i === 3 };
      expect((await act(subgraph.url, me, 'ingestDeviceData', input)).userErrors).toEqual([]);
    }
    const [workout] = await workoutsOf(subgraph.url, me);
    expect(
      await query(subgraph.url, me, `query($id: ID!) { workout(id: $id) { sport } }`, { id: workout?.id }),
    ).toEqual({ workout: { sport: 'STRENGTH' } });
  });

  it('is acknowledged again when its batch is closed, and refused when it comes too late', async () => {
    const me = somebody();
    const { samples } = run(120);
    const send = (from: number, to: number, last: boolean) =>
      act(subgraph.url, me, 'ingestDeviceData', {
        deviceId: 'watch',
        batchId: 'tuesday',
        samples: samples.slice(from, to),
        last,
      });
    expect((await send(0, 60, false)).userErrors).toEqual([]);
    const closing = await Promise.all(Array.from({ length: 4 }, () => send(60, 100, true)));
    expect(new Set(closing.map(({ workout }) => workout?.id)).size).toBe(1);
    for (const answer of closing) expect(answer).toMatchObject({ acceptedSamples: 40, userErrors: [] });
    expect(await send(20, 70, false)).toEqual({ ...closing[0], acceptedSamples: 50 });
    expect(await send(90, 110, true)).toEqual({
      acceptedSamples: null,
      workout: null,
      userErrors: [{ code: 'WORKOUT_NOT_RUNNING', path: ['samples', '10', 'sequence'] }],
    });
  });

  it('may lie in a hundred open batches, which keep nobody from recording', async () => {
    const me = somebody();
    const { samples } = run(1);
    const open = (batchId: string) =>
      act(subgraph.url, me, 'ingestDeviceData', { deviceId: 'd', batchId, samples, last: false });
    const answers = await Promise.all(Array.from({ length: 103 }, (_, i) => open(`batch ${i}`)));
    const refusals = answers.flatMap(({ userErrors }) => userErrors);
    expect(refusals).toEqual(Array.from({ length: 3 }, () => ({ code: 'LIMIT_REACHED', path: ['batchId'] })));
    expect(await batchesOf(me)).toHaveLength(100);
    await start(subgraph.url, me);
  });

  it('is refused when it is nothing, and nothing is left open of it', async () => {
    const input = { deviceId: 'd', batchId: 'b', samples: [], last: true };
    const { userErrors } = await act(subgraph.url, somebody(), 'ingestDeviceData', input);
    expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['samples'] }]);
    const me = somebody();
    expect((await act(subgraph.url, me, 'ingestDeviceData', { ...input, last: false })).userErrors).toEqual(userErrors);
    expect(await running(subgraph.url, me)).toEqual([]);
    expect(await batchesOf(me)).toEqual([]);
    const nameless = await act(subgraph.url, somebody(), 'ingestDeviceData', { ...input, deviceId: ' ' });
    expect(nameless.userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['deviceId'] }]);
  });

  it('is told by an API key, which reads nothing of the workout that was there of the same activity', async () => {
    const me = somebody();
    const { samples, startedAt } = run(200);
    const input = { startedAt, title: 'Secret', visibility: 'ONLY_ME' };
    const workoutId = await start(subgraph.url, me, input);
    await act(subgraph.url, me, 'recordSamples', { workoutId, samples });
    await act(subgraph.url, me, 'finishWorkout', { workoutId });
    const answer = await ask(
      subgraph.url,
      TEST_SECRET,
      { kind: 'device', userId: me, keyId: 'key' },
      `mutation($input: IngestDeviceDataInput!) { ingestDeviceData(input: $input) {
        acceptedSamples workout { id status owner { id } title sport startedAt elapsedSeconds distanceMeters metrics
          heartRate { maxBpm } route { polyline } splits { index } bestEfforts { elapsedSeconds }
          streams(kinds: [HEART_RATE, ELEVATION]) { kind } photos { id } } userErrors { code path } } }`,
      {
        input: {
          deviceId: 'd',
          batchId: 'b',
          samples: samples.map(({ heartRateBpm: _, ...bare }) => bare),
          last: true,
        },
      },
    );
    expect(answer).toEqual({
      data: {
        ingestDeviceData: {
          acceptedSamples: samples.length,
          workout: {
            id: workoutId,
            status: 'COMPLETED',
            owner: { id: me },
            title: 'Workout',
            sport: 'OTHER',
            startedAt: null,
            elapsedSeconds: null,
            distanceMeters: null,
            metrics: null,
            heartRate: null,
            route: null,
            splits: [],
            bestEfforts: [],
            streams: [],
            photos: [],
          },
          userErrors: [],
        },
      },
    });
  });

  it('leaves no batch behind when the call that would begin one is refused, and the batch may come after that', async () => {
    const me = somebody();
    const { samples } = run(10);
    const send = (more: object) =>
      act(subgraph.url, me, 'ingestDeviceData', { deviceId: 'd', batchId: 'b', samples: [], last: true, ...more });
    const later = [{ ...samples[0], at: new Date(Date.now() + 365 * 86_400_000).toISOString() }];
    expect((await send({})).userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['samples'] }]);
    expect((await send({ samples: later, last: false })).userErrors).toEqual([
      { code: 'INVALID_INPUT', path: ['samples', '0', 'at'] },
    ]);
    expect(await running(subgraph.url, me)).toEqual([]);
    expect((await send({ samples })).workout).toMatchObject({ status: 'COMPLETED', elapsedSeconds: 10 });
  });
});

const live = z.object({ status: z.string(), distanceMeters: z.number().nullable() });
const stateOf = (result: { data?: unknown } | undefined) =>
  z.object({ data: z.object({ liveWorkoutUpdated: live }) }).parse(result).data.liveWorkoutUpdated;

async function running(url: string, personId: string): Promise<unknown[]> {
  const data = await query(
    url,
    personId,
    `query($who: [_Any!]!) { _entities(representations: $who) { ... on Viewer { workoutsInProgress { id } } } }`,
    { who: [{ __typename: 'Viewer', id: personId }] },
  );
  const viewer = z.object({ workoutsInProgress: z.array(z.unknown()) });
  return z.object({ _entities: z.tuple([viewer]) }).parse(data)._entities[0].workoutsInProgress;
}

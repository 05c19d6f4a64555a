import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBroker } from '#platform/events/broker.ts';
import { KEYS, SAMPLES } from '#platform/events/streams.ts';
import { subjectsOf } from '#platform/events/subject.ts';
import { until } from '#platform/testing/until.ts';
import { startTestNats, testService, type Disposable, type StoreProcess } from '#platform/testing/stores.ts';
import { persistently } from '#platform/testing/mortal.ts';
import { act, pieces, run } from './liveSupport.ts';
import { startMortal } from './mortal.ts';
import { workoutsOf } from './asking.ts';
import { somebody } from './support.ts';

let nats: Disposable<StoreProcess>;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.dispose());

const POINTS = [
  'workouts.live.started',
  'workouts.samples.before-append',
  'workouts.samples.appended',
  'workouts.samples.heard',
  'workouts.samples.shown',
  'workouts.finish.before-end',
  'workouts.finish.ended',
  'workouts.finish.claimed',
  'workouts.finish.recording-stored',
  'workouts.finish.analysed',
  'workouts.finish.sequences-noted',
  'workouts.finish.track-stored',
  'workouts.new.inserted',
  'workouts.finish.noted',
  'workouts.finish.purged',
  'workouts.live.abandoned',
];

it('loses and doubles nothing of a running workout, and leaves no samples or key of it, wherever the process dies, and when the broker and Redis go', async () => {
  const subgraph = await startMortal(
    nats.value.url,
    POINTS.map((point) => `${point}=1`),
  );
  const redis = new Redis(subgraph.redisUrl);
  const me = somebody();
  const { samples, startedAt } = run(120);
  const begin = async (): Promise<string> => {
    const { workout } = await act(subgraph.url, me, 'startWorkout', { sport: 'RUNNING', startedAt });
    if (!workout) throw new Error('it did not begin');
    return workout.id;
  };
  const workoutId = await persistently('starting', begin);
  for (const [i, batch] of pieces(samples, 20).entries()) {
    const { acceptedSequence } = await persistently('recording', () =>
      act(subgraph.url, me, 'recordSamples', { workoutId, samples: batch }),
    );
    expect(acceptedSequence).toBe(batch.at(-1)?.sequence);
    if (i === 2) await redis.flushall();
    if (i === 3) await nats.value.stop();
    if (i === 3) await nats.value.start();
  }
  redis.disconnect();
  const { workout } = await persistently('finishing', () => act(subgraph.url, me, 'finishWorkout', { workoutId }));
  expect(workout).toMatchObject({ id: workoutId, status: 'COMPLETED', elapsedSeconds: 120, movingSeconds: 120 });
  expect(workout?.distanceMeters).toBeCloseTo(360, 0);
  expect(await persistently('listing', () => workoutsOf(subgraph.url, me))).toEqual([
    expect.objectContaining({ id: workoutId }),
  ]);
  await until('all deaths but the last', () => subgraph.deaths() >= POINTS.length - 1, 60_000);
  const givenUp = await persistently('starting', begin);
  await persistently('recording', () =>
    act(subgraph.url, me, 'recordSamples', { workoutId: givenUp, samples: samples.slice(0, 20) }),
  );
  // Asked for once: who is told nothing may not ask again.
  await expect(act(subgraph.url, me, 'abandonWorkout', { workoutId: givenUp })).rejects.toThrow();
  const broker = await openBroker(testService(), nats.value.url);
  const left = async () => [
    ...(await subjectsOf(broker, SAMPLES.name, '>')),
    ...(await subjectsOf(broker, KEYS.name, '>')),
  ];
  await until('samples and keys to be erased', async () => (await left()).length === 0, 60_000);
  expect(subgraph.deaths()).toBe(POINTS.length);
}, 240_000);

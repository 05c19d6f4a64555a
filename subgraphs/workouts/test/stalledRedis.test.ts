import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createService } from '#platform/lifecycle.ts';
import { wayTo } from '#platform/testing/network.ts';
import { startTestNats, startTestRedis } from '#platform/testing/stores.ts';
import { startWorkouts } from '../app.ts';
import { act, pieces, run, start } from './liveSupport.ts';
import { query, somebody, testConfig } from './support.ts';

it('samples are kept while Redis does not answer, and shown as they are when it does again', async () => {
  const [nats, redis] = [await startTestNats(), await startTestRedis()];
  const way = await wayTo(redis.value.url);
  const { service, close } = createService('workouts', 'silent');
  onTestFinished(async () => {
    await close();
    await Promise.all([nats.dispose(), redis.dispose()]);
  });
  const url = await startWorkouts(service, await testConfig(nats.value.url, { REDIS_URL: way.url.href }));
  const me = somebody();
  const { samples, startedAt, meters } = run(90);
  const [before, during, after] = pieces(samples, 31);
  const workoutId = await start(url, me, { startedAt });
  const record = (some = samples) => act(url, me, 'recordSamples', { workoutId, samples: some });
  expect((await record(before)).acceptedSequence).toBe(31);

  way.hold();
  expect(await record(during)).toMatchObject({ acceptedSequence: 62, userErrors: [] });
  const batch = { deviceId: 'strap', batchId: 'one', samples: run(20).samples, last: true };
  expect(await act(url, me, 'ingestDeviceData', batch)).toMatchObject({ acceptedSamples: 21, userErrors: [] });
  way.release();

  expect((await record(after)).acceptedSequence).toBe(samples.length);
  const { workout } = await query(url, me, `query($id: ID!) { workout(id: $id) { distanceMeters } }`, {
    id: workoutId,
  });
  expect(z.object({ distanceMeters: z.number() }).parse(workout).distanceMeters).toBeCloseTo(meters, 0);
});

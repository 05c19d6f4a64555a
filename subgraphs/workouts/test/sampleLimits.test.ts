import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { act, run, start } from './liveSupport.ts';
import { query, somebody, useWorkouts } from './support.ts';

const now = new Date();
/** By a clock that stands still: nothing is allowed anew meanwhile. */
const workouts = useWorkouts({ SAMPLE_CALLS_PER_MINUTE: 5 }, () => now);

const problems = z.array(z.object({ code: z.string(), retryAfterSeconds: z.int().nullable() }));

/** Sends a sample. Answers what is wrong. */
async function send(me: string, workoutId: string, sequence: number) {
  const { samples } = run(1, Date.UTC(2026, 4, 1));
  const text = `mutation($input: RecordSamplesInput!) {
    recordSamples(input: $input) { userErrors { code retryAfterSeconds } } }`;
  const input = { workoutId, samples: samples.slice(0, 1).map((sample) => ({ ...sample, sequence })) };
  const data = await query(workouts.url, me, text, { input });
  return z.object({ recordSamples: z.object({ userErrors: problems }) }).parse(data).recordSamples.userErrors;
}

describe('who sends samples', () => {
  it('too often of one workout is told when to try again, and may send those of another', async () => {
    const me = somebody();
    const [one, other] = [await start(workouts.url, me), await start(workouts.url, me)];
    const found = [];
    for (let i = 1; i <= 6; i += 1) found.push(...(await send(me, one, i)));
    expect(found).toMatchObject([{ code: 'RATE_LIMITED' }]);
    expect(found[0]?.retryAfterSeconds).toBeGreaterThan(0);
    expect(found[0]?.retryAfterSeconds).toBeLessThanOrEqual(12);
    expect(await send(me, other, 1)).toEqual([]);
    expect(await send(somebody(), one, 1)).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('of many workouts too often is told so as well', async () => {
    const me = somebody();
    const found = [];
    for (let i = 1; i <= 18; i += 1) {
      const input = { deviceId: 'watch', batchId: `batch ${i}`, samples: run(1).samples, last: false };
      found.push((await act(workouts.url, me, 'ingestDeviceData', input)).userErrors.map(({ code }) => code));
    }
    expect(found.slice(0, 15).flat()).toEqual([]);
    expect(found.slice(15).flat()).toContain('RATE_LIMITED');
  });

  it('is forgiven when Redis is emptied, and nothing else is lost', async () => {
    const me = somebody();
    const one = await start(workouts.url, me);
    for (let i = 1; i <= 5; i += 1) expect(await send(me, one, i)).toEqual([]);
    const redis = new Redis(workouts.config.REDIS_URL);
    await redis.flushall();
    redis.disconnect();
    expect(await send(me, one, 6)).toEqual([]);
  });
});

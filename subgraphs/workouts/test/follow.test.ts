import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '#platform/testing/until.ts';
import { connectAs, somebody, useWorkouts } from './support.ts';
import { activity, importBytes, importUpload, upload, type ImportState } from './uploading.ts';

const workouts = useWorkouts();
const text =
  'subscription($id: ID!) { workoutImportUpdated(id: $id) { id status workout { id } failure { code message } } }';
const event = z.object({
  data: z.object({
    workoutImportUpdated: z.object({
      id: z.string(),
      status: z.string(),
      workout: z.object({ id: z.string() }).nullable(),
      failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    }),
  }),
});

/** All that a listener hears until the subscription is over. */
async function listen(personId: string, id: string, onEvent: () => void = () => undefined): Promise<ImportState[]> {
  const client = await connectAs(workouts.url, personId);
  const heard: ImportState[] = [];
  for await (const result of client.iterate({ query: text, variables: { id } })) {
    heard.push(event.parse(result).data.workoutImportUpdated);
    onEvent();
  }
  await client.dispose();
  return heard;
}

const RANK = ['PENDING', 'PROCESSING', 'COMPLETED'];

describe('workoutImportUpdated', () => {
  it('tells the state at once and after each step, and ends when it is done', async () => {
    const owner = somebody();
    const { workoutImport } = await importUpload(
      workouts.url,
      owner,
      await upload(workouts.url, owner, activity().bytes),
    );
    const heard = await listen(owner, workoutImport?.id ?? '');
    expect(heard.at(-1)).toMatchObject({ status: 'COMPLETED', workout: { id: expect.any(String) }, failure: null });
    const ranks = heard.map(({ status }) => RANK.indexOf(status));
    expect(ranks).toEqual([...new Set(ranks)].sort());
  });

  it('tells the end of an import that is done, and ends', async () => {
    const owner = somebody();
    const done = await importBytes(workouts.url, owner, activity().bytes);
    expect(await listen(owner, done.id)).toEqual([done]);
    const failed = await importBytes(workouts.url, owner, Buffer.from('nonsense'));
    expect(await listen(owner, failed.id)).toEqual([failed]);
  });

  it('lets the owner listen and nobody else', async () => {
    const owner = somebody();
    const { id } = await importBytes(workouts.url, owner, activity().bytes);
    for (const [who, what] of [
      [somebody(), id],
      [owner, somebody()],
      [owner, 'no-id'],
    ] as const) {
      const client = await connectAs(workouts.url, who);
      const results: unknown[] = [];
      for await (const result of client.iterate({ query: text, variables: { id: what } })) results.push(result);
      expect(results).toMatchObject([{ errors: [{ extensions: { code: 'NOT_FOUND' } }] }]);
      await client.dispose();
    }
  });

  it('goes on when the broker was away in between', async () => {
    const owner = somebody();
    const uploadId = await upload(workouts.url, owner, activity({ durationSeconds: 3600 }).bytes);
    const { workoutImport } = await importUpload(workouts.url, owner, uploadId);
    let told = 0;
    const heard = listen(owner, workoutImport?.id ?? '', () => void told++);
    await until('the first word', () => told > 0);
    await workouts.nats.stop();
    await workouts.nats.start();
    expect((await heard).at(-1)?.status).toBe('COMPLETED');
  });
});

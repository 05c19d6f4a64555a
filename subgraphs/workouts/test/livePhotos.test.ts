import { describe, expect, it } from 'vitest';
import { until } from '#platform/testing/until.ts';
import { act, run, start } from './liveSupport.ts';
import { add, filesIn, picture, remove, seen, send } from './photoSupport.ts';
import { somebody, useWorkouts } from './support.ts';

let now = new Date();
/** By a clock that can be moved on; pictures that are due are looked after soon. */
const workouts = useWorkouts({ UNUSED_PHOTO_MS: 60_000, LEFTOVER_MS: 1000 }, () => now);

/** The pictures in the storage, in all their sizes, that were not there before. */
const pictures = async (before: readonly string[] = []): Promise<string[]> =>
  (await filesIn(workouts.config.STORAGE_DIR ?? '')).filter((name) => name.endsWith('.webp') && !before.includes(name));

/** Sends a picture that no workout shows, and has its time go by: all that are there are looked after. */
async function sendUnused(owner: string): Promise<void> {
  const before = await pictures();
  await send(workouts.url, owner, await picture());
  const unused = await until('the unused one to come', async () => {
    const found = await pictures(before);
    return found.length > 0 && found;
  });
  now = new Date(now.getTime() + workouts.config.UNUSED_PHOTO_MS);
  await until('the unused one to go', async () => {
    const left = await pictures();
    return unused.every((name) => !left.includes(name));
  });
}

const ids = (photos: Awaited<ReturnType<typeof seen>>): string[] | undefined => photos?.map(({ id }) => id);

/** A photo on a running workout. Answers its id. */
async function put(owner: string, workoutId: string): Promise<string> {
  const { photo, userErrors } = await add(
    workouts.url,
    owner,
    workoutId,
    await send(workouts.url, owner, await picture()),
  );
  expect(userErrors).toEqual([]);
  return photo?.id ?? '';
}

describe('a photo on a workout that is being recorded', () => {
  it('is shown at once, outlasts the wait for a workout, and stays when it is finished', async () => {
    const { url } = workouts;
    const owner = somebody();
    const { samples, startedAt } = run(60);
    const workoutId = await start(url, owner, { startedAt });
    await act(url, owner, 'recordSamples', { workoutId, samples });
    const photos = [await put(owner, workoutId), await put(owner, workoutId)];
    expect(ids(await seen(url, owner, workoutId))).toEqual(photos);
    const kept = await pictures();
    // One that no workout shows is gone by then.
    await sendUnused(owner);
    const { workout } = await act(url, owner, 'finishWorkout', { workoutId });
    expect(workout?.id).toBe(workoutId);
    expect(ids(await seen(url, owner, workoutId))).toEqual(photos);
    expect(await pictures(kept)).toEqual([]);
    expect(await pictures()).toHaveLength(kept.length);
  });

  it('is on it once, however often it is added at once, and can be taken off', async () => {
    const { url } = workouts;
    const owner = somebody();
    const workoutId = await start(url, owner);
    const uploads = [await send(url, owner, await picture()), await send(url, owner, await picture())];
    await Promise.all([...uploads, ...uploads].map((uploadId) => add(url, owner, workoutId, uploadId)));
    const [first = '', second = ''] = ids(await seen(url, owner, workoutId)) ?? [];
    expect(await seen(url, owner, workoutId)).toHaveLength(2);
    expect((await remove(url, owner, workoutId, first)).removedPhotoId).toBe(first);
    expect(ids(await seen(url, owner, workoutId))).toEqual([second]);
    const strangers = await add(url, somebody(), workoutId, uploads[0] ?? '');
    expect(strangers.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['workoutId'] }]);
  });

  it('goes when it is abandoned', async () => {
    const { url } = workouts;
    const owner = somebody();
    const workoutId = await start(url, owner);
    const before = await pictures();
    await put(owner, workoutId);
    expect(await pictures(before)).not.toEqual([]);
    await act(url, owner, 'abandonWorkout', { workoutId });
    expect(await pictures(before)).toEqual([]);
    const late = await add(url, owner, workoutId, await send(url, owner, await picture()));
    expect(late.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['workoutId'] }]);
  });

  it('goes over to the workout that was there already of the same activity', async () => {
    const { url } = workouts;
    const owner = somebody();
    const { samples, startedAt } = run(600);
    const [one, other] = [await start(url, owner, { startedAt }), await start(url, owner, { startedAt })];
    for (const workoutId of [one, other]) await act(url, owner, 'recordSamples', { workoutId, samples });
    const photos = [await put(owner, one), await put(owner, other)];
    await act(url, owner, 'finishWorkout', { workoutId: one });
    const { workout } = await act(url, owner, 'finishWorkout', { workoutId: other });
    expect(workout?.id).toBe(one);
    expect(ids(await seen(url, owner, one))).toEqual(photos);
    await sendUnused(owner);
    expect(ids(await seen(url, owner, one))).toEqual(photos);
  });
});

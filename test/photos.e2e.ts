import sharp from 'sharp';
import { describe, expect, inject, test } from 'vitest';
import {
  AddWorkoutPhotoDocument,
  DeleteWorkoutDocument,
  LogWorkoutDocument,
  RemoveWorkoutPhotoDocument,
  UpdateWorkoutDocument,
  WorkoutPhotosDocument,
} from '#client/__generated__/graphql.ts';
import { createLaurelClient } from '#client/laurel.ts';
import { newPerson } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');

/** A picture as a telephone makes it: lying on its side, with the place where it was taken. */
const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 1600, height: 1200, channels: 3, background: 'teal' } })
    .jpeg()
    .withExif({ IFD0: { Model: 'Telephone' }, IFD3: { GPSLatitude: '46/1 3/1 0/1', GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .toBuffer();

describe('photos of a workout', () => {
  test('are shown upright and without their place to who may see it, until they are taken off', async () => {
    const [ana, ben] = [await newPerson(gatewayUrl, 'ana'), await newPerson(gatewayUrl, 'ben')];
    const startedAt = new Date(Date.now() - 7_200_000).toISOString();
    const told = { sport: 'HIKING' as const, startedAt, elapsedSeconds: 3600 };
    const { logWorkout } = await ana.client.run(LogWorkoutDocument, { input: told });
    const workoutId = logWorkout.workout?.id ?? '';
    const bytes = await picture();
    expect((await sharp(bytes).metadata()).exif?.toString('latin1')).toContain('Telephone');
    const uploadId = await ana.client.upload('summit.jpg', bytes, 'WORKOUT_PHOTO');

    const stolen = await ben.client.run(AddWorkoutPhotoDocument, { input: { workoutId, uploadId } });
    expect(stolen.addWorkoutPhoto.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['workoutId'] }]);
    const { addWorkoutPhoto } = await ana.client.run(AddWorkoutPhotoDocument, { input: { workoutId, uploadId } });
    expect(addWorkoutPhoto).toMatchObject({ userErrors: [], photo: { width: 1200, height: 1600 } });
    const { photo } = addWorkoutPhoto;
    for (const [url, height] of [
      [photo?.thumbnailUrl, 320],
      [photo?.url, 1600],
    ] as const) {
      const response = await fetch(url ?? '');
      expect(response.headers.get('content-type')).toBe('image/webp');
      const found = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
      expect([found.height, found.exif, found.orientation]).toEqual([height, undefined, undefined]);
    }

    const nobody = createLaurelClient(gatewayUrl);
    for (const { run } of [ben.client, nobody])
      expect((await run(WorkoutPhotosDocument, { id: workoutId })).workout).toBeNull();
    await ana.client.run(UpdateWorkoutDocument, { input: { workoutId, visibility: 'EVERYONE' } });
    for (const { run } of [ben.client, nobody])
      expect((await run(WorkoutPhotosDocument, { id: workoutId })).workout?.photos).toEqual([photo]);

    const { removeWorkoutPhoto } = await ana.client.run(RemoveWorkoutPhotoDocument, {
      input: { workoutId, photoId: photo?.id ?? '' },
    });
    expect(removeWorkoutPhoto).toEqual({
      removedPhotoId: photo?.id,
      workout: { id: workoutId, photos: [] },
      userErrors: [],
    });
    expect((await fetch(photo?.url ?? '')).status).toBe(404);
    expect((await ana.client.run(WorkoutPhotosDocument, { id: workoutId })).workout?.photos).toEqual([]);
    await ana.client.run(DeleteWorkoutDocument, { input: { workoutId } });
  });

  test('are not made of what is no picture', async () => {
    const ana = await newPerson(gatewayUrl, 'ana');
    const whole = await picture();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    for (const bytes of [whole.subarray(0, whole.length / 2), svg, Buffer.from('%PDF-1.7')]) {
      await expect(ana.client.upload('summit.jpg', bytes, 'WORKOUT_PHOTO')).rejects.toThrow('415');
    }
  });
});

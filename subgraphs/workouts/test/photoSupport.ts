import { readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import type { UploadPurpose } from '../domain/upload.ts';
import { query } from './support.ts';
import { addressOf, createUpload } from './uploading.ts';

/** A small JPEG. */
export const picture = (width = 40, height = 30): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: 'green' } })
    .jpeg()
    .toBuffer();

/** Uploads a picture. Answers the upload's id. */
export async function send(url: string, owner: string, bytes: Uint8Array, purpose: UploadPurpose = 'WORKOUT_PHOTO') {
  const { upload } = await createUpload(url, owner, { byteLength: bytes.length, purpose });
  if (!upload) throw new Error('no upload');
  const sent = await fetch(addressOf(url, upload), { method: 'PUT', body: Buffer.from(bytes) });
  if (!sent.ok) throw new Error(await sent.text());
  return upload.id;
}

/** Logs a hike, and answers its id. */
export async function log(url: string, owner: string, visibility = 'ONLY_ME'): Promise<string> {
  const data = await query(
    url,
    owner,
    'mutation($input: LogWorkoutInput!) { logWorkout(input: $input) { workout { id } userErrors { code } } }',
    { input: { sport: 'HIKING', startedAt: '2026-05-01T06:30:00.000Z', elapsedSeconds: 3600, visibility } },
  );
  return z.object({ logWorkout: z.object({ workout: z.object({ id: z.string() }) }) }).parse(data).logWorkout.workout
    .id;
}

const photoFields = 'id thumbnail: url(size: 100) large: url(size: 2048) url width height addedAt';
const photoSchema = z.object({
  id: z.string(),
  thumbnail: z.url(),
  large: z.url(),
  url: z.url(),
  width: z.int(),
  height: z.int(),
  addedAt: z.iso.datetime(),
});
const userErrors = z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() }));

export async function add(url: string, owner: string, workoutId: string, uploadId: string) {
  const data = await query(
    url,
    owner,
    `mutation($input: AddWorkoutPhotoInput!) { addWorkoutPhoto(input: $input) {
      photo { ${photoFields} } workout { photos { id } } userErrors { code path } } }`,
    { input: { workoutId, uploadId } },
  );
  const workout = z.object({ photos: z.array(z.object({ id: z.string() })) });
  const payload = z.object({ photo: photoSchema.nullable(), workout: workout.nullable(), userErrors });
  return z.object({ addWorkoutPhoto: payload }).parse(data).addWorkoutPhoto;
}

export async function remove(url: string, owner: string, workoutId: string, photoId: string) {
  const data = await query(
    url,
    owner,
    `mutation($input: RemoveWorkoutPhotoInput!) { removeWorkoutPhoto(input: $input) {
      removedPhotoId userErrors { code path } } }`,
    { input: { workoutId, photoId } },
  );
  const payload = z.object({ removedPhotoId: z.string().nullable(), userErrors });
  return z.object({ removeWorkoutPhoto: payload }).parse(data).removeWorkoutPhoto;
}

/** The photos of a workout as somebody sees them; undefined when they do not see the workout. */
export async function seen(url: string, viewer: string | null, workoutId: string) {
  const data = await query(url, viewer, `query($id: ID!) { workout(id: $id) { photos { ${photoFields} } } }`, {
    id: workoutId,
  });
  const workout = z.object({ photos: z.array(photoSchema) });
  return z.object({ workout: workout.nullable() }).parse(data).workout?.photos;
}

/** All files below a folder. */
export const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
};

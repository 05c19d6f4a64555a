import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused } from '#platform/problems.ts';
import { line } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { MAX_LOOSE_PICTURES } from '../domain/photos.ts';
import { decideUpload, UPLOAD_LIFETIME_MS, UPLOAD_PURPOSES, type UploadPurpose } from '../domain/upload.ts';
import { isImage, isLoose, MAX_IMAGE_BYTES } from '../images/variants.ts';
import { dueUnsent } from '../uploads/clearing.ts';

const MAX_FILE_NAME_LENGTH = 255;

/** Opens an upload: says where its bytes are to be sent. */
export const createUpload = defineAction({
  input: z.object({
    fileName: line(MAX_FILE_NAME_LENGTH).refine((name) => !/[/\\]/.test(name), 'The name must not contain a path.'),
    byteLength: z.int(),
    purpose: z.enum(UPLOAD_PURPOSES),
  }),
  run: async (context: Context, input) => {
    const { viewer, uploads, waitingUploads, loosePictures, urls, maxUploadBytes, maxArchiveBytes, now } = context;
    const { userId: ownerId } = requirePerson(viewer);
    const decided = decideUpload(input.byteLength, mostBytes(input.purpose, { maxUploadBytes, maxArchiveBytes }));
    if (!decided.ok) return decided;
    if (isLoose(input.purpose) && (await loosePictures.countOf(ownerId, MAX_LOOSE_PICTURES)) >= MAX_LOOSE_PICTURES)
      return refused('LIMIT_REACHED', 'Too many of your pictures wait for something to show them.', 'purpose');
    const [id, createdAt] = [uuidv7(), now()];
    const expiresAt = new Date(createdAt.getTime() + UPLOAD_LIFETIME_MS);
    // Of several at once none may be counted before those ahead of it are noted.
    const isNoted = await context.recordings.oneAtATime(`uploads of ${ownerId}`, async () => {
      const limit = context.maxWaitingImports;
      if ((await waitingUploads.countOf(ownerId, limit)) >= limit) return false;
      await waitingUploads.note({ _id: id, ownerId, dueAt: dueUnsent(expiresAt) });
      return true;
    });
    if (!isNoted)
      return refused(
        'LIMIT_REACHED',
        'Too many of your uploads wait to be sent or imported; import some of them first.',
      );
    failpoint('workouts.upload.noted');
    await uploads.create({ _id: id, ownerId, ...input, createdAt, expiresAt });
    failpoint('workouts.upload.opened');
    const headers = [{ name: 'content-type', value: 'application/octet-stream' }];
    return done({ upload: { id, url: urls.make(id, expiresAt), method: 'PUT', headers, expiresAt } });
  },
});

function mostBytes(
  purpose: UploadPurpose,
  { maxUploadBytes, maxArchiveBytes }: Pick<Context, 'maxUploadBytes' | 'maxArchiveBytes'>,
): number {
  if (purpose === 'WORKOUT_ARCHIVE') return maxArchiveBytes;
  return isImage(purpose) ? Math.min(maxUploadBytes, MAX_IMAGE_BYTES) : maxUploadBytes;
}

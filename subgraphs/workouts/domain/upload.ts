import { done, refused, type Outcome } from '#platform/problems.ts';

/** What an uploaded file may be for. */
export const UPLOAD_PURPOSES = ['WORKOUT_FILE', 'AVATAR', 'WORKOUT_PHOTO', 'CHAT_IMAGE', 'WORKOUT_ARCHIVE'] as const;
export type UploadPurpose = (typeof UPLOAD_PURPOSES)[number];

/** Where an upload stands: OPEN until its bytes have come. */
export type UploadState = { ownerId: string; purpose: UploadPurpose; status: 'OPEN' | 'STORED'; expiresAt: Date };

/** How long the bytes of an upload are taken, in ms. */
export const UPLOAD_LIFETIME_MS = 60 * 60 * 1000;

/** Until when an upload may be imported that is kept for so long without. */
export const importableUntil = ({ createdAt }: { readonly createdAt: Date }, unusedMs: number): Date =>
  new Date(createdAt.getTime() + unusedMs);

/** Whether so many bytes may be uploaded. Nothing at all may: the import says what is wrong with an empty file. */
export function decideUpload(byteLength: number, maxBytes: number): Outcome<null> {
  if (byteLength < 0) return refused('INVALID_INPUT', 'A file has 0 bytes or more.', 'byteLength');
  if (byteLength <= maxBytes) return done(null);
  return refused('FILE_TOO_LARGE', `At most ${maxBytes} bytes are allowed.`, 'byteLength');
}

/** Whether a person may import an upload now. That an upload is somebody else's is not told apart from its absence. */
export function decideImport<Upload extends UploadState>(
  upload: Upload | undefined,
  personId: string,
  now: Date,
): Outcome<Upload> {
  if (upload?.ownerId !== personId) return refused('NOT_FOUND', 'There is no such upload.', 'uploadId');
  if (upload.purpose !== 'WORKOUT_FILE' && upload.purpose !== 'WORKOUT_ARCHIVE')
    return refused('INVALID_INPUT', 'The upload is for something else than a workout.', 'uploadId');
  if (upload.status === 'STORED') return done(upload);
  if (upload.expiresAt <= now) return refused('UPLOAD_EXPIRED', 'The upload was not taken up in time.', 'uploadId');
  return refused('UPLOAD_INCOMPLETE', "The upload's bytes have not arrived yet.", 'uploadId');
}

import type { Readable } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { createEvent } from '#platform/events/envelope.ts';
import { failpoint } from '#platform/failpoints.ts';
import { UploadStored } from '#events/workouts.ts';
import { deleteImage, keepImage, type ImageTools } from '../images/keepImage.ts';
import { isImage } from '../images/variants.ts';
import type { Upload, UploadStore } from '../store/uploads.ts';
import { measure } from './measure.ts';
import { UploadRefused } from './refusal.ts';

/** What the bytes of uploads are received with. */
export interface ReceiverTools extends ImageTools {
  readonly uploads: UploadStore;
  readonly wakeRelay: () => void;
  readonly now: () => Date;
}

/** An upload whose bytes have come. */
export interface Receipt {
  readonly id: string;
  readonly byteLength: number;
  readonly sha256: string;
}

/**
 * Takes the bytes of an upload; of a picture, what it is shown by is made. The same bytes again change nothing; of several at once the first to arrive whole counts.
 * Each sender writes to a place of its own, so that none disturbs another.
 *
 * @throws UploadRefused
 */
export async function receiveUpload(tools: ReceiverTools, upload: Upload, body: Readable): Promise<Receipt> {
  if (upload.status === 'STORED') return compare(upload, await sha256Of(body, upload.byteLength));
  const storageKey = `uploads/${upload._id}/${uuidv7()}`;
  const { contents, sha256 } = measure(body, upload.byteLength);
  failpoint('workouts.upload.receiving');
  await tools.storage.putStream(storageKey, contents, upload.byteLength);
  failpoint('workouts.upload.kept');
  const image = isImage(upload.purpose) ? await keepImage(tools, storageKey, upload.purpose) : undefined;
  const mediaId = image?.mediaId ?? null;
  const kept = image ? { storageKey: null, ...image } : { storageKey, mediaId, variantKeys: [] };
  const bytes = { ...kept, sha256: sha256() };
  const stored = await tools.uploads.store(upload._id, bytes, storedEvent(upload, mediaId, tools.now()));
  failpoint('workouts.upload.stored');
  if (stored) {
    tools.wakeRelay();
    return compare(stored, bytes.sha256);
  }
  if (mediaId === null) await tools.storage.delete(storageKey);
  else await deleteImage(tools.storage, mediaId);
  const first = await tools.uploads.get(upload._id);
  if (!first) throw new UploadRefused('UPLOAD_NOT_FOUND', 'There is no such upload.');
  return compare(first, bytes.sha256);
}

const storedEvent = ({ _id: uploadId, ownerId, purpose, byteLength }: Upload, mediaId: string | null, now: Date) =>
  createEvent(UploadStored, uploadId, { version: 1, uploadId, ownerId, purpose, byteLength, mediaId }, now);

async function sha256Of(body: Readable, byteLength: number): Promise<string> {
  const { contents, sha256 } = measure(body, byteLength);
  for await (const chunk of contents) void chunk;
  return sha256();
}

function compare({ _id: id, byteLength, sha256: stored }: Upload, sha256: string): Receipt {
  if (stored === sha256) return { id, byteLength, sha256 };
  throw new UploadRefused('UPLOAD_ALREADY_STORED', 'Other bytes have come for this upload.');
}

import type { Readable } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { createEvent } from '#platform/events/envelope.ts';
import { failpoint } from '#platform/failpoints.ts';
import { UploadStored } from '#events/workouts.ts';
import { clearPicture } from '../images/clearing.ts';
import { keepImage, newPlace, type ImageTools } from '../images/keepImage.ts';
import { isImage, isLoose, type ImagePurpose } from '../images/variants.ts';
import type { LoosePictureStore, NewLoosePicture } from '../store/loosePictures.ts';
import type { StoredBytes, Upload, UploadStore } from '../store/uploads.ts';
import type { WaitingUploadStore } from '../store/waitingUploads.ts';
import { measure } from './measure.ts';
import { UploadRefused } from './refusal.ts';

/** What the bytes of uploads are received with. */
export interface ReceiverTools extends ImageTools {
  readonly uploads: UploadStore;
  readonly loosePictures: LoosePictureStore;
  readonly waitingUploads: Pick<WaitingUploadStore, 'noteKey' | 'settle'>;
  /** How long an uploaded picture waits to be shown, in ms. */
  readonly unusedPhotoMs: number;
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
 * Takes the bytes of an upload; of a picture, what it is shown by is made. The same bytes again change nothing; of several at
 * once the first to arrive whole counts. Each sender writes to a place of its own, so that none disturbs another.
 *
 * @throws UploadRefused, and Overloaded when too many pictures come at once
 */
export async function receiveUpload(tools: ReceiverTools, upload: Upload, body: Readable): Promise<Receipt> {
  if (upload.status === 'STORED') return compare(upload, await sha256Of(body, upload.byteLength));
  const storageKey = `uploads/${upload._id}.${uuidv7()}`;
  const receive = async () => {
    const { contents, result } = measure(body, upload.byteLength);
    failpoint('workouts.upload.receiving');
    await tools.storage.putStream(storageKey, contents, upload.byteLength);
    failpoint('workouts.upload.kept');
    return result();
  };
  if (isImage(upload.purpose)) return receivePicture(tools, upload, upload.purpose, { storageKey, receive });
  await tools.waitingUploads.noteKey(upload._id, storageKey, new Date(tools.now().getTime() + LONGEST_SENDING_MS));
  failpoint('workouts.upload.place-noted');
  const received = await receive();
  const stored = await store(tools, upload, { ...NO_PICTURE, storageKey, ...received });
  if (stored) return compare(stored, received.sha256);
  await tools.storage.delete(storageKey);
  return compareWithFirst(tools, upload, received.sha256);
}

/** No upload takes longer than this to be sent: a day. */
const LONGEST_SENDING_MS = 86_400_000;
const NO_PICTURE = { mediaId: null, variantKeys: [], width: null, height: null };

/** A picture is noted before its first byte is kept, so that nothing of it is left when this process dies. */
async function receivePicture(
  tools: ReceiverTools,
  upload: Upload,
  purpose: ImagePurpose,
  { storageKey, receive }: { storageKey: string; receive: () => Promise<{ readonly sha256: string }> },
): Promise<Receipt> {
  const { mediaId, variantKeys } = newPlace(purpose);
  const { _id: uploadId, ownerId, byteLength } = upload;
  const dueAt = new Date(tools.now().getTime() + tools.unusedPhotoMs);
  const loose = { _id: mediaId, uploadId, ownerId, storageKey, variantKeys, workoutId: null, dueAt };
  await tools.loosePictures.note(loose);
  failpoint('workouts.picture.noted');
  const bytes = await orCleared(tools, loose, async () => {
    const { sha256 } = await receive();
    const pixels = await keepImage(tools, { storageKey, byteLength }, purpose, mediaId);
    return { storageKey: null, mediaId, variantKeys, ...pixels, sha256, isArchive: false };
  });
  const stored = (await tools.loosePictures.get(mediaId)) ? await store(tools, upload, bytes) : undefined;
  if (!stored) {
    await clearPicture(tools, loose);
    return compareWithFirst(tools, upload, bytes.sha256);
  }
  if (!isLoose(purpose)) await tools.loosePictures.settle(mediaId);
  await tools.waitingUploads.settle(uploadId);
  return compare(stored, bytes.sha256);
}

async function orCleared<Result>(
  tools: ReceiverTools,
  loose: NewLoosePicture,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    await clearPicture(tools, loose);
    throw error;
  }
}

/** Notes that the bytes have come, and tells of a picture. Undefined when others had come before. */
async function store(tools: ReceiverTools, upload: Upload, bytes: StoredBytes): Promise<Upload | undefined> {
  const events = bytes.mediaId === null ? [] : [storedEvent(upload, bytes.mediaId, tools.now())];
  const stored = await tools.uploads.store(upload, bytes, events);
  failpoint('workouts.upload.stored');
  if (stored && events.length > 0) tools.wakeRelay();
  return stored;
}

async function compareWithFirst({ uploads }: ReceiverTools, { _id }: Upload, sha256: string): Promise<Receipt> {
  const first = await uploads.get(_id);
  if (first?.status !== 'STORED') throw new UploadRefused('UPLOAD_NOT_FOUND', 'There is no such upload.');
  return compare(first, sha256);
}

const storedEvent = ({ _id: uploadId, ownerId, purpose, byteLength }: Upload, mediaId: string, now: Date) =>
  createEvent(UploadStored, uploadId, { version: 1, uploadId, ownerId, purpose, byteLength, mediaId }, now);

async function sha256Of(body: Readable, byteLength: number): Promise<string> {
  const { contents, result } = measure(body, byteLength);
  for await (const chunk of contents) void chunk;
  return result().sha256;
}

function compare({ _id: id, byteLength, sha256: stored }: Upload, sha256: string): Receipt {
  if (stored === sha256) return { id, byteLength, sha256 };
  throw new UploadRefused('UPLOAD_ALREADY_STORED', 'Other bytes have come for this upload.');
}

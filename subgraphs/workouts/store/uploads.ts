import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Message } from '#platform/events/envelope.ts';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';
import type { FreshEvents } from '#platform/mongo/freshEvents.ts';
import { outboxShape, withEvents } from '#platform/mongo/pendingEvents.ts';
import { UPLOAD_PURPOSES } from '../domain/upload.ts';

/** The collection, for the relay. */
export const UPLOADS = 'uploads';

const uploadSchema = z.object({
  _id: z.string(),
  ownerId: z.string(),
  /** Goes up with every change. */
  version: z.int().optional(),
  purpose: z.enum(UPLOAD_PURPOSES),
  /** As the person's device calls it; never a path of ours. */
  fileName: z.string(),
  byteLength: z.int(),
  status: z.enum(['OPEN', 'STORED']),
  /** Where the bytes lie; null until they have come, and for a picture. */
  storageKey: z.string().nullable(),
  /** What a picture is shown by; null until it has come, and for what is none. */
  mediaId: z.string().nullable().default(null),
  /** Where the sizes of a picture lie. */
  variantKeys: z.array(z.string()).default([]),
  /** Of the largest size, in pixels; null where `mediaId` is. */
  width: z.int().nullable().default(null),
  height: z.int().nullable().default(null),
  /** Of the bytes as they came; null until then. */
  sha256: z.string().nullable(),
  /** Whether the bytes are those of a zip archive; false until they have come. */
  isArchive: z.boolean().default(false),
  createdAt: z.date(),
  expiresAt: z.date(),
  ...outboxShape,
});
/** A file that is going to be sent, or was. */
export type Upload = z.infer<typeof uploadSchema>;
/** What is told of an upload when it is opened. */
export type NewUpload = Pick<
  Upload,
  '_id' | 'ownerId' | 'purpose' | 'fileName' | 'byteLength' | 'createdAt' | 'expiresAt'
>;

/** What is told of the bytes of an upload when they have come. */
export type StoredBytes = Pick<Upload, 'storageKey' | 'mediaId' | 'variantKeys' | 'width' | 'height' | 'isArchive'> & {
  readonly sha256: string;
};

/** The uploads. */
export interface UploadStore {
  get(id: string): Promise<Upload | undefined>;
  /** An upload as this process has seen it a moment ago, else as it is: its bytes may have come since. */
  recall(id: string): Promise<Upload | undefined>;
  /** The same, but for an upload without bytes, which is read anew: one that has them never changes. */
  recallStored(id: string): Promise<Upload | undefined>;
  create(upload: NewUpload): Promise<void>;
  /** Notes that the bytes of an open upload have come, with the events that tell of it. Undefined when they had come before. */
  store(upload: Upload, bytes: StoredBytes, events: readonly Message[]): Promise<Upload | undefined>;
  /** Removes an upload, unless its bytes have come since it was read. */
  remove(upload: Upload): Promise<void>;
}

/** For as long as an upload takes from its opening to its import, as a rule; those who delete their account are looked for longer. */
const RECENT = { max: 500, ttl: 60_000 };

/** @param fresh where what is written here is handed to the relay; without it, the relay finds it */
export async function openUploads(mongo: Mongo, fresh?: FreshEvents): Promise<UploadStore> {
  const uploads = await openDocuments(mongo, {
    name: UPLOADS,
    schema: uploadSchema,
    indexes: [{ key: { ownerId: 1 }, rare: true }],
  });
  const recent = new LRUCache<string, Upload>(RECENT);
  const seen = (upload: Upload | undefined): Upload | undefined => {
    if (upload) recent.set(upload._id, upload);
    return upload;
  };
  const get = async (id: string): Promise<Upload | undefined> => seen(await uploads.get(id));
  return {
    get,
    recall: async (id) => recent.get(id) ?? get(id),
    recallStored: async (id) => {
      const known = recent.get(id);
      return known?.status === 'STORED' ? known : get(id);
    },
    create: async (upload) => {
      const opened = opening(upload);
      await uploads.insert(opened);
      seen(opened);
    },
    remove: async ({ _id, status }) => {
      recent.delete(_id);
      await uploads.remove({ _id, status });
    },
    store: async (upload, bytes, events) => {
      // What is open has never been changed.
      const version = (upload.version ?? 1) + 1;
      const change = { status: 'STORED' as const, ...bytes, version, ...withEvents(events) };
      if (!(await uploads.change({ _id: upload._id, status: 'OPEN' }, { $set: change }))) return undefined;
      const stored: Upload = { ...upload, ...change };
      if (events.length > 0) fresh?.add({ collection: UPLOADS, doc: stored, followed: true });
      return seen(stored);
    },
  };
}

/** An upload whose bytes have not come yet. */
const opening = (upload: NewUpload): Upload => ({
  ...upload,
  version: 1,
  status: 'OPEN',
  storageKey: null,
  mediaId: null,
  variantKeys: [],
  width: null,
  height: null,
  sha256: null,
  isArchive: false,
  ...withEvents([]),
});

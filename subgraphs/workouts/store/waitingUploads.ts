import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';

const waitingSchema = z.object({
  /** The upload's. */
  _id: z.string(),
  ownerId: z.string(),
  /** Where its bytes lie, or were going to by whoever sent some. */
  keys: z.array(z.string()),
  /** When it is looked after, should it still be here. */
  dueAt: z.date(),
});
/** An upload whose bytes have not come, or of which nothing was made yet. */
export type WaitingUpload = z.infer<typeof waitingSchema>;

/**
 * Uploads that wait for their bytes or for their import: noted before the upload is opened and before a file is written, so
 * that no crash leaves anything that nobody finds.
 */
export interface WaitingUploadStore {
  note(upload: Omit<WaitingUpload, 'keys'>): Promise<void>;
  /** How many of a person's there are, counted up to `limit`. */
  countOf(ownerId: string, limit: number): Promise<number>;
  /** Notes where bytes are going to lie. */
  noteKey(id: string, key: string, dueAt: Date): Promise<void>;
  putOff(id: string, dueAt: Date): Promise<void>;
  /** Some that are to be looked after, in the order of their ids: those after one, or the first. */
  due(now: Date, limit: number, after?: WaitingUpload): Promise<WaitingUpload[]>;
  /** It was imported, or is a picture that has come, or nothing is left of it. */
  settle(id: string): Promise<void>;
}

export async function openWaitingUploads(mongo: Mongo): Promise<WaitingUploadStore> {
  const uploads = await openDocuments(mongo, {
    name: 'waitingUploads',
    schema: waitingSchema,
    indexes: [{ key: { ownerId: 1 } }, { key: { dueAt: 1 }, rare: true }],
  });
  return {
    note: async (upload) => {
      await uploads.insert({ ...upload, keys: [] });
    },
    countOf: (ownerId, limit) => uploads.count({ ownerId }, limit),
    noteKey: async (id, key, dueAt) => {
      await uploads.change({ _id: id }, { $set: { dueAt }, $push: { keys: { $each: [key] } } });
    },
    putOff: async (id, dueAt) => {
      await uploads.change({ _id: id }, { $set: { dueAt } });
    },
    due: (now, limit, after) =>
      uploads.find({ dueAt: { $lte: now }, ...(after && { _id: { $gt: after._id } }) }, { sort: { _id: 1 }, limit }),
    settle: (id) => uploads.remove({ _id: id }),
  };
}

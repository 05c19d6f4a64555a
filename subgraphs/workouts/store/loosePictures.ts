import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments, type Documents } from '#platform/mongo/documents.ts';

const looseSchema = z.object({
  /** The picture's media id. */
  _id: z.string(),
  uploadId: z.string(),
  ownerId: z.string(),
  /** Where the picture lies, or is going to: as it came, and in its sizes. */
  storageKey: z.string(),
  variantKeys: z.array(z.string()),
  /** The workout that shows it, or is going to or did; null while there is none. */
  workoutId: z.string().nullable(),
  /** Whether it is being cleared away. */
  isGoing: z.boolean(),
  /** When it is looked after, should it still be here. */
  dueAt: z.date(),
  version: z.int(),
});
/** A picture that nothing shows for certain. */
export type LoosePicture = z.infer<typeof looseSchema>;
/** What is told of one. */
export type NewLoosePicture = Omit<LoosePicture, 'isGoing' | 'version'>;

/**
 * Pictures between their arrival and the workout that shows them, and again when one shows them no more: noted before a file is
 * written and before a workout lets go, so that no crash leaves files that nobody finds.
 */
export interface LoosePictureStore {
  /** Notes a picture; nothing happens when it is noted already. */
  note(picture: NewLoosePicture): Promise<void>;
  has(mediaId: string): Promise<boolean>;
  /** How many of a person's there are, counted up to `limit`. */
  countOf(ownerId: string, limit: number): Promise<number>;
  /** Says which workout is going to show a picture. False when another is, or the picture is gone. */
  take(mediaId: string, workoutId: string, dueAt: Date): Promise<boolean>;
  /** Some that are to be looked after. */
  due(now: Date, limit: number): Promise<LoosePicture[]>;
  /** Begins to clear a picture away: nobody can take it any more. False when somebody has since. */
  giveUp(picture: LoosePicture): Promise<boolean>;
  /** The picture is shown, or its files are gone. */
  settle(mediaId: string): Promise<void>;
}

export async function openLoosePictures(mongo: Mongo): Promise<LoosePictureStore> {
  const pictures = await openDocuments(mongo, { name: 'loosePictures', schema: looseSchema, indexes: [] });
  return {
    note: async (picture) => {
      await pictures.insert({ ...picture, isGoing: false, version: 1 });
    },
    has: async (mediaId) => (await pictures.get(mediaId)) !== undefined,
    countOf: async (ownerId, limit) => (await pictures.find({ ownerId }, { limit })).length,
    take: (mediaId, workoutId, dueAt) => take(pictures, mediaId, workoutId, dueAt),
    due: (now, limit) => pictures.find({ dueAt: { $lte: now } }, { limit }),
    giveUp: async ({ _id, version }) =>
      (await pictures.update({ _id, version }, { $set: { isGoing: true }, $inc: { version: 1 } })) !== undefined,
    settle: (mediaId) => pictures.remove({ _id: mediaId }),
  };
}

async function take(
  pictures: Documents<LoosePicture>,
  mediaId: string,
  workoutId: string,
  dueAt: Date,
): Promise<boolean> {
  for (;;) {
    const known = await pictures.get(mediaId);
    if (!known || known.isGoing || (known.workoutId !== null && known.workoutId !== workoutId)) return false;
    const unchanged = { _id: mediaId, version: known.version };
    if (await pictures.update(unchanged, { $set: { workoutId, dueAt }, $inc: { version: 1 } })) return true;
  }
}

import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';

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
  get(mediaId: string): Promise<LoosePicture | undefined>;
  of(ownerId: string): Promise<LoosePicture[]>;
  /** How many of a person's there are, counted up to `limit`. */
  countOf(ownerId: string, limit: number): Promise<number>;
  /** Says which workout is going to show a picture. False when the picture has changed since, or is gone. */
  take(picture: LoosePicture, workoutId: string, dueAt: Date): Promise<boolean>;
  /** Some that are to be looked after, in the order of their ids: those after one, or the first. */
  due(now: Date, limit: number, after?: LoosePicture): Promise<LoosePicture[]>;
  /**
   * Begins to clear a picture away: nobody can take it any more, and who dies before it is done has it done by the next look. False
   * when somebody has taken it since.
   */
  giveUp(picture: LoosePicture): Promise<boolean>;
  /** The picture is shown, or its files are gone. */
  settle(mediaId: string): Promise<void>;
}

const AT_ONCE = new Date(0);

export async function openLoosePictures(mongo: Mongo): Promise<LoosePictureStore> {
  const pictures = await openDocuments(mongo, {
    name: 'loosePictures',
    schema: looseSchema,
    indexes: [{ key: { ownerId: 1 } }, { key: { dueAt: 1 }, rare: true }],
  });
  const change = async ({ _id, version }: LoosePicture, $set: Partial<LoosePicture>): Promise<boolean> =>
    (await pictures.update({ _id, version }, { $set, $inc: { version: 1 } })) !== undefined;
  return {
    note: async (picture) => {
      await pictures.insert({ ...picture, isGoing: false, version: 1 });
    },
    get: pictures.get,
    of: (ownerId) => pictures.find({ ownerId }),
    countOf: (ownerId, limit) => pictures.count({ ownerId }, limit),
    take: (picture, workoutId, dueAt) => change(picture, { workoutId, dueAt }),
    due: (now, limit, after) =>
      pictures.find({ dueAt: { $lte: now }, ...(after && { _id: { $gt: after._id } }) }, { sort: { _id: 1 }, limit }),
    giveUp: (picture) => change(picture, { isGoing: true, dueAt: AT_ONCE }),
    settle: (mediaId) => pictures.remove({ _id: mediaId }),
  };
}

import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';

const contentSchema = z.object({
  _id: z.string(),
  ownerId: z.string(),
  /** What the workout was to be called by that the first owner's import would make of it; null where another place tells, or from before that was kept. */
  workoutId: z.string().nullable().default(null),
  /** The import that it was noted by; null for one from before that was kept. */
  importId: z.string().nullable().default(null),
  firstSeenAt: z.date(),
});

/** A content (sha256 of what a file unpacks to), and what the workout is to be called by that is made of it. */
export interface ContentToNote {
  readonly sha256: string;
  readonly workoutId: string;
}

/** Who was the first with a content. */
export interface FirstOwner {
  readonly ownerId: string;
  /** What the first owner's workout was to be called by: a hint only, it may not have been made, or be gone. */
  readonly workoutId: string | null;
  /** The import that it was noted by; null where that is not known. */
  readonly importId: string | null;
  readonly firstSeenAt: Date;
}

/** Who notes contents, and by which import. */
export type Noting = Pick<FirstOwner, 'ownerId' | 'firstSeenAt'> & { readonly importId: string };

/** Who was the first with a file's content. */
export interface ContentStore {
  /** Who was the first with a content; undefined when nobody has it. */
  firstWith(sha256: string): Promise<FirstOwner | undefined>;
  /** Notes that somebody is going to have contents. Answers in their order who was the first with each. */
  note(contents: readonly ContentToNote[], by: Noting): Promise<FirstOwner[]>;
  /**
   * Has somebody be the first with a content in place of who was and has nothing of it any more. Answers who is the first then:
   * where that has changed meanwhile, it stays. What they make of it stands with the sources (`SourceStore`).
   */
  takeOver(sha256: string, from: FirstOwner, by: Noting): Promise<FirstOwner>;
}

export async function openContents(mongo: Mongo): Promise<ContentStore> {
  const contents = await openDocuments(mongo, {
    name: 'contents',
    schema: contentSchema,
    indexes: [{ key: { ownerId: 1 }, rare: true }],
  });
  return {
    firstWith: contents.get,
    takeOver: async (sha256, { ownerId, firstSeenAt }, by) => {
      const next = { ...by, workoutId: null };
      if (await contents.change({ _id: sha256, ownerId, firstSeenAt }, { $set: next })) return next;
      return (await contents.get(sha256)) ?? next;
    },
    note: async (wanted, by) => {
      const noted = wanted.map(({ sha256, workoutId }) => ({ _id: sha256, workoutId, ...by }));
      const added = await contents.insertMany(noted);
      return Promise.all(
        noted.map(async (each, index) => {
          const first = added[index] ? undefined : await contents.get(each._id);
          return first ?? each;
        }),
      );
    },
  };
}

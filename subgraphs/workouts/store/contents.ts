import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';

const contentSchema = z.object({
  _id: z.string(),
  ownerId: z.string(),
  /** What the workout was to be called by that the first owner's import would make of it; null for one from before that was kept. */
  workoutId: z.string().nullable().default(null),
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
}

/** Who was the first with a file's content. */
export interface ContentStore {
  /** Who was the first with a content; undefined when nobody has it. */
  firstWith(sha256: string): Promise<FirstOwner | undefined>;
  /** Notes that somebody is going to have contents. Answers in their order who was the first with each. */
  note(contents: readonly ContentToNote[], ownerId: string, now: Date): Promise<FirstOwner[]>;
  /** Whoever was the first with a content has it no more: who comes next is the first. */
  release(sha256: string, ownerId: string): Promise<void>;
}

export async function openContents(mongo: Mongo): Promise<ContentStore> {
  const contents = await openDocuments(mongo, {
    name: 'contents',
    schema: contentSchema,
    indexes: [{ key: { ownerId: 1 }, rare: true }],
  });
  return {
    firstWith: contents.get,
    release: (sha256, ownerId) => contents.remove({ _id: sha256, ownerId }),
    note: async (wanted, ownerId, now) => {
      const added = await contents.insertMany(
        wanted.map(({ sha256, workoutId }) => ({ _id: sha256, ownerId, workoutId, firstSeenAt: now })),
      );
      return Promise.all(
        wanted.map(async ({ sha256, workoutId }, index) => {
          const first = added[index] ? undefined : await contents.get(sha256);
          return first ?? { ownerId, workoutId };
        }),
      );
    },
  };
}

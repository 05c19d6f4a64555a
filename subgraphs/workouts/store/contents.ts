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

/** A content that somebody has. */
export interface NotedContent {
  /** Whether nobody had it before: so there is nothing yet that was made of it. */
  readonly isNew: boolean;
  readonly firstOwnerId: string;
  /** What the first owner's workout was to be called by: a hint only, it may not have been made, or be gone. */
  readonly firstWorkoutId: string | null;
}

/** Who was the first with a file's content. */
export interface ContentStore {
  /** Notes that somebody has contents. Answers in their order who was the first with each. */
  note(contents: readonly ContentToNote[], ownerId: string, now: Date): Promise<NotedContent[]>;
}

export async function openContents(mongo: Mongo): Promise<ContentStore> {
  const contents = await openDocuments(mongo, { name: 'contents', schema: contentSchema, indexes: [] });
  return {
    note: async (wanted, ownerId, now) => {
      const added = await contents.insertMany(
        wanted.map(({ sha256, workoutId }) => ({ _id: sha256, ownerId, workoutId, firstSeenAt: now })),
      );
      return Promise.all(
        wanted.map(async ({ sha256, workoutId }, index) => {
          if (added[index]) return { isNew: true, firstOwnerId: ownerId, firstWorkoutId: workoutId };
          const first = await contents.get(sha256);
          return {
            isNew: false,
            firstOwnerId: first?.ownerId ?? ownerId,
            firstWorkoutId: first?.workoutId ?? null,
          };
        }),
      );
    },
  };
}

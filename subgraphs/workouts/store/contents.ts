import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';

const contentSchema = z.object({ _id: z.string(), ownerId: z.string(), firstSeenAt: z.date() });

/** A content that somebody has. */
export interface NotedContent {
  /** Whether nobody had it before: so there is nothing yet that was made of it. */
  readonly isNew: boolean;
  readonly firstOwnerId: string;
}

/** Who was the first with a file's content. */
export interface ContentStore {
  /** Notes that somebody has contents (sha256 of what each unpacks to). Answers in their order who was the first with each. */
  note(contents: readonly string[], ownerId: string, now: Date): Promise<NotedContent[]>;
}

export async function openContents(mongo: Mongo): Promise<ContentStore> {
  const contents = await openDocuments(mongo, { name: 'contents', schema: contentSchema, indexes: [] });
  return {
    note: async (hashes, ownerId, now) => {
      const added = await contents.insertMany(hashes.map((_id) => ({ _id, ownerId, firstSeenAt: now })));
      return Promise.all(
        hashes.map(async (sha256, index) => {
          if (added[index]) return { isNew: true, firstOwnerId: ownerId };
          return { isNew: false, firstOwnerId: (await contents.get(sha256))?.ownerId ?? ownerId };
        }),
      );
    },
  };
}

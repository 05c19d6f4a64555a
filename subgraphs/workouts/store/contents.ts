import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';

const contentSchema = z.object({ _id: z.string(), ownerId: z.string(), firstSeenAt: z.date() });

/** Who was the first with a file's content. */
export interface ContentStore {
  /** The person who was first with each content (sha256 of what it unpacks to), in their order: this one, if nobody was. */
  firstOwners(contents: readonly string[], ownerId: string, now: Date): Promise<string[]>;
}

export async function openContents(mongo: Mongo): Promise<ContentStore> {
  const contents = await openDocuments(mongo, { name: 'contents', schema: contentSchema, indexes: [] });
  return {
    firstOwners: async (hashes, ownerId, now) => {
      const isNew = await contents.insertMany(hashes.map((_id) => ({ _id, ownerId, firstSeenAt: now })));
      return Promise.all(
        hashes.map(async (sha256, index) => {
          if (isNew[index]) return ownerId;
          return (await contents.get(sha256))?.ownerId ?? ownerId;
        }),
      );
    },
  };
}

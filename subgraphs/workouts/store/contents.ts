import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';

const contentSchema = z.object({ _id: z.string(), ownerId: z.string(), firstSeenAt: z.date() });

/** Who was the first with a file's content. */
export interface ContentStore {
  /** The person who was first with this content (sha256 of what it unpacks to): this one, if nobody was. */
  firstOwner(sha256: string, ownerId: string, now: Date): Promise<string>;
}

export async function openContents(mongo: Mongo): Promise<ContentStore> {
  const contents = await openDocuments(mongo, { name: 'contents', schema: contentSchema, indexes: [] });
  return {
    firstOwner: async (sha256, ownerId, now) => {
      if (await contents.insert({ _id: sha256, ownerId, firstSeenAt: now })) return ownerId;
      return (await contents.get(sha256))?.ownerId ?? ownerId;
    },
  };
}

import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';

const sourceSchema = z.object({ _id: z.string(), ownerId: z.string(), workoutId: z.string() });

/**
 * Which workout a source was made into, found by `_id`: what the unique key of workouts alone cannot do on FerretDB without
 * reading them all. A hint only: the workout may not have come, or be gone.
 */
export interface SourceStore {
  workoutOf(sourceKey: string): Promise<string | undefined>;
  note(sourceKey: string, ownerId: string, workoutId: string): Promise<void>;
}

export async function openSources(mongo: Mongo): Promise<SourceStore> {
  const sources = await openDocuments(mongo, { name: 'sources', schema: sourceSchema, indexes: [] });
  return {
    workoutOf: async (sourceKey) => (await sources.get(sourceKey))?.workoutId,
    note: async (sourceKey, ownerId, workoutId) => {
      if (await sources.insert({ _id: sourceKey, ownerId, workoutId })) return;
      await sources.update({ _id: sourceKey, workoutId: { $ne: workoutId } }, { $set: { workoutId } });
    },
  };
}

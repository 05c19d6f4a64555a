import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';

const sourceSchema = z.object({ _id: z.string(), ownerId: z.string(), workoutId: z.string() });

/** A source and the workout it is made into. */
export interface MadeOf {
  readonly sourceKey: string;
  readonly ownerId: string;
  readonly workoutId: string;
}

/**
 * Which workout a source was made into, found by `_id`: what the unique key of workouts alone cannot do on FerretDB without
 * reading them all. A hint only: the workout may not have come, or be gone. What the first who had a content made of it
 * stands with the content (`ContentStore`), unless something else is noted here.
 */
export interface SourceStore {
  workoutOf(sourceKey: string): Promise<string | undefined>;
  /** Notes what sources are made into, in place of what was noted of them. */
  note(made: readonly MadeOf[]): Promise<void>;
}

export async function openSources(mongo: Mongo): Promise<SourceStore> {
  const sources = await openDocuments(mongo, {
    name: 'sources',
    schema: sourceSchema,
    indexes: [{ key: { ownerId: 1 }, rare: true }],
  });
  return {
    workoutOf: async (sourceKey) => (await sources.get(sourceKey))?.workoutId,
    note: async (made) => {
      const isNew = await sources.insertMany(made.map(({ sourceKey: _id, ...rest }) => ({ _id, ...rest })));
      for (const { sourceKey: _id, workoutId } of made.filter((_each, index) => !isNew[index]))
        await sources.change({ _id, workoutId: { $ne: workoutId } }, { $set: { workoutId } });
    },
  };
}

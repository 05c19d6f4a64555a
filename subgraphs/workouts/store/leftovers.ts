import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';

const leftoverSchema = z.object({
  /** The id of the workout that is to go. */
  _id: z.string(),
  /** What lies of it in the object storage. */
  keys: z.array(z.string()),
  notedAt: z.date(),
});
/** What is to be cleared away when a workout is gone. */
export type Leftover = z.infer<typeof leftoverSchema>;

/** What deleted workouts leave behind in the object storage; noted before a workout goes, so that no crash forgets it. */
export interface LeftoverStore {
  note(leftover: Leftover): Promise<void>;
  /** Some, in any order. */
  some(limit: number): Promise<Leftover[]>;
  settle(id: string): Promise<void>;
}

export async function openLeftovers(mongo: Mongo): Promise<LeftoverStore> {
  const leftovers = await openDocuments(mongo, { name: 'leftovers', schema: leftoverSchema, indexes: [] });
  return {
    note: async ({ _id, ...rest }) => {
      if (!(await leftovers.insert({ _id, ...rest }))) await leftovers.update({ _id }, { $set: rest });
    },
    some: (limit) => leftovers.find({}, { limit }),
    settle: (id) => leftovers.remove({ _id: id }),
  };
}

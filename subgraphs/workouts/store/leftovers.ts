import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';

const leftoverSchema = z.object({
  /** The workout's id, and the version that it was to have then. */
  _id: z.string(),
  ownerId: z.string(),
  workoutId: z.string(),
  /** What lies of it in the object storage, or was to; what the workout still names stays. */
  keys: z.array(z.string()),
  /** When it took place until then; null without usable times. */
  span: z.object({ startedAt: z.date(), endedAt: z.date() }).nullable(),
  notedAt: z.date(),
});
/** What is to be cleared away when a workout has changed or is gone. */
export type Leftover = z.infer<typeof leftoverSchema>;

/** What workouts leave behind that are deleted or computed anew; noted before that, so that no crash forgets it. */
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

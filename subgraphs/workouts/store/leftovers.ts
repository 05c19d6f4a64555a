import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';

const leftoverSchema = z.object({
  _id: z.string(),
  ownerId: z.string(),
  /** The workout that leaves it, or is coming; null for what an import leaves. */
  workoutId: z.string().nullable(),
  /** The import that leaves it once it is over; null for what a workout leaves, or changes by coming. */
  importId: z.string().nullable().default(null),
  /** Whether the workout is going to be added: then that it is not there does not tell that it is gone. */
  isComing: z.boolean().default(false),
  /** What lies of it in the object storage, or was to; what the workout, or the one that the import came to, names then stays. */
  keys: z.array(z.string()),
  /** When the workout took place until then, or is going to; null without usable times. */
  span: z.object({ startedAt: z.date(), endedAt: z.date() }).nullable(),
  notedAt: z.date(),
});
/** What is to be cleared away, or looked at again, when a workout has come, has changed or is gone, or an import is over. */
export type Leftover = z.infer<typeof leftoverSchema>;

/**
 * What workouts leave behind that are deleted, computed anew or given another recording, and imports that are over; noted
 * before that, so that no crash forgets it.
 */
export interface LeftoverStore {
  note(leftover: Leftover): Promise<void>;
  /** Some, in the order of their ids: those after one, or the first. */
  some(limit: number, after?: Leftover): Promise<Leftover[]>;
  settle(id: string): Promise<void>;
}

export async function openLeftovers(mongo: Mongo): Promise<LeftoverStore> {
  const leftovers = await openDocuments(mongo, { name: 'leftovers', schema: leftoverSchema, indexes: [] });
  return {
    note: async (leftover) => {
      await leftovers.insert(leftover);
    },
    some: (limit, after) => leftovers.find(after ? { _id: { $gt: after._id } } : {}, { sort: { _id: 1 }, limit }),
    settle: (id) => leftovers.remove({ _id: id }),
  };
}

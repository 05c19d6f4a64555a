import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments } from '#platform/mongo/documents.ts';
import type { Relation } from '../domain/visibility.ts';

const factSchema = z.object({
  /** The kind and the two people: see `friends` and `block`. */
  _id: z.string(),
  /** Of the pair at its owner, users; it grows with everything between the two. */
  version: z.int(),
  holds: z.boolean(),
  /** The two people, to forget one by. */
  one: z.string(),
  other: z.string(),
});

/** Something between two people that holds or does not. */
export type Fact = z.infer<typeof factSchema>;

/** Where it is kept whether two people are friends: one place, whoever is named first. */
export const friends = (one: string, other: string) => {
  const [first, second] = one < other ? [one, other] : [other, one];
  return { _id: `friends ${first} ${second}`, one: first, other: second };
};

/** Where it is kept whether one person blocks another. */
export const block = (one: string, other: string) => ({ _id: `block ${one} ${other}`, one, other });

/** The copy of who is whose friend and who blocks whom. */
export interface RelationStore {
  /** Keeps a fact, unless a newer version of it is known. */
  keep(fact: Fact): Promise<void>;
  /** What somebody is to a person; null stands for nobody. Two reads by id. */
  relationTo(ownerId: string, viewerId: string | null): Promise<Relation>;
}

export async function openRelations(mongo: Mongo): Promise<RelationStore> {
  const facts = await openDocuments(mongo, {
    name: 'relations',
    schema: factSchema,
    indexes: [{ key: { one: 1 } }, { key: { other: 1 } }],
  });
  const replaceOlder = async ({ _id, version, holds }: Fact): Promise<boolean> =>
    (await facts.update({ _id, version: { $lt: version } }, { $set: { version, holds } })) !== undefined;
  const isTrue = async ({ _id }: { _id: string }): Promise<boolean> => (await facts.get(_id))?.holds ?? false;
  return {
    keep: async (fact) => {
      if (await replaceOlder(fact)) return;
      // There is none, or a newer one; or an older one that has come in between.
      if (!(await facts.insert(fact))) await replaceOlder(fact);
    },
    relationTo: async (ownerId, viewerId) => {
      if (viewerId === null) return 'OTHER';
      if (viewerId === ownerId) return 'SELF';
      const [areFriends, isBlocked] = await Promise.all([
        isTrue(friends(ownerId, viewerId)),
        isTrue(block(ownerId, viewerId)),
      ]);
      if (isBlocked) return 'BLOCKED';
      return areFriends ? 'FRIEND' : 'OTHER';
    },
  };
}

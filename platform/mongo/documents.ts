import mongoose from 'mongoose';
import type { z } from 'zod';
import type { Mongo } from './connection.ts';

/** Twice as long as the gateway waits for any answer: nobody waits any more for what reads on. */
const READ_MS = 60_000;

/** Every document has a text for its id. */
export interface Identified {
  readonly _id: string;
}

interface Comparison<Value> {
  readonly $lt?: Value;
  readonly $lte?: Value;
  readonly $gt?: Value;
  readonly $gte?: Value;
  readonly $ne?: Value;
  readonly $in?: readonly Value[];
}

/** Which documents: the part of MongoDB's query language that all its implementations share. */
export type Filter<Doc> = {
  readonly [Field in keyof Doc]?:
    | Doc[Field]
    | (Doc[Field] extends readonly unknown[] ? { readonly $size: number } : Comparison<NonNullable<Doc[Field]>>);
};

/** What to change: the part of MongoDB's update operators that all its implementations share. */
export interface Update<Doc> {
  readonly $set?: Partial<Doc>;
  readonly $inc?: { readonly [Field in keyof Doc]?: number };
  readonly $push?: {
    readonly [Field in keyof Doc]?: Doc[Field] extends readonly (infer Item)[]
      ? { readonly $each: readonly Item[] }
      : never;
  };
  /** Removes whole values; a condition as `$pull` takes it removes nothing in FerretDB. */
  readonly $pullAll?: { readonly [Field in keyof Doc]?: Doc[Field] };
}

/** An index: its fields with 1 for rising and -1 for falling. Its name is made of them. */
export interface Index {
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: boolean;
}

/** What makes a collection: its name, the shape of its documents, its indexes. */
export interface CollectionDefinition<Doc> {
  readonly name: string;
  readonly schema: z.ZodType<Doc>;
  readonly indexes: readonly Index[];
}

/**
 * A collection whose documents are parsed where they leave the store. Each call reads or changes one document
 * atomically, or reads many; there are no transactions.
 */
export interface Documents<Doc extends Identified> {
  /** A document by its id: the cheapest read there is. */
  get(id: string): Promise<Doc | undefined>;
  /** Documents by their ids, in any order; each read by itself, since FerretDB answers `$in` by reading everything. */
  getMany(ids: readonly string[]): Promise<Doc[]>;
  /** Documents that match. */
  find(filter: Filter<Doc>, options?: { sort?: Record<string, 1 | -1>; limit?: number }): Promise<Doc[]>;
  /** Adds a document. Answers false, and adds nothing, when its id or another unique key is taken (FerretDB does not tell which). */
  insert(doc: Doc): Promise<boolean>;
  /** Changes the one document that matches. Answers it as it is then; undefined when none matched. */
  update(filter: Filter<Doc>, update: Update<Doc>): Promise<Doc | undefined>;
  /** Removes the documents that match. */
  remove(filter: Filter<Doc>): Promise<void>;
}

const DUPLICATE_KEY = 11000;

/** Makes a collection and its indexes; those that are there already are left as they are. */
export async function openDocuments<Doc extends Identified>(
  mongo: Mongo,
  definition: CollectionDefinition<Doc>,
): Promise<Documents<Doc>> {
  const { schema } = definition;
  const raw = mongo.collection<Identified>(definition.name);
  const indexes = definition.indexes.map(({ key, unique }) => ({
    key,
    name: nameOf(key),
    ...(unique ? { unique } : {}),
  }));
  // One by one: FerretDB breaks off when it is asked for several at once that are there already.
  for (const index of indexes) await raw.createIndexes([index]);
  const get = async (id: string): Promise<Doc | undefined> => parsed(schema, await raw.findOne({ _id: id }));
  return {
    get,
    getMany: async (ids) => (await Promise.all(ids.map(get))).filter((doc) => doc !== undefined),
    find: async (filter, { sort, limit } = {}) => {
      const cursor = raw.find(plain(filter)).maxTimeMS(READ_MS);
      if (sort) cursor.sort(sort);
      if (limit) cursor.limit(limit);
      return (await cursor.toArray()).map((doc) => schema.parse(doc));
    },
    insert: (doc) => inserted(raw, doc),
    update: async (filter, update) =>
      parsed(schema, await raw.findOneAndUpdate(plain(filter), plain(update), { returnDocument: 'after' })),
    remove: async (filter) => {
      await raw.deleteMany(plain(filter));
    },
  };
}

async function inserted(raw: mongoose.mongo.Collection<Identified>, doc: Identified): Promise<boolean> {
  try {
    await raw.insertOne(doc);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** A query as the driver's loose types want it. */
const plain = (query: object): mongoose.mongo.BSON.Document => ({ ...query });

const isDuplicateKey = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoServerError && error.code === DUPLICATE_KEY;

const parsed = <Doc>(schema: z.ZodType<Doc>, found: unknown): Doc | undefined =>
  found === null || found === undefined ? undefined : schema.parse(found);

const nameOf = (key: Index['key']): string =>
  Object.entries(key)
    .map(([field, direction]) => `${field}_${direction}`)
    .join('_');

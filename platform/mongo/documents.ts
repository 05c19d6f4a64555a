import mongoose from 'mongoose';
import type { z } from 'zod';
import { CALL_MS, type Mongo } from './connection.ts';

/** An index of a collection that has grown takes its time. */
const INDEXING_MS = 3_600_000;

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

/** Which documents: the part of MongoDB's query language that all its implementations share. An item stands for lists that hold it. */
export type Filter<Doc> = {
  readonly [Field in keyof Doc]?:
    | Doc[Field]
    | (Doc[Field] extends readonly (infer Item)[]
        ? Item | { readonly $size: number }
        : Comparison<NonNullable<Doc[Field]>>);
};

/** What to change: the part of MongoDB's update operators that all its implementations share. */
export interface Update<Doc> {
  readonly $set?: Partial<Doc>;
  /** A path (`counts.some`) names a figure within a field. */
  readonly $inc?: { readonly [Field in (keyof Doc & string) | `${keyof Doc & string}.${string}`]?: number };
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
  /** For what is rarely asked: not made by FerretDB, where each index costs every write more than it spares among few documents. */
  readonly rare?: boolean;
}

/** What makes a collection: its name, the shape of its documents, its indexes. */
export interface CollectionDefinition<Doc> {
  readonly name: string;
  readonly schema: z.ZodType<Doc>;
  readonly indexes: readonly Index[];
  /**
   * Fields (none of which is a text) that nothing is asked by, each kept as a JSON text: FerretDB takes milliseconds for a
   * document of many nested values, and to read one costs less with every store.
   */
  readonly packed?: readonly (keyof Doc & string)[];
}

/** In which order documents come, and how many at most. */
interface Finding {
  readonly sort?: Record<string, 1 | -1>;
  readonly limit?: number;
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
  find(filter: Filter<Doc>, options?: Finding): Promise<Doc[]>;
  /** The same, but of each document no more than `part` names: the rest is not read. */
  findParts<Part extends z.ZodObject>(part: Part, filter: Filter<Doc>, options?: Finding): Promise<z.infer<Part>[]>;
  /** How many match, counted up to `limit`. */
  count(filter: Filter<Doc>, limit: number): Promise<number>;
  /** Adds a document. Answers false, and adds nothing, when its id or another unique key is taken (FerretDB does not tell which). */
  insert(doc: Doc): Promise<boolean>;
  /** Adds documents with one call. Answers for each, in their order, what `insert` would. */
  insertMany(docs: readonly Doc[]): Promise<boolean[]>;
  /** Changes the one document that matches. Answers it as it is then; undefined when none matched. */
  update(filter: Filter<Doc>, update: Update<Doc>): Promise<Doc | undefined>;
  /** Changes the one document that matches, for who need not see it. Answers whether one did. */
  change(filter: Filter<Doc>, update: Update<Doc>): Promise<boolean>;
  /**
   * Changes all documents that match one of `either` and what they have in common, by which they are found: FerretDB uses no
   * index for either. Answers how many did.
   */
  changeAll(common: Filter<Doc>, either: readonly Filter<Doc>[], update: Update<Doc>): Promise<number>;
  /** Removes the documents that match. */
  remove(filter: Filter<Doc>): Promise<void>;
}

type Collection = mongoose.mongo.Collection<Identified>;

const DUPLICATE_KEY = 11000;

/** Makes a collection and its indexes; those that are there already are left as they are. */
export async function openDocuments<Doc extends Identified>(
  mongo: Mongo,
  definition: CollectionDefinition<Doc>,
): Promise<Documents<Doc>> {
  const { packed = [] } = definition;
  const { parse, packedDoc, changes } = formOf(definition);
  const run = <Result>(work: (raw: Collection) => Promise<Result>, withinMs?: number): Promise<Result> =>
    mongo.run((database) => work(database.collection<Identified>(definition.name)), withinMs);
  const findRaw = (
    filter: Filter<Doc>,
    { sort, limit }: Finding = {},
    projection?: Record<string, 1>,
  ): Promise<Identified[]> =>
    run((raw) => {
      const cursor = raw.find(plain(filter), projection ? { projection } : {}).maxTimeMS(CALL_MS);
      if (sort) cursor.sort(sort);
      if (limit) cursor.limit(limit);
      return cursor.toArray();
    });
  // One by one: FerretDB breaks off when it is asked for several at once that are there already.
  for (const index of await wantedOf(mongo, definition.indexes))
    await run((raw) => raw.createIndexes([described(index)]), INDEXING_MS);
  const get = async (id: string): Promise<Doc | undefined> => {
    const found = await run((raw) => raw.findOne({ _id: id }));
    return found ? parse(found) : undefined;
  };
  return {
    get,
    getMany: async (ids) => (await Promise.all(ids.map(get))).filter((doc) => doc !== undefined),
    find: async (filter, options) => (await findRaw(filter, options)).map(parse),
    findParts: async (part, filter, options) => {
      const named = Object.fromEntries(Object.keys(part.shape).map((field) => [field, 1 as const]));
      return (await findRaw(filter, options, named)).map((found) => part.parse(unpack(found, packed)));
    },
    count: async (filter, limit) => {
      const ids = (raw: Collection) => raw.find(plain(filter), { projection: { _id: 1 } }).limit(limit);
      return (await run((raw) => ids(raw).maxTimeMS(CALL_MS).toArray())).length;
    },
    insert: async (doc) => (await run((raw) => inserted(raw, [packedDoc(doc)])))[0] ?? false,
    insertMany: (docs) => run((raw) => inserted(raw, docs.map(packedDoc))),
    update: async (filter, update) => {
      const found = await run((raw) =>
        raw.findOneAndUpdate(plain(filter), changes(update), { returnDocument: 'after' }),
      );
      return found ? parse(found) : undefined;
    },
    change: async (filter, update) =>
      (await run((raw) => raw.updateOne(plain(filter), changes(update)))).matchedCount > 0,
    changeAll: async (common, either, update) => {
      const filter = { ...common, $or: either.map(plain) };
      return (await run((raw) => raw.updateMany(plain(filter), changes(update)))).matchedCount;
    },
    remove: async (filter) => {
      await run((raw) => raw.deleteMany(plain(filter)));
    },
  };
}

/** How documents and changes look in the store, and documents as they come out of it. */
const formOf = <Doc extends Identified>({ schema, packed = [] }: CollectionDefinition<Doc>) => ({
  parse: (found: object): Doc => schema.parse(unpack(found, packed)),
  packedDoc: (doc: Doc): Identified => ({ ...pack(doc, packed), _id: doc._id }),
  changes: ({ $set, ...update }: Update<Doc>) => plain($set ? { ...update, $set: pack($set, packed) } : update),
});

async function wantedOf(mongo: Mongo, indexes: readonly Index[]): Promise<readonly Index[]> {
  if (!indexes.some(({ rare }) => rare)) return indexes;
  const server = await mongo.run((database) => database.command({ buildInfo: 1 }));
  return 'ferretdbVersion' in server ? indexes.filter(({ rare }) => !rare) : indexes;
}

const described = ({ key, unique }: Index) => ({ key, name: nameOf(key), ...(unique ? { unique } : {}) });

async function inserted(raw: Collection, docs: readonly Identified[]): Promise<boolean[]> {
  const [only] = docs;
  if (!only) return [];
  try {
    if (docs.length === 1) await raw.insertOne(only);
    else await raw.insertMany(docs, { ordered: false });
    return docs.map(() => true);
  } catch (error) {
    const taken = takenKeys(error);
    if (!taken) throw error;
    return docs.map((_doc, index) => !taken.has(index));
  }
}

/** Which of the documents had a key that is taken; undefined when something else went wrong with any. */
function takenKeys(error: unknown): Set<number> | undefined {
  if (error instanceof mongoose.mongo.MongoBulkWriteError) {
    const errors = [error.writeErrors].flat();
    return errors.every(({ code }) => code === DUPLICATE_KEY) ? new Set(errors.map(({ index }) => index)) : undefined;
  }
  return error instanceof mongoose.mongo.MongoServerError && error.code === DUPLICATE_KEY ? new Set([0]) : undefined;
}

/** A query as the driver's loose types want it. */
const plain = (query: object): mongoose.mongo.BSON.Document => ({ ...query });

type Fields = Record<string, unknown>;

function pack(given: object, packed: readonly string[]): Fields {
  const fields: Fields = { ...given };
  for (const name of packed) {
    const value = fields[name];
    if (value !== undefined && value !== null) fields[name] = JSON.stringify(value);
  }
  return fields;
}

/** A document as it was before its fields were packed; those that are not, since they are from before, stay as they are. */
function unpack(found: object, packed: readonly string[]): Fields {
  const fields: Fields = { ...found };
  for (const name of packed) {
    const value = fields[name];
    if (typeof value === 'string') fields[name] = JSON.parse(value);
  }
  return fields;
}

const nameOf = (key: Index['key']): string =>
  Object.entries(key)
    .map(([field, direction]) => `${field}_${direction}`)
    .join('_');

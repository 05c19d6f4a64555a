import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import type { Identified } from '#platform/mongo/documents.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import { filesOf } from '../store/importDocument.ts';
import { IMPORTS } from '../store/imports.ts';
import { LIVE_WORKOUTS } from '../store/liveWorkouts.ts';
import { archivedKeyOf, recordingKeyOf, trackKeyOf } from '../store/objectKeys.ts';
import { WORKOUTS } from '../store/workouts.ts';

/** What a person's documents are told by in a collection: by these fields, or, as `_id`, by an id that begins with theirs. */
const PERSON_FIELDS: Readonly<Record<string, readonly string[]>> = {
  calendarFeeds: ['_id'],
  contents: ['ownerId'],
  deviceBatches: ['ownerId'],
  diaries: ['_id'],
  diaryMonths: ['personId'],
  diaryTotals: ['personId'],
  forgotten: ['_id'],
  groupSessions: ['personIds'],
  imports: ['ownerId'],
  leftovers: ['ownerId'],
  liveWorkouts: ['ownerId'],
  loosePictures: ['ownerId'],
  profiles: ['_id'],
  relations: ['one', 'other'],
  schedules: ['ownerId'],
  sources: ['ownerId'],
  upgrades: [],
  uploads: ['ownerId'],
  waitingUploads: ['ownerId'],
  workouts: ['ownerId'],
};
/** In a collection that is not named above, such as one of another version. */
const ANY_FIELDS = ['_id', 'ownerId', 'personId', 'userId', 'one', 'other'];
/** How long a search may take, be it through all documents there are. */
const SEARCH_MS = 600_000;
/** Sorts after every letter and digit. */
const AFTER_ALL = '~';

/** Where a person's things lie. */
export interface PersonsThings {
  readonly mongo: Mongo;
  readonly storage: ObjectStorage;
}

/**
 * Removes all documents of a person, in all collections but `except`, and the objects they name or have given their names to,
 * the objects of each first: what a crash leaves is found again. Which collections there are is asked, so that none is forgotten. May be repeated.
 */
export async function purgePerson(
  { mongo, storage }: PersonsThings,
  personId: string,
  except: readonly string[],
): Promise<void> {
  for (const name of await collectionsOf(mongo)) {
    if (except.includes(name)) continue;
    for await (const { _id, ...document } of documentsOf(mongo, name, await personsIds(mongo, name, personId))) {
      const named = storedObjects(document).map(({ key }) => key);
      for (const key of [...named, ...keysMadeOf(name, { _id, ...document })]) await storage.delete(key);
      await mongo.run((database) => database.collection<Identified>(name).deleteOne({ _id }));
    }
  }
}

const made = z.object({ _id: z.string(), archive: z.string().nullable().default(null) });

/**
 * Where things may lie that were made of an import or a recording, also such as no document names any more: other recordings of
 * the same activity have taken their place, or a process died.
 */
function keysMadeOf(collection: string, document: Readonly<Record<string, unknown>>): string[] {
  if (![IMPORTS, LIVE_WORKOUTS, WORKOUTS].includes(collection)) return [];
  const { _id, archive } = made.parse(document);
  const files = filesOf({ archive });
  if (files) return files.flatMap((_file, index) => [archivedKeyOf(`${_id}/${index}`), trackKeyOf(`${_id}/${index}`)]);
  return [recordingKeyOf(_id), trackKeyOf(_id)];
}

const filtersOf = (collection: string, personId: string) =>
  (PERSON_FIELDS[collection] ?? ANY_FIELDS).map((field) =>
    field === '_id' ? { _id: { $gte: personId, $lt: personId + AFTER_ALL } } : { [field]: personId },
  );

/** The ids of a person's documents in a collection, each once. */
export async function personsIds(mongo: Mongo, collection: string, personId: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const filter of filtersOf(collection, personId)) {
    const found = await mongo.run(
      (database) =>
        database
          .collection<Identified>(collection)
          .find(filter, { projection: { _id: 1 } })
          .toArray(),
      SEARCH_MS,
    );
    for (const { _id } of found) ids.add(_id);
  }
  return ids;
}

/** The documents of a collection that have these ids, as they are kept: one at a time, since all may be more than memory is for. */
export async function* documentsOf(
  mongo: Mongo,
  collection: string,
  ids: Iterable<string>,
): AsyncGenerator<Identified & Record<string, unknown>> {
  for (const _id of ids) {
    const document = await mongo.run((database) => database.collection<Identified>(collection).findOne({ _id }));
    if (document) yield document;
  }
}

/** The names of all collections there are. */
export const collectionsOf = (mongo: Mongo): Promise<string[]> =>
  mongo.run(async (database) => {
    const found = await database.listCollections({}, { nameOnly: true }).toArray();
    return found.map(({ name }) => name);
  });

/** An object that a document names; what its owner called the file and how long it is, where that stands beside it. */
export interface StoredObject {
  readonly key: string;
  readonly fileName: string | null;
  readonly byteLength: number | null;
}

const length = z.int().nullable().catch(null);
/** What may stand beside a key. */
const besideKeys = z.object({
  fileName: z.string().nullable().catch(null),
  byteLength: length,
  fileByteLength: length,
});
type Beside = z.infer<typeof besideKeys>;

/** An object that the field names. A length is that of one key, whatever other keys stand there. */
function storedObject(key: string, field: string, { fileName, byteLength, fileByteLength }: Beside): StoredObject {
  if (field === 'fileKey') return { key, fileName, byteLength: fileByteLength };
  return { key, fileName, byteLength: field === 'storageKey' ? byteLength : null };
}

/** The objects that a document names: in fields called `…Key` and lists called `…Keys` or `keys`, at any depth. */
export function storedObjects(value: unknown, field = '', beside = besideKeys.parse({})): StoredObject[] {
  if (typeof value === 'string')
    return field.endsWith('Key') && value.includes('/') ? [storedObject(value, field, beside)] : [];
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  if (Array.isArray(value)) return value.flatMap((item) => storedObjects(item, field.replace(/keys$/i, 'Key')));
  const within = besideKeys.parse(value);
  return Object.entries(value).flatMap(([name, inner]) => storedObjects(inner, name, within));
}

import { jsonFile, type ExportFile } from '#platform/events/exportParts.ts';
import { unpack } from '#platform/mongo/documents.ts';
import { PACKED_FIELDS } from '../store/workoutDocument.ts';
import { WORKOUTS } from '../store/workouts.ts';
import { personsDocuments, storageKeys, type PersonsThings } from './purge.ts';

/**
 * All that is kept of a person: each collection as JSON, and the files they sent as they came. What was computed of them
 * (tracks) can be computed again.
 */
export async function* exportPerson(things: PersonsThings, personId: string): AsyncGenerator<ExportFile> {
  const names = await things.mongo.listCollections({}, { nameOnly: true }).toArray();
  const given = new Set<string>();
  for (const { name } of names) {
    const documents: object[] = [];
    const keys: string[] = [];
    for await (const document of personsDocuments(things.mongo, name, personId)) {
      const { pendingEvents: _events, hasPendingEvents: _pending, isTombstone: _gone, ...told } = document;
      documents.push(name === WORKOUTS ? unpack(told, PACKED_FIELDS) : told);
      keys.push(...storageKeys(document));
    }
    if (documents.length > 0) yield jsonFile(`workouts/${name}.json`, documents);
    for (const key of keys) {
      if (given.has(key) || key.startsWith('tracks/')) continue;
      given.add(key);
      const bytes = await things.storage.get(key);
      if (bytes) yield { path: `workouts/files/${key}`, bytes };
    }
  }
}

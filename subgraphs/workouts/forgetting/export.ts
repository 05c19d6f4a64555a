import { z } from 'zod';
import { jsonFile, type ExportFile } from '#platform/events/exportParts.ts';
import { unpack } from '#platform/mongo/documents.ts';
import { PACKED_FIELDS } from '../store/workoutDocument.ts';
import { WORKOUTS } from '../store/workouts.ts';
import type { SampleLog } from '../live/samples.ts';
import { collectionsOf, personsDocuments, storageKeys, type PersonsThings } from './purge.ts';

/** Where a person's things lie, also what their running workouts have recorded so far. */
export interface ExportedThings extends PersonsThings {
  readonly samples: SampleLog;
}

const LIVE_WORKOUTS = 'liveWorkouts';
/** Who is whose friend stands in what users gives; by whom somebody is blocked they do not learn anywhere. */
const NOT_GIVEN = ['relations'];

/**
 * All that is kept of a person: each collection as JSON, what is being recorded, and the files they sent as they came. What
 * was computed of them (tracks) can be computed again.
 */
export async function* exportPerson(things: ExportedThings, personId: string): AsyncGenerator<ExportFile> {
  const names = await collectionsOf(things.mongo);
  const given = new Set<string>();
  for (const name of names.filter((each) => !NOT_GIVEN.includes(each))) {
    const documents: object[] = [];
    const keys: string[] = [];
    for await (const document of personsDocuments(things.mongo, name, personId)) {
      const { pendingEvents: _events, hasPendingEvents: _pending, isTombstone: _gone, ...told } = document;
      documents.push(name === WORKOUTS ? unpack(told, PACKED_FIELDS) : told);
      keys.push(...storageKeys(document));
    }
    if (documents.length > 0) yield jsonFile(`workouts/${name}.json`, documents);
    if (name === LIVE_WORKOUTS) yield* samplesOf(things.samples, documents);
    for (const key of keys) {
      if (given.has(key) || key.startsWith('tracks/')) continue;
      given.add(key);
      const bytes = await things.storage.get(key);
      if (bytes) yield { path: `workouts/files/${key}`, bytes };
    }
  }
}

/** What running workouts have recorded, each in a file. */
async function* samplesOf(log: SampleLog, workouts: readonly unknown[]): AsyncGenerator<ExportFile> {
  for (const { _id } of z.array(z.object({ _id: z.string() })).parse(workouts)) {
    const samples = (await log.read(_id)).flatMap((batch) => batch.samples);
    if (samples.length > 0) yield jsonFile(`workouts/samples/${_id}.json`, samples);
  }
}

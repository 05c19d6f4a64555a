import { z } from 'zod';
import { jsonFile, type ExportFile } from '#platform/events/exportParts.ts';
import { allOf } from '#platform/storage/storage.ts';
import { safeFileName } from '../domain/fileNames.ts';
import { GROUP_SESSIONS } from '../store/groupSessions.ts';
import { LIVE_WORKOUTS } from '../store/liveWorkouts.ts';
import { unpackText } from '../store/packedText.ts';
import { PACKED_FIELDS } from '../store/workoutDocument.ts';
import { WORKOUTS } from '../store/workouts.ts';
import type { SampleLog } from '../live/samples.ts';
import {
  collectionsOf,
  documentsOf,
  personsIds,
  storedObjects,
  type PersonsThings,
  type StoredObject,
} from './purge.ts';

/** Where a person's things lie, also what their running workouts have recorded so far. */
export interface ExportedThings extends PersonsThings {
  readonly samples: SampleLog;
}

/** What is kept as a text for the store's sake, by collection; a person reads what it says. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  [WORKOUTS]: [...PACKED_FIELDS, 'metrics'],
  [LIVE_WORKOUTS]: ['sequences'],
  [GROUP_SESSIONS]: ['participants'],
  imports: ['archive'],
  diaryMonths: ['entries'],
  diaryTotals: ['totals'],
};
/** Who is whose friend stands in what users gives; by whom somebody is blocked they do not learn anywhere. */
const NOT_GIVEN = ['relations'];

/**
 * All that is kept of a person: each collection as JSON, what is being recorded, and the files they sent as they came, by the
 * names they had. What was computed of them (tracks) can be computed again. Fails where less of a file is given than came.
 */
export async function* exportPerson(things: ExportedThings, personId: string): AsyncGenerator<ExportFile> {
  const names = await collectionsOf(things.mongo);
  // Filled as the documents are read: before the next file is taken.
  const files = new Map<string, StoredObject>();
  for (const name of names.filter((each) => !NOT_GIVEN.includes(each))) {
    const ids = await personsIds(things.mongo, name, personId);
    if (ids.size === 0) continue;
    yield jsonFile(`workouts/${name}.json`, shownOf(things, { name, ids, personId }, files));
    if (name === LIVE_WORKOUTS) yield* samplesOf(things.samples, ids);
  }
  for (const { key, fileName, byteLength } of files.values()) {
    if (key.startsWith('tracks/')) continue;
    const contents = await things.storage.getStream(key, byteLength === null ? undefined : allOf(byteLength));
    if (contents) yield { path: pathOf(key, fileName), contents };
  }
}

/** Where a file stands in the archive: by where it lies, which its documents name, and as its owner called it. */
function pathOf(key: string, fileName: string | null): string {
  const name = safeFileName(fileName ?? '');
  const ending = key.startsWith('recordings/') ? '.json' : '';
  return `workouts/files/${key}${name === '' ? ending : `-${name}`}`;
}

/** A person's documents of a collection, as they read them. What lies of each in the object storage is added to `files`, by its key. */
async function* shownOf(
  { mongo }: ExportedThings,
  { name, ids, personId }: { readonly name: string; readonly ids: Iterable<string>; readonly personId: string },
  files: Map<string, StoredObject>,
): AsyncGenerator<object> {
  for await (const document of documentsOf(mongo, name, ids)) {
    for (const { key, fileName, byteLength } of storedObjects(document)) {
      const known = files.get(key);
      files.set(key, { key, fileName: known?.fileName ?? fileName, byteLength: known?.byteLength ?? byteLength });
    }
    const { pendingEvents: _events, hasPendingEvents: _pending, isTombstone: _gone, ...told } = document;
    const shown = readable(told, TEXTS[name] ?? []);
    yield name === GROUP_SESSIONS ? partOf(shown, personId) : shown;
  }
}

const group = z.object({
  _id: z.string(),
  hostId: z.string(),
  creatorId: z.string(),
  title: z.string(),
  sport: z.string(),
  participants: z.array(
    z.looseObject({
      userId: z.string(),
      status: z.enum(['JOINED', 'LEFT']),
      result: z.looseObject({ rank: z.number().nullable() }).nullable(),
      workoutId: z.string().nullable(),
    }),
  ),
});
type Part = z.infer<typeof group>['participants'][number];

/** How a group session stands: for those who are in it now. */
const standing = z.object({
  joinCode: z.string(),
  visibility: z.string(),
  maxParticipants: z.int(),
  status: z.string(),
  startsAt: z.date().nullable(),
  startedAt: z.date().nullable(),
  endedAt: z.date().nullable(),
  createdAt: z.date(),
});

/**
 * Of a group session a person's own part: what others came to is theirs. Who is not in it any more, because they left or its
 * host blocks them, does not learn what became of it.
 */
function partOf(document: object, personId: string): object {
  const { hostId, creatorId, participants, ...told } = group.parse(document);
  const own = participants.filter(({ userId }) => userId === personId);
  return {
    ...told,
    ...(own.some(({ status }) => status === 'JOINED') ? standing.parse(document) : {}),
    isHost: hostId === personId,
    isCreator: creatorId === personId,
    participants: own.map(resultTold),
  };
}

/**
 * A part with what it came to, but for the rank, which counts also those who blocked the person. What was noted after they had
 * gone, and so has no rank, would say that the session is over: it stands in the recording.
 */
function resultTold({ result, workoutId, ...part }: Part): object {
  if (part.status === 'LEFT' && (result?.rank ?? null) === null) return { ...part, result: null, workoutId: null };
  if (result === null) return { ...part, result, workoutId };
  const { rank: _rank, ...figures } = result;
  return { ...part, result: figures, workoutId };
}

const readable = (document: object, texts: readonly string[]): object =>
  Object.fromEntries(
    Object.entries(document).map(([field, value]: [string, unknown]) => [
      field,
      typeof value === 'string' && texts.includes(field) ? unpackText(value) : value,
    ]),
  );

/** What running workouts have recorded, each in a file. */
async function* samplesOf(log: SampleLog, workoutIds: Iterable<string>): AsyncGenerator<ExportFile> {
  for (const id of workoutIds) {
    const samples = (await log.read(id)).flatMap((batch) => batch.samples);
    const shown = samples.values().map((sample) => ({ ...sample, at: new Date(sample.at) }));
    if (samples.length > 0) yield jsonFile(`workouts/samples/${id}.json`, shown);
  }
}

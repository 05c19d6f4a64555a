import type { Notices } from '#platform/events/notices.ts';
import { failpoint } from '#platform/failpoints.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import type { Flag } from '../domain/flags.ts';
import { listPositionOf } from '../domain/listPosition.ts';
import { neighbourhoodOf, recognise, type Recognition } from '../domain/recognise.ts';
import type { AnalysedFile, FileRequest } from '../files/analyseFile.ts';
import type { ReaderPool } from '../files/pool.ts';
import type { ContentStore } from '../store/contents.ts';
import type { ImportResult, ImportStore, WorkoutImport } from '../store/imports.ts';
import type { PersonProfile, ProfileStore } from '../store/profiles.ts';
import type { TrackStore } from '../store/tracks.ts';
import type { SourceStore } from '../store/sources.ts';
import type { UploadStore } from '../store/uploads.ts';
import type { WorkoutList } from '../store/workoutList.ts';
import { fileSource, type WorkoutStore } from '../store/workouts.ts';
import type { Workout } from '../store/workoutDocument.ts';
import { importArchive, type ArchiveTools } from './archive/importArchive.ts';
import { isZip, openZipBytes, openZipStream, type ArchiveLimits } from './archive/zip.ts';
import { contentHash } from './contentHash.ts';
import type { ImportFailure } from './failure.ts';
import {
  changedEvents,
  completedEvents,
  makeWorkout,
  neighbourOf,
  recordedFigures,
  type ReadFile,
} from './makeWorkout.ts';
import type { OneAtATime } from './oneAtATime.ts';
import { bodyOf, findProfile } from './profiles.ts';
import { importTopic, ReaderFault, type Slice } from './worker.ts';

/** What imports are made with. */
export interface ImportTools {
  readonly uploads: UploadStore;
  readonly workouts: WorkoutStore;
  readonly list: WorkoutList;
  readonly contents: ContentStore;
  readonly sources: SourceStore;
  readonly profiles: ProfileStore;
  readonly tracks: TrackStore;
  readonly storage: ObjectStorage;
  readonly reader: ReaderPool;
  readonly notices: Notices;
  readonly log: Logger;
  readonly oneAtATime: OneAtATime;
  /** Says that a document has pending events. */
  readonly wakeRelay: () => void;
  readonly now: () => Date;
  /** Limit on what a file unpacks to. */
  readonly maxBytes: number;
  /** Limits on archives. */
  readonly limits: ArchiveLimits;
  /** How long a profile is waited for that has not come yet. */
  readonly profileWaitMs: number;
}

/** What an import is to be called by, and what its owner asked for. */
export type ImportTarget = Pick<WorkoutImport, '_id' | 'ownerId' | 'newWorkoutId' | 'sport' | 'title' | 'visibility'>;

/** A file to be imported. */
export interface FileToImport {
  readonly bytes: Uint8Array;
  /** Of the file as it came: the bytes are handed over to a reader. */
  readonly byteLength: number;
  /** As its owner calls it. */
  readonly fileName: string;
  /** Where it lies; null for one that came in an archive, and is kept once it is known to be new. */
  readonly storageKey: string | null;
}

/**
 * Makes workouts of an upload: of the file, or of all files of an archive, a part at a time.
 *
 * @throws as importContent
 */
export async function importUpload(
  tools: ImportTools & { readonly imports: ImportStore },
  wanted: WorkoutImport,
): Promise<Slice> {
  const upload = await tools.uploads.get(wanted._id);
  const storageKey = upload?.storageKey;
  if (!storageKey) throw new Error(`the file of upload ${wanted._id} is not there`);
  const archive = archiveTools(tools);
  if (upload.byteLength > tools.maxBytes) {
    return importArchive(archive, wanted, async () =>
      openZipStream(await tools.storage.getStream(storageKey), tools.limits),
    );
  }
  const bytes = await tools.storage.get(storageKey);
  if (!bytes) throw new Error(`the file of upload ${wanted._id} is not there`);
  if (isZip(bytes)) return importArchive(archive, wanted, () => openZipBytes(bytes, tools.limits));
  return importContent(tools, wanted, { bytes, byteLength: bytes.length, fileName: upload.fileName, storageKey });
}

const archiveTools = (tools: ImportTools & { readonly imports: ImportStore }): ArchiveTools => ({
  ...tools,
  importContent: (target, file) => importContent(tools, target, file),
  notify: (id) => tools.notices.send(importTopic(id), {}),
});

/**
 * Makes a workout of a file. May be begun again at any point, by anybody: every step either was done, and is
 * seen to be, or is done anew with the same effect.
 *
 * @throws when a store fails or the readers do; then nothing is decided.
 */
async function importContent(tools: ImportTools, wanted: ImportTarget, file: FileToImport): Promise<ImportResult> {
  const sha256 = await contentHash(file.bytes, tools.maxBytes);
  const known = sha256 && (await findKnown(tools, fileSource(wanted.ownerId, sha256)));
  if (known) return madeBy(wanted, known);
  const profile = await findProfile({ ...tools, waitMs: tools.profileWaitMs }, wanted.ownerId);
  if (!profile) tools.log.warn({ importId: wanted._id }, 'the profile has not come; going on with defaults');
  const read = await readFile(tools, bytesForReader(file), requestFor(tools, wanted, profile));
  failpoint('workouts.import.parsed');
  if (read.kind === 'REFUSED') return failed(read);
  if (!sha256) throw new Error('a file was read that does not unpack');
  if (isBeyondCalendar(read)) return failed({ code: 'BOGUS_TIMES', message: 'The file is from after the year 9999.' });
  return tools.oneAtATime(wanted.ownerId, () => keep({ tools, wanted, profile, read, sha256, file }));
}

/** The workout a source was made into; none when it is gone since. */
async function findKnown({ sources, workouts }: ImportTools, sourceKey: string): Promise<Workout | undefined> {
  const id = await sources.workoutOf(sourceKey);
  return id === undefined ? undefined : workouts.get(id);
}

/** The reader takes what it is given; what is not stored yet is still needed. */
const bytesForReader = ({ bytes, storageKey }: FileToImport): Uint8Array =>
  storageKey === null ? bytes.slice() : bytes;

async function readFile({ reader }: ImportTools, bytes: Uint8Array, request: FileRequest) {
  try {
    return await reader.read(bytes, request);
  } catch (error) {
    throw new ReaderFault('the readers failed', { cause: error });
  }
}

const requestFor = ({ now, maxBytes }: ImportTools, { sport }: ImportTarget, profile: PersonProfile | undefined) => ({
  now: now().getTime(),
  maxBytes,
  sport,
  ...(profile ? { profile: bodyOf(profile), timeZone: profile.timeZone } : {}),
});

/** Instants after the year 9999 fit neither events nor the list. */
const isBeyondCalendar = ({ figures: { startedAt, endedAt } }: AnalysedFile): boolean =>
  [startedAt, endedAt].some((instant) => instant !== null && !(new Date(instant).getUTCFullYear() < 10_000));

const failed = ({ code, message }: ImportFailure): ImportResult => ({
  status: 'FAILED',
  workoutId: null,
  failure: { code, message },
});

/** A workout that is there is this import's own when an earlier try got as far as that. */
const madeBy = (wanted: ImportTarget, workout: Workout): ImportResult => ({
  status: workout.importId === wanted._id ? 'COMPLETED' : 'DUPLICATE',
  workoutId: workout._id,
  failure: null,
});

/** A file that was read, on its way to become a workout. */
interface Candidate {
  readonly tools: ImportTools;
  readonly wanted: ImportTarget;
  readonly profile: PersonProfile | undefined;
  readonly read: AnalysedFile;
  readonly sha256: string;
  readonly file: FileToImport;
}

async function keep(candidate: Candidate): Promise<ImportResult> {
  const { tools, wanted } = candidate;
  const recognition = await recogniseAmong(candidate);
  switch (recognition.kind) {
    case 'NEW':
      return insert(candidate, recognition.flags);
    case 'KNOWN': {
      const known = await tools.workouts.get(recognition.workoutId);
      if (!known) throw new Error(`workout ${recognition.workoutId} went away`);
      if (recognition.tellsMore) await replace(candidate, known, recognition.flags);
      return { ...madeBy(wanted, known), status: 'DUPLICATE', hasReplaced: recognition.tellsMore };
    }
    default:
      return recognition satisfies never;
  }
}

async function recogniseAmong({ tools, wanted, read: { figures }, sha256 }: Candidate): Promise<Recognition> {
  const { startedAt, endedAt } = figures;
  const firstOwner = await tools.contents.firstOwner(sha256, wanted.ownerId, tools.now());
  failpoint('workouts.import.content-noted');
  const around = startedAt !== null && endedAt !== null ? neighbourhoodOf({ startedAt, endedAt }) : undefined;
  const others = around
    ? await tools.list.startedBetween(wanted.ownerId, new Date(around.from), new Date(around.to))
    : [];
  // Made by an earlier try of this import after all, or by somebody else's: the insert will say so.
  const strangers = others.filter(({ sourceKey }) => sourceKey !== fileSource(wanted.ownerId, sha256));
  const neighbours = strangers.map(neighbourOf).filter((each) => each !== undefined);
  return recognise(figures, 'FILE', neighbours, firstOwner !== wanted.ownerId);
}

async function insert(candidate: Candidate, flags: readonly Flag[]): Promise<ImportResult> {
  const { tools, wanted, profile } = candidate;
  const now = tools.now();
  const workout = makeWorkout(wanted, await storeTrack(candidate), flags, { profile, now });
  await tools.sources.note(workout.sourceKey, workout.ownerId, workout._id);
  failpoint('workouts.import.source-noted');
  const isNew = await tools.workouts.insert(workout, completedEvents(workout, now));
  failpoint('workouts.import.workout-inserted');
  tools.wakeRelay();
  if (isNew) return { status: 'COMPLETED', workoutId: workout._id, failure: null };
  const known = await tools.workouts.findBySource(workout.sourceKey);
  if (!known) throw new Error(`workout ${workout._id} is there, and is not`);
  return madeBy(wanted, known);
}

/** The same activity was recorded twice, and this recording tells more: it takes the place of the one there was. */
async function replace(candidate: Candidate, known: Workout, flags: readonly Flag[]): Promise<void> {
  const { tools, wanted, sha256 } = candidate;
  const recording = recordedFigures(await storeTrack(candidate), flags);
  const listPosition = listPositionOf(recording.startedAt, known.createdAt, known._id);
  const now = tools.now();
  const changed = { ...known, ...recording, version: known.version + 1 };
  const replaced = await tools.workouts.replaceRecording(
    known,
    { ...recording, listPosition },
    changedEvents(changed, now),
  );
  failpoint('workouts.import.recording-replaced');
  if (!replaced) throw new Error(`workout ${known._id} changed meanwhile`);
  await tools.sources.note(fileSource(wanted.ownerId, sha256), wanted.ownerId, known._id);
  tools.wakeRelay();
}

async function storeTrack({ tools, wanted, read, file, sha256 }: Candidate): Promise<ReadFile> {
  const fileKey = file.storageKey ?? `archived/${wanted._id}`;
  if (file.storageKey === null) await tools.storage.put(fileKey, file.bytes);
  const trackKey = await tools.tracks.put(wanted._id, read.track);
  failpoint('workouts.import.streams-stored');
  return { figures: read.figures, fileKey, fileName: file.fileName, fileByteLength: file.byteLength, trackKey, sha256 };
}

import { failpoint } from '#platform/failpoints.ts';
import { allOf } from '#platform/storage/storage.ts';
import type { AnalysedFile, FileRequest } from '../files/analyseFile.ts';
import { sayBeside } from '../recordings/sayBeside.ts';
import type { ContentStore, FirstOwner, Noting } from '../store/contents.ts';
import { isOver, type ImportResult, type WorkoutImport } from '../store/importDocument.ts';
import type { PersonProfile } from '../store/profiles.ts';
import type { UploadStore } from '../store/uploads.ts';
import { fileSource } from '../store/workouts.ts';
import type { Workout } from '../store/workoutDocument.ts';
import { importArchive, type ArchiveTools } from './archive/importArchive.ts';
import type { OpenArchives } from './archive/openArchives.ts';
import { isZip, openZipBytes, openZipStream, type ArchiveLimits } from './archive/zip.ts';
import { contentHash } from './contentHash.ts';
import type { ImportFailure } from '../domain/importFailure.ts';
import {
  Candidate,
  importIdOf,
  type Content,
  type FileToImport,
  type ImportTarget,
  type ReadContent,
} from './candidate.ts';
import { keepAll } from './keep.ts';
import { madeBy } from './keepKnown.ts';
import { bodyOf, findProfile } from '../profiles.ts';
import type { KeepTools } from './tools.ts';
import { importTopic, ReaderFault, type Slice } from './worker.ts';

/** What imports are made with. */
export interface ImportTools extends KeepTools {
  readonly uploads: UploadStore;
  readonly contents: ContentStore;
  /** Limits on archives. */
  readonly limits: ArchiveLimits;
  readonly openArchives: OpenArchives;
}

/**
 * Makes workouts of an upload: of the file, or of all files of an archive, a part at a time.
 *
 * @throws as importContent
 */
export async function importUpload(tools: ImportTools, wanted: WorkoutImport): Promise<Slice> {
  const archive = archiveTools(tools);
  const waiting = tools.openArchives.take(wanted._id);
  if (waiting) return importArchive(archive, wanted, () => Promise.resolve(waiting));
  const upload = await tools.uploads.recallStored(wanted._id);
  const storageKey = upload?.storageKey;
  const missing = (): Error => new Error(`the file of upload ${wanted._id} is not there`);
  if (!storageKey) throw missing();
  if (upload.byteLength > tools.maxBytes) {
    return importArchive(archive, wanted, async () => {
      const stream = await tools.storage.getStream(storageKey, allOf(upload.byteLength));
      if (!stream) throw missing();
      return openZipStream(stream, tools.limits);
    });
  }
  const bytes = await tools.storage.get(storageKey, upload.byteLength);
  // A former file may be deleted, be it noted yet or not that this import has made a workout of it.
  const made = bytes ? undefined : await tools.workouts.get(wanted.newWorkoutId);
  if (made) return { status: 'COMPLETED', workoutId: made._id, failure: null };
  if (!bytes) throw missing();
  if (isZip(bytes)) return importArchive(archive, wanted, () => openZipBytes(bytes, tools.limits));
  const file = { bytes, byteLength: bytes.length, fileName: upload.fileName, storageKey };
  return importContent(tools, { target: wanted, file });
}

const archiveTools = (tools: ImportTools): ArchiveTools => ({
  ...tools,
  importContents: (contents, mayKeep) => importContents(tools, contents, mayKeep),
  notify: (id) => tools.notices.send(importTopic(id), {}),
});

/** @throws as importContents, and when the readers break down on the file. */
async function importContent(tools: ImportTools, content: Content): Promise<ImportResult> {
  const [result] = await importContents(tools, [content]);
  if (result === undefined || result instanceof ReaderFault) throw result ?? new Error('no file was imported');
  return result;
}

/**
 * Makes workouts of files of one person; answers for each what became of it, or that the readers broke down on it. May be
 * begun again at any point, by anybody: every step either was done, and is seen to be, or is done anew with the same effect.
 * `mayKeep` is asked when all are read; where it says no, nothing is kept, and nothing answered.
 *
 * @throws when a store fails; then nothing is decided.
 */
async function importContents(
  tools: ImportTools,
  contents: readonly Content[],
  mayKeep: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<(ImportResult | ReaderFault)[]> {
  let profile: Promise<PersonProfile | undefined> | undefined;
  const isVisibilityGiven = contents.every(({ target }) => target.visibility !== null);
  const profileOf = (ownerId: string) => (profile ??= profileOrDefaults(tools, ownerId, isVisibilityGiven));
  const reads = await Promise.all(contents.map((content) => readContent(tools, content, profileOf)));
  if (!(await mayKeep())) return [];
  const candidates = await noteContents(
    tools,
    reads.filter((read) => 'sha256' in read),
  );
  const kept = await keepAll(tools, candidates);
  const fates = candidates.map((candidate) => kept.get(candidate)).values();
  const results = reads.map((read) => ('sha256' in read ? (fates.next().value ?? notKept()) : read));
  for (const [index, { target }] of contents.entries()) await sayOfDuplicate(tools, target, results[index]);
  return results;
}

/** What was said with a file that is not kept counts for the workout that there is; what took another's place has brought it. */
async function sayOfDuplicate(
  tools: ImportTools,
  said: ImportTarget,
  result: ImportResult | ReaderFault | undefined,
): Promise<void> {
  if (!result || result instanceof ReaderFault || result.status !== 'DUPLICATE' || result.hasReplaced) return;
  if (result.workoutId === null || (said.visibility === null && said.title === null)) return;
  await sayBeside(tools, result.workoutId, said);
}

/** Notes who has what was read, from now on that it is going to be kept: what is given up nobody had. */
async function noteContents(tools: ImportTools, reads: readonly ReadContent[]): Promise<Candidate[]> {
  const [one] = reads;
  if (!one) return [];
  const by = { ownerId: one.target.ownerId, importId: importIdOf(one.target), firstSeenAt: tools.now() };
  const wanted = reads.map(({ sha256, target }) => ({ sha256, workoutId: target.newWorkoutId }));
  const noted = (await tools.contents.note(wanted, by)).values();
  failpoint('workouts.import.content-noted');
  const candidates: Candidate[] = [];
  for (const read of reads)
    candidates.push(new Candidate(read, await firstWith(tools, read.sha256, noted.next().value ?? notKept(), by)));
  return candidates;
}

/** Who is the first with a content: whoever was noted, unless nothing is left of what they made of it. */
const firstWith = async (tools: ImportTools, sha256: string, noted: FirstOwner, by: Noting): Promise<FirstOwner> =>
  noted.importId === by.importId || !(await isGone(tools, sha256, noted))
    ? noted
    : tools.contents.takeOver(sha256, noted, by);

/** Whether who was the first with a content has no workout of it, nor is about to. */
async function isGone(tools: ImportTools, sha256: string, first: FirstOwner): Promise<boolean> {
  // Before the workout is looked for: an import ends when that is there.
  const noting = first.importId === null ? undefined : await tools.imports.get(first.importId);
  if (noting && !isOver(noting, tools.now())) return false;
  return (await madeOf(tools, first.ownerId, sha256, first)) === undefined;
}

function notKept(): never {
  throw new Error('a file was read and not kept');
}

async function profileOrDefaults(
  tools: ImportTools,
  ownerId: string,
  mayBeOld: boolean,
): Promise<PersonProfile | undefined> {
  const profile = await findProfile({ ...tools, waitMs: tools.profileWaitMs }, ownerId, mayBeOld);
  if (!profile) tools.log.warn({ ownerId }, 'the profile has not come; going on with defaults');
  return profile;
}

/** Reads a file, unless it is known already: changes nothing. */
async function readContent(
  tools: ImportTools,
  { target, file }: Content,
  profileOf: (ownerId: string) => Promise<PersonProfile | undefined>,
): Promise<ReadContent | ImportResult | ReaderFault> {
  const sha256 = await contentHash(file.bytes, tools.maxBytes);
  const known = sha256 && (await findKnown(tools, target.ownerId, sha256));
  if (known) return madeBy(tools, { target, file }, known);
  const profile = await profileOf(target.ownerId);
  const read = await readFile(tools, bytesForReader(file), requestFor(tools, target, profile));
  failpoint('workouts.import.parsed');
  if (read instanceof ReaderFault) return read;
  if (read.kind === 'REFUSED') return failed(read);
  if (!sha256) throw new Error('a file was read that does not unpack');
  if (isBeyondCalendar(read)) return failed({ code: 'BOGUS_TIMES', message: 'The file is from after the year 9999.' });
  return { target, file, profile, read, sha256 };
}

/** The workout that a person's file was made into; none when nobody has the file, or the workout is gone since. */
async function findKnown(tools: ImportTools, ownerId: string, sha256: string): Promise<Workout | undefined> {
  const first = await tools.contents.firstWith(sha256);
  return first && madeOf(tools, ownerId, sha256, first);
}

/** The workout that a person's file was made into, that somebody had first; none when it is gone since. */
async function madeOf(
  { sources, workouts }: ImportTools,
  ownerId: string,
  sha256: string,
  first: FirstOwner,
): Promise<Workout | undefined> {
  const hintedId = first.ownerId === ownerId ? first.workoutId : null;
  const id = (await sources.workoutOf(fileSource(ownerId, sha256))) ?? hintedId;
  return id === null ? undefined : workouts.get(id);
}

/** The reader takes what it is given; what is not stored yet is still needed. */
const bytesForReader = ({ bytes, storageKey }: FileToImport): Uint8Array =>
  storageKey === null ? bytes.slice() : bytes;

async function readFile({ reader }: ImportTools, bytes: Uint8Array, request: FileRequest) {
  try {
    return await reader.read(bytes, request);
  } catch (error) {
    return new ReaderFault('the readers failed', { cause: error });
  }
}

const requestFor = ({ now, maxBytes }: ImportTools, { sport }: ImportTarget, profile: PersonProfile | undefined) => ({
  writtenBy: 'OTHERS' as const,
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

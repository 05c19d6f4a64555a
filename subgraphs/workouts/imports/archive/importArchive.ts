import { v7 as uuidv7 } from 'uuid';
import { failpoint } from '#platform/failpoints.ts';
import { filesOf, type ImportResult, type WorkoutImport } from '../../store/importDocument.ts';
import type { ImportStore } from '../../store/imports.ts';
import { readerFailed, type ImportFailure } from '../../domain/importFailure.ts';
import type { Content, ImportTarget } from '../candidate.ts';
import { ReaderFault, type Slice } from '../worker.ts';
import type { ArchiveFile } from '../../domain/archiveProgress.ts';
import type { OpenArchives } from './openArchives.ts';
import { ArchiveRefused, type Archive, type ZippedFile } from './zip.ts';

/** What archives are worked through with. */
export interface ArchiveTools {
  readonly imports: Pick<ImportStore, 'saveFiles' | 'isOurs'>;
  /**
   * Makes workouts of files, and answers what became of each, unless they may not be kept any more once they are read; may be
   * done again with the same effect.
   */
  readonly importContents: (
    contents: readonly Content[],
    mayKeep: () => Promise<boolean>,
  ) => Promise<(ImportResult | ReaderFault)[]>;
  /** Says that a file is done with. */
  readonly notify: (importId: string) => void;
  /** Where an archive waits for its next turn. */
  readonly openArchives: Pick<OpenArchives, 'leave'>;
  readonly now: () => Date;
}

/** How long an archive is worked on at a time, before it is others' turn. */
const SLICE_MS = 2000;
/** So many files, or so many bytes of them, are done at a time: this is done again at most after a crash. */
const BATCH_FILES = 20;
const BATCH_BYTES = 4 * 1024 * 1024;
/**
 * When nothing comes on in so many tries, the file at hand is what kills its process. High, since most die of something
 * else; less than what the whole import has (worker.ts), so that one file does not end it.
 */
const MAX_TRIES_OF_A_FILE = 10;

/**
 * Works on an archive for a while, from where it was left: each file becomes a workout, or is told what is wrong with it.
 * What was done since the last note is done again after a crash, with the same effect.
 *
 * @throws when a store fails; then what was noted stays.
 */
export async function importArchive(
  tools: ArchiveTools,
  wanted: WorkoutImport,
  open: () => Promise<Archive>,
): Promise<Slice> {
  let archive: Archive;
  try {
    archive = await open();
  } catch (error) {
    if (error instanceof ArchiveRefused) return failed(error.failure);
    throw error;
  }
  let slice: Slice | undefined;
  try {
    slice = await workThrough(tools, wanted, archive.files);
    return slice;
  } finally {
    await (slice === 'MORE' ? tools.openArchives.leave(wanted._id, archive) : archive.close());
  }
}

const failed = (why: ImportFailure): ImportResult => ({ status: 'FAILED', workoutId: null, failure: why });

async function workThrough(
  { imports, importContents, notify, now }: ArchiveTools,
  wanted: WorkoutImport,
  zipped: readonly ZippedFile[],
): Promise<Slice> {
  const holder = wanted.leaseHolder ?? '';
  const noted = filesOf(wanted);
  const files: ArchiveFile[] = [...(noted ?? zipped.map(unread))];
  const began = now().getTime();
  let cameOn = false;
  const save = async (): Promise<boolean> => {
    failpoint('workouts.archive.before-save');
    const goesOn = await imports.saveFiles(wanted._id, holder, files, cameOn, now());
    failpoint('workouts.archive.saved');
    notify(wanted._id);
    return goesOn;
  };
  const importUnlessStopped = (contents: readonly Content[]): Promise<(ImportResult | ReaderFault)[]> =>
    importContents(contents, () => imports.isOurs(wanted._id, holder, now()));
  if (!noted && !(await save())) return 'STOPPED';
  for (;;) {
    const pending = zipped.flatMap((file, index) => (files[index]?.status === 'PENDING' ? [{ file, index }] : []));
    const [next] = pending;
    if (!next) return { status: 'COMPLETED', workoutId: null, failure: null };
    // Something is done in every turn, however slow the stores are.
    if (cameOn && now().getTime() - began >= SLICE_MS) return 'MORE';
    if (!cameOn && wanted.tries > MAX_TRIES_OF_A_FILE) files[next.index] = fateOf(next.file, failed(readerFailed));
    // After a crash each file is done by itself, so that the one that kills is found out.
    else await importSome(importUnlessStopped, wanted, pending.slice(0, wanted.tries > 1 ? 1 : BATCH_FILES), files);
    cameOn = true;
    if (!(await save())) return 'STOPPED';
  }
}

const unread = ({ fileName, refused }: ZippedFile): ArchiveFile => ({
  fileName,
  status: refused ? 'FAILED' : 'PENDING',
  workoutId: null,
  failure: refused,
});

const fateOf = ({ fileName }: ZippedFile, { status, workoutId, failure: why }: ImportResult): ArchiveFile => ({
  fileName,
  status,
  workoutId,
  failure: why,
});

/** A file of an archive is imported as if it had come by itself, under a name of its own. */
const targetOf = (wanted: WorkoutImport, index: number): ImportTarget => ({
  _id: `${wanted._id}/${index}`,
  ownerId: wanted.ownerId,
  newWorkoutId: uuidv7(),
  sport: wanted.sport,
  title: null,
  visibility: wanted.visibility,
});

/** Imports the first of these, as many as are not too much at once, and notes what became of them. */
async function importSome(
  importContents: (contents: readonly Content[]) => Promise<(ImportResult | ReaderFault)[]>,
  wanted: WorkoutImport,
  pending: readonly { file: ZippedFile; index: number }[],
  files: ArchiveFile[],
): Promise<void> {
  const unpacked = new Map<number, Content>();
  let length = 0;
  for (const { file, index } of pending) {
    if (length >= BATCH_BYTES) break;
    try {
      const bytes = await file.read();
      length += bytes.length;
      const fileName = file.fileName.split('/').at(-1) ?? file.fileName;
      const content = { bytes, byteLength: bytes.length, fileName, storageKey: null };
      unpacked.set(index, { target: targetOf(wanted, index), file: content });
    } catch (error) {
      if (!(error instanceof ArchiveRefused)) throw error;
      files[index] = fateOf(file, failed(error.failure));
    }
  }
  const results = (await importContents([...unpacked.values()])).values();
  for (const { file, index } of pending) {
    if (!unpacked.has(index)) continue;
    const result = results.next().value;
    if (result) files[index] = fateOf(file, result instanceof ReaderFault ? failed(readerFailed) : result);
  }
}

import { v7 as uuidv7 } from 'uuid';
import { failpoint } from '#platform/failpoints.ts';
import { filesOf, type ImportResult, type ImportStore, type WorkoutImport } from '../../store/imports.ts';
import { readerFailed, type ImportFailure } from '../failure.ts';
import type { FileToImport, ImportTarget } from '../importFile.ts';
import { ReaderFault, type Slice } from '../worker.ts';
import type { ArchiveFile, ArchiveProgress } from './progress.ts';
import { ArchiveRefused, type Archive, type ZippedFile } from './zip.ts';

/** What archives are worked through with. */
export interface ArchiveTools {
  readonly imports: Pick<ImportStore, 'saveFiles'>;
  /** Makes a workout of one file; may be done again with the same effect. */
  readonly importContent: (target: ImportTarget, file: FileToImport) => Promise<ImportResult>;
  /** Says that a file is done with. */
  readonly notify: (importId: string) => void;
  readonly now: () => Date;
}

/** How long an archive is worked on at a time, before it is others' turn. */
const SLICE_MS = 2000;
/** So many files, or so long, are done again at most after a crash. */
const SAVE_EVERY_FILES = 20;
const SAVE_EVERY_MS = 1000;
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
  try {
    return await workThrough(tools, wanted, archive.files);
  } finally {
    await archive.close();
  }
}

const failed = (why: ImportFailure): ImportResult => ({ status: 'FAILED', workoutId: null, failure: why });

async function workThrough(
  { imports, importContent, notify, now }: ArchiveTools,
  wanted: WorkoutImport,
  zipped: readonly ZippedFile[],
): Promise<Slice> {
  const files: ArchiveFile[] = [...(filesOf(wanted) ?? zipped.map(unread))];
  const began = now().getTime();
  let saved = { at: began, files: 0 };
  let done = 0;
  const save = async (): Promise<boolean> => {
    failpoint('workouts.archive.before-save');
    const goesOn = await imports.saveFiles(wanted._id, wanted.leaseHolder ?? '', files, done > 0, now());
    failpoint('workouts.archive.saved');
    notify(wanted._id);
    saved = { at: now().getTime(), files: done };
    return goesOn;
  };
  if (!(await save())) return 'STOPPED';
  for (const [index, file] of zipped.entries()) {
    if (files[index]?.status !== 'PENDING') continue;
    if (now().getTime() - began >= SLICE_MS) return (await save()) ? 'MORE' : 'STOPPED';
    const isPoison = done === 0 && wanted.tries > MAX_TRIES_OF_A_FILE;
    files[index] = isPoison
      ? fateOf(file, failed(readerFailed))
      : await importOne(importContent, targetOf(wanted, index), file);
    done++;
    // After a crash each file is noted, so that the one that kills is found out.
    const isDue = done - saved.files >= SAVE_EVERY_FILES || now().getTime() - saved.at >= SAVE_EVERY_MS;
    if ((isDue || wanted.tries > 1) && !(await save())) return 'STOPPED';
  }
  return (await save()) ? { status: 'COMPLETED', workoutId: null, failure: null } : 'STOPPED';
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

async function importOne(
  importContent: ArchiveTools['importContent'],
  target: ImportTarget,
  file: ZippedFile,
): Promise<ArchiveFile> {
  try {
    const bytes = await file.read();
    const baseName = file.fileName.split('/').at(-1) ?? file.fileName;
    return fateOf(
      file,
      await importContent(target, { bytes, byteLength: bytes.length, fileName: baseName, storageKey: null }),
    );
  } catch (error) {
    if (error instanceof ArchiveRefused) return fateOf(file, failed(error.failure));
    if (error instanceof ReaderFault) return fateOf(file, failed(readerFailed));
    throw error;
  }
}

/** What an archive has come to, for whoever asks. */
export const progressOf = (files: ArchiveProgress) => ({
  totalFiles: files.length,
  doneFiles: files.filter(({ status }) => status !== 'PENDING').length,
  files,
});

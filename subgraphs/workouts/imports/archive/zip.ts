import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import {
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  validateFileName,
  type Entry,
  type Options,
  type ZipFile,
} from 'yauzl';
import { writeAside } from '#platform/storage/aside.ts';
import { failure, type ImportFailure } from '../../domain/importFailure.ts';
import { onOneLine } from '../../domain/title.ts';
import { ArchiveReader, bytesInMemory, bytesOfFile, type ArchiveBytes } from './archiveBytes.ts';
import { withoutComment } from './zipEnd.ts';

/** How much an archive may hold. */
export interface ArchiveLimits {
  /** Files at most. */
  readonly maxFiles: number;
  /** Bytes of one file, unpacked. */
  readonly maxBytes: number;
  /** Bytes of all files together, unpacked. */
  readonly maxTotalBytes: number;
}

/** One file of an archive: its name, why it cannot be had, or how to have it. */
export interface ZippedFile {
  readonly fileName: string;
  readonly refused: ImportFailure | null;
  /** @throws ArchiveRefused when the file is not what the archive says. */
  read(): Promise<Uint8Array>;
}

/** An open archive. */
export interface Archive {
  readonly files: readonly ZippedFile[];
  close(): Promise<void>;
}

/** Why an archive, or a file of it, is not taken. */
export class ArchiveRefused extends Error {
  override readonly name = 'ArchiveRefused';
  readonly failure: ImportFailure;

  constructor(code: ImportFailure['code'], message: string) {
    super(message);
    this.failure = failure(code, message);
  }
}

/** No activity file shrinks this much; a bomb does. */
const LARGEST_RATIO = 250;
/** What a small archive may unpack to whatever its ratio. */
const ALWAYS_ALLOWED_BYTES = 1024 * 1024;
/** A file may have a folder of its own, and something that a system leaves beside it. */
const MOST_ENTRIES_PER_FILE = 3;
const LONGEST_NAME = 255;
/** Names and sizes are checked one by one, so that a bad one costs its file only. */
const OPTIONS: Options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: false };

/** With room left over, the end of a file is seen in the step that unpacks it; and zlib takes no smaller piece. */
const SPARE_BYTES = 64;

const inflate = promisify(inflateRaw);

/** Whether these are the first bytes of a zip archive. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 &&
  bytes[1] === 0x4b &&
  ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6) || (bytes[2] === 6 && bytes[3] === 6));

/** Opens an archive in memory. @throws ArchiveRefused */
export const openZipBytes = (bytes: Uint8Array, limits: ArchiveLimits): Promise<Archive> =>
  opened(bytesInMemory(bytes), limits);

/** Opens an archive that is too large for memory, by way of a file aside. @throws ArchiveRefused */
export const openZipStream = async (contents: Readable, limits: ArchiveLimits): Promise<Archive> =>
  opened(bytesOfFile(await writeAside(contents)), limits);

/** From here on the bytes are closed with the archive. */
async function opened(all: ArchiveBytes, limits: ArchiveLimits): Promise<Archive> {
  try {
    const bytes = await withoutComment(all);
    const zip = await fromRandomAccessReaderPromise(new ArchiveReader(bytes), bytes.byteLength, OPTIONS);
    const entries = await listed(zip, bytes.byteLength, limits);
    const files = entries.map((entry) => zippedFile(zip, bytes, entry, limits));
    return { files, close: all.close };
  } catch (error) {
    await all.close();
    throw malformed(error);
  }
}

function malformed(error: unknown): ArchiveRefused {
  if (error instanceof ArchiveRefused) return error;
  // yauzl reads no further, and says so by its words alone.
  if (error instanceof Error && error.message.startsWith('strong encryption'))
    return new ArchiveRefused('ENCRYPTED_FILE', 'The archive holds a file that is locked with strong encryption.');
  return new ArchiveRefused('MALFORMED_FILE', 'The archive is damaged.');
}

async function listed(zip: ZipFile, byteLength: number, limits: ArchiveLimits): Promise<Entry[]> {
  if (zip.entryCount > limits.maxFiles * MOST_ENTRIES_PER_FILE) throw tooMany(limits);
  const entries: Entry[] = [];
  let [packedBytes, unpackedBytes] = [0, 0];
  for await (const entry of zip.eachEntry()) {
    if (isClutter(nameOf(entry))) continue;
    entries.push(entry);
    unpackedBytes += entry.uncompressedSize;
    // What would reach over the end is never read.
    if (entry.relativeOffsetOfLocalHeader + entry.compressedSize <= byteLength) packedBytes += entry.compressedSize;
    if (entries.length > limits.maxFiles) throw tooMany(limits);
    if (
      unpackedBytes > limits.maxTotalBytes ||
      unpackedBytes > Math.max(ALWAYS_ALLOWED_BYTES, byteLength * LARGEST_RATIO)
    )
      throw new ArchiveRefused('ARCHIVE_TOO_LARGE', 'The archive unpacks to more than is allowed.');
    if (packedBytes > byteLength)
      throw new ArchiveRefused('ARCHIVE_TOO_LARGE', 'The archive tells of the same bytes as several files.');
  }
  if (entries.length === 0) throw new ArchiveRefused('EMPTY_ARCHIVE', 'There is no file in the archive.');
  return entries;
}

const tooMany = ({ maxFiles }: ArchiveLimits): ArchiveRefused =>
  new ArchiveRefused('ARCHIVE_TOO_LARGE', `At most ${maxFiles} files are allowed in an archive.`);

const damaged = failure('MALFORMED_FILE', 'The file is damaged in the archive.');

/** Folders, and what systems leave in archives beside the files: `._a.fit` is what macOS keeps of `a.fit` where others have no place for it. */
function isClutter(name: string): boolean {
  if (name.endsWith('/')) return true;
  if (name.length > LONGEST_NAME) return false;
  const folders = name.toLowerCase().split('/');
  const last = folders.pop() ?? '';
  return folders.includes('__macosx') || last.startsWith('._') || LEFT_BY_SYSTEMS.has(last);
}

const LEFT_BY_SYSTEMS: ReadonlySet<string> = new Set(['.ds_store', 'thumbs.db', 'desktop.ini']);

const nameOf = (entry: Entry): string =>
  getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);

function zippedFile(zip: ZipFile, archive: ArchiveBytes, entry: Entry, limits: ArchiveLimits): ZippedFile {
  const name = nameOf(entry);
  const fileName = onOneLine(name.slice(0, LONGEST_NAME));
  return { fileName, refused: refusalOf(entry, name, limits), read: () => unpacked(zip, archive, entry) };
}

function refusalOf(entry: Entry, name: string, { maxBytes }: ArchiveLimits): ImportFailure | null {
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  if (validateFileName(name) !== null || name.length > LONGEST_NAME)
    return failure('UNSAFE_FILE_NAME', "The file's name is a path out of the archive, or too long.");
  if (entry.isEncrypted()) return failure('ENCRYPTED_FILE', 'The file is locked with a password.');
  if (compressionMethod !== 0 && compressionMethod !== 8)
    return failure('UNKNOWN_FORMAT', 'The file is packed in a way that is not supported.');
  if (compressionMethod === 0 && compressedSize !== uncompressedSize) return damaged;
  if (Math.max(compressedSize, uncompressedSize) > maxBytes)
    return failure('FILE_TOO_LARGE', `The file is larger than ${maxBytes} bytes.`);
  return null;
}

async function unpacked(zip: ZipFile, archive: ArchiveBytes, entry: Entry): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await inflated(await packed(zip, archive, entry), entry);
  } catch {
    throw new ArchiveRefused(damaged.code, damaged.message);
  }
  if (crc32(bytes) !== entry.crc32)
    throw new ArchiveRefused('WRONG_CHECKSUM', 'The file is not what was put into the archive: its checksum is wrong.');
  if (isZip(bytes)) throw new ArchiveRefused('NESTED_ARCHIVE', 'An archive in an archive is not opened.');
  return bytes;
}

async function packed(zip: ZipFile, archive: ArchiveBytes, entry: Entry): Promise<Buffer> {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  return archive.read(fileDataStart, entry.compressedSize);
}

/** In one piece, of the size that the archive says: as a stream, each file would leave several times its size as garbage. */
async function inflated(bytes: Buffer, { compressionMethod, uncompressedSize }: Entry): Promise<Uint8Array> {
  const limits = { maxOutputLength: Math.max(uncompressedSize, 1), chunkSize: uncompressedSize + SPARE_BYTES };
  const whole = compressionMethod === 0 ? bytes : await inflate(bytes, limits);
  if (whole.length !== uncompressedSize) throw new Error('the archive tells another size');
  return whole;
}

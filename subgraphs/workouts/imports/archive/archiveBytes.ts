import { close, fstatSync, read } from 'node:fs';
import { promisify } from 'node:util';
import { RandomAccessReader } from 'yauzl';

const readSome = promisify(read);
const closeFile = promisify(close);

/** The bytes of an archive, wherever they lie. */
export interface ArchiveBytes {
  readonly byteLength: number;
  /** A copy of so many bytes from a place on. @throws where any of them would lie outside the archive. */
  read(from: number, byteLength: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Bytes of which none is read that lies outside, whatever numbers an archive tells. `readWithin` reads one byte at least. */
export const withinBounds = ({ byteLength, read: readWithin, close: closeAll }: ArchiveBytes): ArchiveBytes => ({
  byteLength,
  read: async (from, length) => {
    if (!(from + length <= byteLength)) throw new Error('an archive tells of something that lies outside it');
    return length === 0 ? Buffer.alloc(0) : readWithin(from, length);
  },
  close: closeAll,
});

/** Those of an archive in memory. */
export const bytesInMemory = (bytes: Uint8Array): ArchiveBytes =>
  withinBounds({
    byteLength: bytes.length,
    read: (from, length) => Promise.resolve(Buffer.from(bytes.subarray(from, from + length))),
    close: () => Promise.resolve(),
  });

/** Those of an archive in an open file, which is closed with them. */
export const bytesOfFile = (file: number): ArchiveBytes =>
  withinBounds({
    byteLength: fstatSync(file).size,
    read: async (position, length) => {
      const { buffer, bytesRead } = await readSome(file, { buffer: Buffer.alloc(length), position });
      if (bytesRead < length) throw new Error('a file aside is shorter than it is');
      return buffer;
    },
    close: () => closeFile(file),
  });

/** What yauzl reads an archive by. It closes nothing. */
export class ArchiveReader extends RandomAccessReader {
  readonly #bytes: ArchiveBytes;

  constructor(bytes: ArchiveBytes) {
    super();
    this.#bytes = bytes;
  }

  override read(
    into: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null) => void,
  ): void {
    this.#bytes.read(position, length).then(
      (bytes) => {
        bytes.copy(into, offset);
        done(null);
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  }
}

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { isZip } from '../imports/archive/zip.ts';
import { UploadRefused } from './refusal.ts';

/** Bytes on their way, and what they were once they are through. */
export interface Measured {
  readonly contents: Readable;
  /** Their sha256 in hex, and whether they are a zip archive. Only once all bytes are through. */
  result(): { readonly sha256: string; readonly isArchive: boolean };
}

/** What an archive is known by. */
const HEAD_BYTES = 4;

/**
 * Passes bytes on and measures them: fails as soon as there are more than `byteLength`, and at the end when there are
 * fewer, or when the sender went away. The source is left open, so that it can still be answered; what is not passed on of it is
 * read away, so that its connection can carry what comes next.
 */
export function measure(source: Readable, byteLength: number): Measured {
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  const note = (chunk: Buffer): void => {
    hash.update(chunk);
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES)]);
  };
  const contents = Readable.from(measured(source, byteLength, note), { objectMode: false });
  return { contents, result: () => ({ sha256: hash.digest('hex'), isArchive: isZip(head) }) };
}

async function* measured(source: Readable, byteLength: number, note: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  let length = 0;
  try {
    const chunks: AsyncIterable<unknown> = source.iterator({ destroyOnReturn: false });
    for await (const bytes of chunks) {
      if (!Buffer.isBuffer(bytes)) throw new Error('a request gives its body in buffers');
      length += bytes.length;
      if (length > byteLength) throw tooLong(byteLength);
      note(bytes);
      yield bytes;
    }
  } catch (error) {
    if (error instanceof UploadRefused) throw error;
    throw new UploadRefused('UPLOAD_ABORTED', 'The connection was lost before all bytes had come.');
  } finally {
    source.resume();
  }
  if (length < byteLength) {
    throw new UploadRefused('UPLOAD_TOO_SHORT', `${byteLength} bytes were to come; there were ${length}.`);
  }
}

/** More bytes than were told when the upload was opened. */
export const tooLong = (byteLength: number): UploadRefused =>
  new UploadRefused('UPLOAD_TOO_LONG', `${byteLength} bytes were to come; there were more.`);

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { UploadRefused } from './refusal.ts';

/** Bytes on their way, and what they were once they are through. */
export interface Measured {
  readonly contents: Readable;
  /** sha256 in hex. Only once all bytes are through. */
  sha256(): string;
}

/**
 * Passes bytes on and measures them: fails as soon as there are more than `byteLength`, and at the end when there are
 * fewer, or when the sender went away. The source is left open, so that it can still be answered.
 */
export function measure(source: Readable, byteLength: number): Measured {
  const hash = createHash('sha256');
  const contents = Readable.from(
    measured(source, byteLength, (chunk) => void hash.update(chunk)),
    { objectMode: false },
  );
  return { contents, sha256: () => hash.digest('hex') };
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
  }
  if (length < byteLength) {
    throw new UploadRefused('UPLOAD_TOO_SHORT', `${byteLength} bytes were to come; there were ${length}.`);
  }
}

/** More bytes than were told when the upload was opened. */
export const tooLong = (byteLength: number): UploadRefused =>
  new UploadRefused('UPLOAD_TOO_LONG', `${byteLength} bytes were to come; there were more.`);

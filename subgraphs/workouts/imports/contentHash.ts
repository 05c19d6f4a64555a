import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gunzip } from 'node:zlib';

const unzip = promisify(gunzip);

/**
 * sha256 of what a file holds, unpacked when it is gzipped, in hex: the same however it was packed. Undefined when it does
 * not unpack, or to more than `maxBytes`; of an archive that is cut off, what is there counts.
 */
export async function contentHash(bytes: Uint8Array, maxBytes: number): Promise<string | undefined> {
  const content = bytes[0] === 0x1f && bytes[1] === 0x8b ? await unpack(bytes, maxBytes) : bytes;
  return content && createHash('sha256').update(content).digest('hex');
}

async function unpack(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array | undefined> {
  try {
    // Without an error for a missing end: the readers keep what can be read, too.
    return await unzip(bytes, { maxOutputLength: maxBytes, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}

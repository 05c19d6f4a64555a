import { closeSync, openSync, unlinkSync, write } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { v7 as uuidv7 } from 'uuid';

const writeSome = promisify(write);

/**
 * Writes what is too large for memory to a file aside, in the folder for temporary files. The file has no name from its first
 * moment on: nothing of it is left when it is closed, or its process ends in any way.
 *
 * @returns the file, to read from and to close. @throws what the stream throws, or the disk; then nothing is left open.
 */
export async function writeAside(contents: Readable): Promise<number> {
  let file: number | undefined;
  try {
    file = openNameless();
    for await (const chunk of contents) {
      if (!Buffer.isBuffer(chunk)) throw new Error('a stream gives its bytes in buffers');
      for (let at = 0; at < chunk.length;) at += (await writeSome(file, chunk, at)).bytesWritten;
    }
    return file;
  } catch (error) {
    contents.destroy();
    if (file !== undefined) closeSync(file);
    throw error;
  }
}

function openNameless(): number {
  const name = path.join(tmpdir(), `laurel-aside-${uuidv7()}`);
  const file = openSync(name, 'wx+', 0o600);
  unlinkSync(name);
  return file;
}

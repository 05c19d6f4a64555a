import { createHash, randomUUID } from 'node:crypto';
import fs, { closeSync, createReadStream, createWriteStream, openSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { FSDriver } from 'flydrive/drivers/fs';
import { failpoint } from '#platform/failpoints.ts';
import type { ByteRange } from './storage.ts';

// By descriptors, which can be closed at once: each step that another thread takes costs more than most steps do.
const open = promisify(fs.open);
const writeFile = promisify(fs.writeFile);
const readFile = promisify(fs.readFile);
const sync = promisify(fs.fsync);

/** Files that are being written lie here until they are whole. */
const PARTIAL = '.partial';
/** How partial files of a key begin. */
const partialPrefix = (key: string): string => `${createHash('sha256').update(key).digest('hex')}.`;
/** A partial file of this age belongs to a process that died. */
const ABANDONED_MS = 24 * 3_600_000;

/**
 * flydrive's driver for the local disk, with writes that survive a crash: to a file aside, synced, then renamed. The
 * stock driver writes in place, so that a crash leaves half a file under the key.
 */
export class DurableDisk extends FSDriver {
  readonly #root: string;
  /** What this process is writing. */
  readonly #writing = new Set<string>();

  constructor(root: string) {
    super({ location: root, visibility: 'private' });
    this.#root = root;
  }

  override put(key: string, contents: string | Uint8Array): Promise<void> {
    return this.#keep(key, async (fd) => {
      try {
        await writeFile(fd, contents);
        await sync(fd);
      } finally {
        closeSync(fd);
      }
    });
  }

  override putStream(key: string, contents: Readable): Promise<void> {
    // `flush` syncs before the file is closed; the stream closes it, since it alone knows when no write is under way.
    return this.#keep(key, (fd) => pipeline(contents, createWriteStream('', { fd, flush: true })));
  }

  /** @param write writes all of it, syncs and closes the file */
  async #keep(key: string, write: (fd: number) => Promise<void>): Promise<void> {
    const target = path.join(this.#root, key);
    const name = partialPrefix(key) + randomUUID();
    const partial = this.#partial(name);
    this.#writing.add(name);
    try {
      const fd = await inFolderOf(partial, () => open(partial, 'wx'));
      await write(fd);
      failpoint('storage.before-rename');
      await inFolderOf(target, () => rename(partial, target));
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    } finally {
      this.#writing.delete(name);
    }
    await syncFolder(path.dirname(target));
    failpoint('storage.kept');
  }

  /** Removes also what processes that died while they wrote have left of it. */
  override async delete(key: string): Promise<void> {
    await super.delete(key);
    const prefix = partialPrefix(key);
    for (const name of await this.#partials()) {
      if (name.startsWith(prefix) && !this.#writing.has(name)) await rm(this.#partial(name), { force: true });
    }
  }

  /** The stock driver answers the memory behind the bytes, which may be larger. */
  override async getBytes(key: string): Promise<Uint8Array> {
    const fd = await open(path.join(this.#root, key), 'r');
    try {
      return new Uint8Array(await readFile(fd));
    } finally {
      closeSync(fd);
    }
  }

  /** A file, or a part of it, as a stream. @throws when there is none, which the stock driver says only while it is read. */
  override async getStream(key: string, part?: ByteRange): Promise<Readable> {
    const fd = await open(path.join(this.#root, key), 'r');
    return createReadStream('', { fd, ...(part && { start: part.first, end: part.last }) });
  }

  /** Removes what processes that died left half-written. */
  async removeAbandoned(now: number): Promise<void> {
    for (const name of await this.#partials()) {
      const file = this.#partial(name);
      const age = await stat(file).then(
        ({ mtimeMs }) => now - mtimeMs,
        () => 0,
      );
      if (age > ABANDONED_MS) await rm(file, { force: true });
    }
  }

  /** The names of files that are being written, or were by processes that died. */
  #partials(): Promise<string[]> {
    const folder = path.join(this.#root, PARTIAL);
    return inFolderOf(this.#partial('any'), () => readdir(folder));
  }

  #partial(name: string): string {
    return path.join(this.#root, PARTIAL, name);
  }
}

/** Does what needs the folder of this file; makes the folder when it is missing, which it hardly ever is. */
async function inFolderOf<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isMissing(error)) throw error;
    await mkdir(path.dirname(file), { recursive: true });
    return work();
  }
}

/** Whether an error says that there is no such file. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Makes a rename last. */
async function syncFolder(folder: string): Promise<void> {
  const fd = openSync(folder, 'r');
  try {
    await sync(fd);
  } finally {
    closeSync(fd);
  }
}

import type { Readable } from 'node:stream';

/** A part of an object: its first and its last byte, counted from 0. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** All of an object that is so long; undefined for an empty one, of which there is no part. */
export const allOf = (byteLength: number): ByteRange | undefined =>
  byteLength === 0 ? undefined : { first: 0, last: byteLength - 1 };

/** What a storage fails with: by its cause, or because what it gave is not what it was given. That says nothing of what is kept. */
export class StorageError extends Error {
  override readonly name: string = 'StorageError';
}

/** Known by its name as what is away (`platform/server/masking.ts`). */
class NotWhole extends StorageError {
  override readonly name = 'NotWhole';
}

/** Of an object that is not given as it was kept: what came in its place. That is as if it were away: it may be whole the next time. */
export const notWhole = (key: string, given: string, cause?: unknown): StorageError =>
  new NotWhole(`the storage did not give all of ${key} but ${given}`, { cause });

/**
 * Where files lie: under keys like `uploads/<id>`. An object is there whole or not at all, whatever happens while
 * it is written. What fails throws StorageError.
 */
export interface ObjectStorage {
  /**
   * Keeps what the stream gives, `byteLength` bytes. An object that is there is replaced. When the stream fails, nothing
   * is kept, and the stream's own error is thrown.
   */
  putStream(key: string, contents: Readable, byteLength: number): Promise<void>;
  /** Keeps these bytes. An object that is there is replaced. */
  put(key: string, contents: Uint8Array): Promise<void>;
  /** The bytes of an object; undefined when there is none. @throws StorageError when there are not `byteLength`, where that is known */
  get(key: string, byteLength?: number): Promise<Uint8Array | undefined>;
  /**
   * The bytes of an object as a stream, which throws StorageError too, or a part of them, which fails at its end when it is less
   * than was asked for; undefined when there is none.
   */
  getStream(key: string, part?: ByteRange): Promise<Readable | undefined>;
  /** Removes an object; nothing happens when there is none. */
  delete(key: string): Promise<void>;
  /** Throws when the storage cannot be written to. */
  ping(): Promise<void>;
}

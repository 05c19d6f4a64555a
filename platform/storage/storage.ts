import type { Readable } from 'node:stream';

/** A part of an object: its first and its last byte, counted from 0. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Where files lie: under keys like `uploads/<id>`. An object is there whole or not at all, whatever happens while
 * it is written.
 */
export interface ObjectStorage {
  /**
   * Keeps what the stream gives, `byteLength` bytes. An object that is there is replaced. When the stream fails, nothing
   * is kept, and the stream's error is thrown.
   */
  putStream(key: string, contents: Readable, byteLength: number): Promise<void>;
  /** Keeps these bytes. An object that is there is replaced. */
  put(key: string, contents: Uint8Array): Promise<void>;
  /** The bytes of an object; undefined when there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** The bytes of an object as a stream, or a part of them; undefined when there is none. */
  getStream(key: string, part?: ByteRange): Promise<Readable | undefined>;
  /** Removes an object; nothing happens when there is none. */
  delete(key: string): Promise<void>;
  /** Throws when the storage cannot be written to. */
  ping(): Promise<void>;
}

import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { FsBlockstore } from 'blockstore-fs';
import { CID } from 'multiformats/cid';
import * as raw from 'multiformats/codecs/raw';
import { sha256 } from 'multiformats/hashes/sha2';

/** The largest content: one IPFS block, so that the content id is the SHA-256 of the very bytes. */
const MAX_BYTES = 1024 * 1024;

/** Content by its id, as IPFS names it. */
export interface ContentStore {
  /** Keeps content. @returns its id: a CIDv1 of codec raw. @throws above 1 MiB. */
  put(bytes: Uint8Array): Promise<string>;
  /** Content by id; undefined when it is not here. @throws when the bytes are not those the id names. */
  get(cid: CID): Promise<Uint8Array | undefined>;
  /** Throws when the folder cannot be used. */
  check(): Promise<void>;
}

/** Reads a content id; undefined for what is none. */
export function parseCid(text: string): CID | undefined {
  try {
    return CID.parse(text);
  } catch {
    return undefined;
  }
}

/** Opens the blockstore in a folder, which is made when it is not there. */
export async function openContentStore(folder: string): Promise<ContentStore> {
  const blocks = new FsBlockstore(folder);
  await blocks.open();
  return {
    put: async (bytes) => {
      if (bytes.length > MAX_BYTES) throw new Error(`content of ${bytes.length} bytes is more than one block`);
      const cid = CID.createV1(raw.code, await sha256.digest(bytes));
      await blocks.put(cid, bytes);
      return cid.toString();
    },
    get: async (cid) => {
      // The same bytes under another codec would be other content.
      if (cid.code !== raw.code || !(await blocks.has(cid))) return undefined;
      const bytes = Buffer.concat(await Array.fromAsync(blocks.get(cid)));
      const digest = await sha256.digest(bytes);
      if (!Buffer.from(digest.bytes).equals(cid.multihash.bytes))
        throw new Error(`the block of ${cid.toString()} is damaged`);
      return bytes;
    },
    check: () => access(folder, constants.R_OK | constants.W_OK),
  };
}

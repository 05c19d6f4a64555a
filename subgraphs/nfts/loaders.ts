import { createLoader, type Loader } from '#platform/loaders.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { parseId } from '#platform/server/input.ts';
import type { Nft } from './domain/nft.ts';
import { findNfts } from './store/nfts.ts';

/** Badges and collectibles by id: one query for all that a request asks for. */
export const nftLoader = (pool: Pool): Loader<Nft> =>
  createLoader(
    (ids) => findNfts(pool, ids),
    ({ id }) => id,
  );

/** Loads the badge or collectible of an id; null for what is no id of ours. */
export async function loadNft(nfts: Loader<Nft>, id: string): Promise<Nft | null> {
  const known = parseId(id);
  return known === undefined ? null : nfts.load(known);
}

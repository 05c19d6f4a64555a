import type { Loader } from '#platform/loaders.ts';
import type { ShowPerson } from '#platform/postgres/blocks.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { Nft } from './domain/nft.ts';

/** What a request works with. */
export interface Context {
  readonly viewer: Viewer;
  readonly pool: Pool;
  /** The address of the gateway, at which content is served. */
  readonly publicUrl: string;
  readonly nfts: Loader<Nft>;
  readonly showPerson: ShowPerson;
}

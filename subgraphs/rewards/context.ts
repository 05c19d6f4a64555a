import type { Loader } from '#platform/loaders.ts';
import type { SealedCursors } from '#platform/pagination.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import type { RequestInfo } from '#platform/server/requestInfo.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { Account } from './domain/ledger.ts';
import { accountLoader } from './loaders.ts';

/** What the process works with. */
export interface Services {
  readonly pool: Pool;
  /** Of people's transactions, which are counted together with everybody's. */
  readonly cursors: SealedCursors;
  readonly now: () => Date;
  /** How long tokens are pending after they were granted. */
  readonly holdSeconds: number;
}

/** What a request works with. */
export interface Context extends Services {
  readonly viewer: Viewer;
  readonly accounts: Loader<Account>;
}

/** Makes the context of a request. */
export const createContext =
  (services: Services) =>
  ({ viewer }: RequestInfo): Context => ({ ...services, viewer, accounts: accountLoader(services.pool) });

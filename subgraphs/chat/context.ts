import type { Notices } from '#platform/events/notices.ts';
import type { Relay } from '#platform/events/relay.ts';
import type { SealedCursors } from '#platform/pagination.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import type { RequestInfo } from '#platform/server/requestInfo.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { RoomFeed } from './live/roomFeed.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the process works with. */
export interface Services {
  readonly pool: Pool;
  readonly relay: Relay;
  readonly notices: Notices;
  readonly feed: RoomFeed;
  /** Of places in the histories of rooms: by gaps between them whoever is blocked would learn how much happens unseen. */
  readonly places: SealedCursors;
  readonly now: () => Date;
}

/** What a request works with. */
export interface Context extends Services {
  readonly viewer: Viewer;
  readonly loaders: Loaders;
}

/** Makes the context of a request. */
export const createContext =
  (services: Services) =>
  ({ viewer }: RequestInfo): Context => ({ ...services, viewer, loaders: createLoaders(services.pool, viewer) });

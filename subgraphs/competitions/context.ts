import type { Relay } from '#platform/events/relay.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { Clock } from './clock.ts';
import type { Loaders } from './loaders.ts';

/** What resolvers and actions get, made per request. */
export interface Context {
  readonly viewer: Viewer;
  readonly pool: Pool;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly now: () => Date;
  readonly loaders: Loaders;
}

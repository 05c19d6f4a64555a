import type { Service } from '#platform/lifecycle.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { startSweeper, type Sweeper } from '#platform/sweeper.ts';
import { addMilliseconds } from './domain/calendar.ts';
import { idleSince } from './domain/session.ts';
import { deleteExpiredTokens } from './store/mailedTokens.ts';
import { deleteOldClosings } from './store/outsideIdentities.ts';
import { deleteFreeLimits } from './store/rateLimits.ts';
import { deleteIdleSessions } from './store/sessions.ts';

const EVERY_MS = 60_000;
/** No outside token lives for so long: 30 days. */
const KEEP_CLOSINGS_MS = 30 * 24 * 3_600_000;

interface ClearingOptions {
  readonly service: Service;
  readonly pool: Pool;
  readonly now: () => Date;
}

/** Clears away what has run out, whoever's it is. Closed with the service. */
export const startClearing = ({ service, pool, now }: ClearingOptions): Sweeper =>
  startSweeper({
    service,
    name: 'clearing what has run out',
    everyMs: EVERY_MS,
    failure: 'could not clear what has run out',
    sweep: async (isClosed) => {
      await deleteFreeLimits(pool, now());
      await deleteExpiredTokens(pool, now());
      await deleteOldClosings(pool, addMilliseconds(now(), -KEEP_CLOSINGS_MS));
      while (!isClosed() && (await deleteIdleSessions(pool, idleSince(now()))));
    },
  });

import { setTimeout as delay } from 'node:timers/promises';
import type { Notices } from '#platform/events/notices.ts';

/** The topic of notices that a board changed. */
export const topicOf = (competitionId: string): string => `leaderboards.changed.${competitionId}`;
/** The topic of notices that Redis was filled: every board may be another. */
export const FILLED = 'leaderboards.filled';

const SOON_MS = 500;

/**
 * Waits until the broker knows of all listeners so far: what is read after that misses no change. Does not wait for a
 * broker that is away; listeners are told of the gap when it is back.
 */
export async function settledSoon(notices: Notices): Promise<void> {
  const late = new AbortController();
  const settled = notices.settled().finally(() => late.abort());
  await Promise.race([settled, delay(SOON_MS, undefined, { signal: late.signal })]).catch(() => undefined);
}

import type { Pool } from '#platform/postgres/connection.ts';
import { lookAgain } from '#platform/postgres/lookAgain.ts';
import type { Membership } from '../domain/room.ts';
import { findMembership } from '../store/rooms.ts';

/**
 * Somebody's place in a room; undefined when they are not in it. Who just joined a competition is in its room as soon as
 * the event has come: they are waited for a little before they are taken for a stranger.
 */
export const enterRoom = (pool: Pool, roomId: string, userId: string): Promise<Membership | undefined> =>
  lookAgain(() => findMembership(pool, roomId, userId));

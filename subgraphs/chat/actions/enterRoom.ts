import { setTimeout } from 'node:timers/promises';
import type { Pool } from '#platform/postgres/connection.ts';
import type { Membership } from '../domain/room.ts';
import { findMembership } from '../store/rooms.ts';

/** When somebody who is not in a room is looked for again, in milliseconds after the last look: 1.6 s in all. */
const LOOK_AGAIN_MS = [25, 50, 100, 200, 400, 800];

/**
 * Somebody's place in a room; undefined when they are not in it. Who just joined a competition is in its room as soon as
 * the event has come: they are waited for a little before they are taken for a stranger.
 */
export async function enterRoom(pool: Pool, roomId: string, userId: string): Promise<Membership | undefined> {
  for (const wait of LOOK_AGAIN_MS) {
    const membership = await findMembership(pool, roomId, userId);
    if (membership) return membership;
    await setTimeout(wait);
  }
  return findMembership(pool, roomId, userId);
}

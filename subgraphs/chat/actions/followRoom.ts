import { notFound } from '#platform/errors.ts';
import { parseId } from '#platform/server/input.ts';
import type { Person } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import type { LiveEvent } from '../domain/events.ts';
import { enterRoom } from './enterRoom.ts';

/** Everything that happens in a room from now on. @throws NOT_FOUND for a room that the person is not in. */
export async function followRoom(
  { pool, feed }: Context,
  givenId: string,
  { userId }: Person,
): Promise<AsyncIterableIterator<LiveEvent>> {
  const roomId = parseId(givenId);
  if (roomId === undefined) throw notFound('room');
  // Hears before it looks how far the log goes: nothing falls in between.
  const listener = feed.attach(roomId);
  try {
    const membership = await enterRoom(pool, roomId, userId);
    if (!membership) throw notFound('room');
    return listener.from(membership.lastSequence);
  } catch (error) {
    await listener.return();
    throw error;
  }
}

import { notFound } from '#platform/errors.ts';
import { parseId } from '#platform/server/input.ts';
import type { Person } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import type { LiveEvent } from '../domain/events.ts';
import { enterRoom } from './enterRoom.ts';

/**
 * Everything that happens in a room from now on, until the person leaves it; but for what those do between whom and the
 * person a block stands.
 *
 * @throws NOT_FOUND for a room that the person is not in.
 */
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
    return asSeenBy(listener.from(membership.lastSequence), userId);
  } catch (error) {
    await listener.return();
    throw error;
  }
}

/** Events that somebody may hear of, up to the one by which they left. */
function asSeenBy(events: AsyncIterableIterator<LiveEvent>, userId: string): AsyncIterableIterator<LiveEvent> {
  let left = false;
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    await events.return?.();
    return { done: true, value: undefined };
  };
  const iterator: AsyncIterableIterator<LiveEvent> = {
    next: async () => {
      if (left) return end();
      for (;;) {
        const result = await events.next();
        if (result.done === true) return result;
        const { value: event } = result;
        left = event.kind === 'MemberLeft' && event.userId === userId;
        if (!event.hiddenFrom.includes(userId)) return result;
      }
    },
    return: end,
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

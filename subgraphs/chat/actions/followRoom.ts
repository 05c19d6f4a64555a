import { notFound } from '#platform/errors.ts';
import type { SealedCursors } from '#platform/pagination.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { parseId } from '#platform/server/input.ts';
import type { Person } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import type { LiveEvent, ToldEvent } from '../domain/events.ts';
import type { Membership } from '../domain/room.ts';
import { findSeenMarker } from '../store/log.ts';
import { enterRoom } from './enterRoom.ts';
import { place } from './inputs.ts';

/** What to follow, and after which place in its history; from now on without one. */
export interface WantedRoom {
  readonly roomId: string;
  readonly after?: string | null;
}

/**
 * Everything that happens in a room from then on, until the person leaves it; but for what those do between whom and the
 * person a block stands, and what others do with their messages.
 *
 * @throws NOT_FOUND for a room that the person is not in; BAD_USER_INPUT for a place that is none in it.
 */
export async function followRoom(
  { pool, feed, places }: Context,
  { roomId: givenId, after }: WantedRoom,
  { userId }: Person,
): Promise<AsyncIterableIterator<ToldEvent>> {
  const roomId = parseId(givenId);
  if (roomId === undefined) throw notFound('room');
  // Hears before it looks how far the log goes: nothing falls in between.
  const listener = feed.attach(roomId);
  try {
    const membership = await enterRoom(pool, roomId, userId);
    if (!membership) throw notFound('room');
    const heardUpTo = places.decode(roomId, place, after) ?? membership.lastSequence;
    listener.from(startFor(membership, heardUpTo)).tell(membership.lastSequence);
    return asSeenBy(listener, userId, async (event) => {
      const seen = await eventFor(pool, roomId, event, userId);
      return seen && toldIn(places, roomId, seen);
    });
  } catch (error) {
    await listener.return();
    throw error;
  }
}

/** Who came back hears nothing of how they left, and nobody of what has not happened yet. */
const startFor = ({ joinedSequence, lastSequence }: Membership, heardUpTo: number): number =>
  Math.min(Math.max(heardUpTo, joinedSequence), lastSequence);

const toldIn = (places: SealedCursors, roomId: string, event: LiveEvent): ToldEvent =>
  event.kind === 'TypingChanged' ? event : { ...event, position: places.encode(roomId, event.sequence) };

/**
 * An event as somebody may hear of it; undefined when they may not. Of who has read a message that is hidden from them they
 * hear up to where among those that they see.
 */
async function eventFor(pool: Pool, roomId: string, event: LiveEvent, userId: string): Promise<LiveEvent | undefined> {
  if (event.hiddenFrom.includes(userId)) return undefined;
  if (event.kind !== 'ReadMarkerMoved' || !event.messageHiddenFrom.includes(userId)) return event;
  const marker = await findSeenMarker(pool, roomId, event, userId);
  return marker && { ...event, ...marker };
}

/** Events that somebody may hear of, up to the one by which they left. */
function asSeenBy(
  events: AsyncIterableIterator<LiveEvent>,
  userId: string,
  seen: (event: LiveEvent) => Promise<ToldEvent | undefined>,
): AsyncIterableIterator<ToldEvent> {
  let left = false;
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    await events.return?.();
    return { done: true, value: undefined };
  };
  const iterator: AsyncIterableIterator<ToldEvent> = {
    next: async () => {
      if (left) return end();
      for (;;) {
        const result = await events.next();
        if (result.done === true) return result;
        const event = result.value;
        left = event.kind === 'MemberLeft' && event.userId === userId;
        try {
          const value = await seen(event);
          if (value) return { done: false, value };
        } catch (error) {
          await end();
          throw error;
        }
      }
    },
    return: end,
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

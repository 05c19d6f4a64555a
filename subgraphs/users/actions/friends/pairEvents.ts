import { createEvent, type Message } from '#platform/events/envelope.ts';
import {
  FriendRequested,
  FriendRequestEnded,
  FriendshipEnded,
  FriendshipStarted,
  UserBlocked,
  UserUnblocked,
} from '#events/users.ts';
import type { PairChange, PairEvent } from '../../domain/pair.ts';
import type { Two } from '../../store/pairs.ts';

/** What happened between two people as other domains hear it: versions count it one by one, up to the pair's. */
export const pairEvents = ({ pair, events }: PairChange, two: Two, now: Date): Message[] =>
  events.map((event, index) =>
    messageOf(event, { friendshipId: pair.id, version: pair.version - events.length + index + 1 }, two, now),
  );

interface Head {
  readonly friendshipId: string;
  readonly version: number;
}

function messageOf(event: PairEvent, head: Head, { viewerId, otherId }: Two, now: Date): Message {
  const { friendshipId: pairId } = head;
  const data = { ...head, userId: viewerId, friendId: otherId };
  const asked = (requesterId: string) => ({
    ...head,
    userId: requesterId,
    friendId: requesterId === viewerId ? otherId : viewerId,
  });
  switch (event.kind) {
    case 'requested':
      return createEvent(FriendRequested, pairId, data, now);
    case 'request ended':
      return createEvent(FriendRequestEnded, pairId, { ...asked(event.requesterId), because: event.because }, now);
    case 'friends':
      return createEvent(FriendshipStarted, pairId, asked(event.requesterId), now);
    case 'friends no more':
      return createEvent(FriendshipEnded, pairId, data, now);
    case 'blocked':
      return createEvent(UserBlocked, pairId, { ...head, userId: viewerId, blockedId: otherId }, now);
    case 'unblocked':
      return createEvent(UserUnblocked, pairId, { ...head, userId: viewerId, blockedId: otherId }, now);
    default:
      return event satisfies never;
  }
}

import { FriendRequested, FriendRequestEnded, FriendshipEnded, FriendshipStarted } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import type { Notices } from '#platform/events/notices.ts';
import { tellOfPair } from '../live/friendFeed.ts';

/** What is between two people is another: those who listen are told. */
export function pairChanged(notices: Notices): Handler[] {
  const tell = (pairId: string, ...userIds: string[]): Promise<void> => {
    tellOfPair(notices, pairId, userIds);
    return Promise.resolve();
  };
  return [
    on(FriendRequested, ({ data }) => tell(data.friendshipId, data.userId, data.friendId)),
    on(FriendshipStarted, ({ data }) => tell(data.friendshipId, data.userId, data.friendId)),
    on(FriendshipEnded, ({ data }) => tell(data.friendshipId, data.userId, data.friendId)),
    // Who asked is told of no refusal, and cannot tell one from a block.
    on(FriendRequestEnded, ({ data }) =>
      tell(data.friendshipId, data.friendId, ...(data.because === 'WITHDRAWN' ? [data.userId] : [])),
    ),
  ];
}

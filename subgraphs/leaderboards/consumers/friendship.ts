import type { EventData } from '#events/define.ts';
import { FriendshipEnded, FriendshipStarted } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import type { Hearing } from './hearing.ts';

/** Two people are friends, or are no more: kept for both. */
export function friendship({ friends, forgetting }: Hearing): Handler[] {
  const keep = async (pair: EventData<typeof FriendshipEnded>, areFriends: boolean): Promise<void> => {
    if (await forgetting.isForgotten(pair.userId, pair.friendId)) return;
    await friends.keep({ ...pair, friends: areFriends });
  };
  return [on(FriendshipStarted, ({ data }) => keep(data, true)), on(FriendshipEnded, ({ data }) => keep(data, false))];
}

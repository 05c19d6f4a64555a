import { FriendshipEnded, FriendshipStarted } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import type { Hearing } from './handlers.ts';

/** Two people are friends, or are no more: kept for both. */
export const friendship = ({ friends }: Hearing): Handler[] => [
  on(FriendshipStarted, ({ data }) => friends.keep({ ...data, friends: true })),
  on(FriendshipEnded, ({ data }) => friends.keep({ ...data, friends: false })),
];

import { FriendshipEnded, FriendshipStarted, UserBlocked, UserUnblocked } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { failpoint } from '#platform/failpoints.ts';
import { block, friends, type Fact, type RelationStore } from '../store/relations.ts';

/** Keeps the copy of friendships and blocks: the newest version of each, whatever order they come in. */
export function onRelations(relations: RelationStore): Handler[] {
  const keep = async (fact: Fact): Promise<void> => {
    await relations.keep(fact);
    failpoint('workouts.relation.kept');
  };
  return [
    on(FriendshipStarted, ({ data: { userId, friendId, version } }) =>
      keep({ ...friends(userId, friendId), version, holds: true }),
    ),
    on(FriendshipEnded, ({ data: { userId, friendId, version } }) =>
      keep({ ...friends(userId, friendId), version, holds: false }),
    ),
    on(UserBlocked, ({ data: { userId, blockedId, version } }) =>
      keep({ ...block(userId, blockedId), version, holds: true }),
    ),
    on(UserUnblocked, ({ data: { userId, blockedId, version } }) =>
      keep({ ...block(userId, blockedId), version, holds: false }),
    ),
  ];
}

import { FriendshipEnded, FriendshipStarted, UserBlocked, UserUnblocked } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { failpoint } from '#platform/failpoints.ts';
import { block, friends, type Fact, type RelationStore } from '../store/relations.ts';

/** What is to follow when somebody blocks another. */
type Blocked = (userId: string, blockedId: string) => Promise<void>;

/** Keeps the copy of friendships and blocks: the newest version of each, whatever order they come in. */
export function onRelations(relations: RelationStore, blocked: Blocked): Handler[] {
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
    on(UserBlocked, async ({ data: { userId, blockedId, version } }) => {
      await keep({ ...block(userId, blockedId), version, holds: true });
      if ((await relations.relationTo(userId, blockedId)) === 'BLOCKED') await blocked(userId, blockedId);
    }),
    on(UserUnblocked, ({ data: { userId, blockedId, version } }) =>
      keep({ ...block(userId, blockedId), version, holds: false }),
    ),
  ];
}

import { defineAction } from '#platform/server/mutation.ts';
import { done, type Outcome } from '#platform/problems.ts';
import type { Context } from '../../context.ts';
import { decideAcceptance } from '../../domain/pair.ts';
import type { PairOf } from '../../store/pairs.ts';
import { aboutPerson, changePair } from './changePair.ts';

/** Says yes to somebody's request. */
export const acceptFriend = defineAction({
  input: aboutPerson,
  run: async (context: Context, { userId }): Promise<Outcome<{ friendship: PairOf }>> => {
    const changed = await changePair(context, 'users.accept-friend', userId, decideAcceptance);
    return changed.ok ? done({ friendship: changed.value }) : changed;
  },
});

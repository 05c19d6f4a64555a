import { defineAction } from '#platform/server/mutation.ts';
import { done, type Outcome } from '#platform/problems.ts';
import type { Context } from '../../context.ts';
import { decideRequest } from '../../domain/pair.ts';
import type { PairOf } from '../../store/pairs.ts';
import { aboutPerson, changePair } from './changePair.ts';

/** Asks somebody to be friends; when they asked already, the two are friends. */
export const requestFriend = defineAction({
  input: aboutPerson,
  run: async (context: Context, { userId }): Promise<Outcome<{ friendship: PairOf }>> => {
    const changed = await changePair(context, 'users.request-friend', userId, decideRequest);
    return changed.ok ? done({ friendship: changed.value }) : changed;
  },
});

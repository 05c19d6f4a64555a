import { defineAction } from '#platform/server/mutation.ts';
import { done, type Outcome } from '#platform/problems.ts';
import type { Context } from '../../context.ts';
import { decideUnblock } from '../../domain/pair.ts';
import { aboutPerson, changePair } from './changePair.ts';

/** Takes a block back. */
export const unblockUser = defineAction({
  input: aboutPerson,
  run: async (context: Context, { userId }): Promise<Outcome<object>> => {
    const changed = await changePair(context, 'users.unblock', userId, decideUnblock);
    return changed.ok ? done({}) : changed;
  },
});

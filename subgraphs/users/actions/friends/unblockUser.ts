import { defineAction } from '#platform/server/mutation.ts';
import { done, type Outcome } from '#platform/problems.ts';
import type { Context } from '../../context.ts';
import { decideUnblock } from '../../domain/pair.ts';
import type { PublicPerson } from '../../store/accounts.ts';
import { aboutPerson, changePair } from './changePair.ts';

/** Takes a block back. */
export const unblockUser = defineAction({
  input: aboutPerson,
  run: async (context: Context, { userId }): Promise<Outcome<{ user: PublicPerson | null }>> => {
    const changed = await changePair(context, 'users.unblock', userId, decideUnblock);
    return changed.ok ? done({ user: await context.people.load(changed.value.userId) }) : changed;
  },
});

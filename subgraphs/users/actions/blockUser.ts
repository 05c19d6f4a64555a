import { defineAction } from '#platform/server/mutation.ts';
import { done, type Outcome } from '#platform/problems.ts';
import type { Context } from '../context.ts';
import { decideBlock } from '../domain/pair.ts';
import { aboutPerson, changePair } from './changePair.ts';

/** Blocks somebody: they see nothing of the viewer any more, and are no friend. */
export const blockUser = defineAction({
  input: aboutPerson,
  run: async (context: Context, { userId }): Promise<Outcome<object>> => {
    const changed = await changePair(context, 'users.block', userId, decideBlock);
    return changed.ok ? done({}) : changed;
  },
});

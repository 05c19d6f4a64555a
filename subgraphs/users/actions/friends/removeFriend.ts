import { defineAction } from '#platform/server/mutation.ts';
import { done, type Outcome } from '#platform/problems.ts';
import type { Context } from '../../context.ts';
import { decideRemoval } from '../../domain/pair.ts';
import { aboutPerson, changePair } from './changePair.ts';
import { partingOf, type Parting } from './parting.ts';

/** Ends a friendship, or takes back a request. */
export const removeFriend = defineAction({
  input: aboutPerson,
  run: async (context: Context, { userId }): Promise<Outcome<Parting>> => {
    const changed = await changePair(context, 'users.remove-friend', userId, decideRemoval);
    return changed.ok ? done(await partingOf(context, changed.value)) : changed;
  },
});

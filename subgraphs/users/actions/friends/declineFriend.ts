import { defineAction } from '#platform/server/mutation.ts';
import { done, type Outcome } from '#platform/problems.ts';
import type { Context } from '../../context.ts';
import { decideRefusal } from '../../domain/pair.ts';
import { aboutPerson, changePair } from './changePair.ts';
import { partingOf, type Parting } from './parting.ts';

/** Says no to somebody's request; they may ask again. */
export const declineFriend = defineAction({
  input: aboutPerson,
  run: async (context: Context, { userId }): Promise<Outcome<Parting>> => {
    const changed = await changePair(context, 'users.decline-friend', userId, decideRefusal);
    return changed.ok ? done(await partingOf(context, changed.value)) : changed;
  },
});

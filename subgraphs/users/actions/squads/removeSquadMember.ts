import { z } from 'zod';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../../context.ts';
import { decideRemovalFromSquad } from '../../domain/squad.ts';
import { findBlock } from '../../store/pairs.ts';
import { changeSquad } from './changeSquad.ts';
import { personId } from '../inputs.ts';
/** Sends a member away, or takes an invitation back. */
export const removeSquadMember = defineAction({
  input: z.object({ squadId: z.string(), userId: personId }),
  run: (context: Context, { squadId, userId }: { squadId: string; userId: string }) =>
    changeSquad(context, { name: 'users.remove-from-squad', squadId, about: userId }, async (squad, viewerId, tx) => {
      const blockerId = await findBlock(tx, { viewerId, otherId: userId });
      return decideRemovalFromSquad(userId, blockerId !== userId)(squad, viewerId);
    }),
});

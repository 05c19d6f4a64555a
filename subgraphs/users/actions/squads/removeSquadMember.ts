import { z } from 'zod';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../../context.ts';
import { decideRemovalFromSquad } from '../../domain/squad.ts';
import { changeSquad } from './changeSquad.ts';
import { personId } from '../inputs.ts';
/** Sends a member away, or takes an invitation back. */
export const removeSquadMember = defineAction({
  input: z.object({ squadId: z.string(), userId: personId }),
  run: (context: Context, input: { squadId: string; userId: string }) =>
    changeSquad(
      context,
      { name: 'users.remove-from-squad', squadId: input.squadId },
      decideRemovalFromSquad(input.userId),
    ),
});

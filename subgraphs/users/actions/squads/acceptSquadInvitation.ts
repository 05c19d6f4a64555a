import { z } from 'zod';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../../context.ts';
import { decideJoin } from '../../domain/squad.ts';
import { findSquadsOf } from '../../store/squads.ts';
import { changeSquad } from './changeSquad.ts';

/** Takes an invitation up. */
export const acceptSquadInvitation = defineAction({
  input: z.object({ squadId: z.string() }),
  run: (context: Context, input: { squadId: string }) =>
    changeSquad(context, { name: 'users.join-squad', squadId: input.squadId }, async (squad, viewerId, tx) =>
      decideJoin((await findSquadsOf(tx, viewerId)).length)(squad, viewerId),
    ),
});

import { z } from 'zod';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../../context.ts';
import { decideDecline } from '../../domain/squad.ts';
import { changeSquad } from './changeSquad.ts';

/** Turns an invitation down. */
export const declineSquadInvitation = defineAction({
  input: z.object({ squadId: z.string() }),
  run: (context: Context, input: { squadId: string }) =>
    changeSquad(context, { name: 'users.decline-squad', squadId: input.squadId }, decideDecline),
});

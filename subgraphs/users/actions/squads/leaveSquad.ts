import { z } from 'zod';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../../context.ts';
import { decideLeaving } from '../../domain/squad.ts';
import { changeSquad } from './changeSquad.ts';

/** Leaves a squad; its last member dissolves it by that. */
export const leaveSquad = defineAction({
  input: z.object({ squadId: z.string() }),
  run: (context: Context, input: { squadId: string }) =>
    changeSquad(context, { name: 'users.leave-squad', squadId: input.squadId }, decideLeaving),
});

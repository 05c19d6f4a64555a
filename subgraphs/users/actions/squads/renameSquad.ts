import { z } from 'zod';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../../context.ts';
import { decideRename } from '../../domain/squad.ts';
import { changeSquad } from './changeSquad.ts';
import { squadName } from '../inputs.ts';
/** Gives a squad another name. */
export const renameSquad = defineAction({
  input: z.object({ squadId: z.string(), name: squadName }),
  run: (context: Context, input: { squadId: string; name: string }) =>
    changeSquad(context, { name: 'users.rename-squad', squadId: input.squadId }, decideRename(input.name)),
});

import { z } from 'zod';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../../context.ts';
import { decideRole, type SquadRole } from '../../domain/squad.ts';
import { changeSquad } from './changeSquad.ts';
import { personId } from '../inputs.ts';
/** Changes what somebody is in a squad. */
export const changeSquadMemberRole = defineAction({
  input: z.object({ squadId: z.string(), userId: personId, role: z.enum(['OWNER', 'MEMBER']) }),
  run: (context: Context, input: { squadId: string; userId: string; role: SquadRole }) =>
    changeSquad(
      context,
      { name: 'users.change-squad-role', squadId: input.squadId },
      decideRole(input.userId, input.role),
    ),
});

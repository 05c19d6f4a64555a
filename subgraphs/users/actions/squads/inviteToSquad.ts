import { z } from 'zod';
import type { Transaction } from '#platform/postgres/connection.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../../context.ts';
import { noSuchPerson } from '../../domain/pair.ts';
import { decideInvitation } from '../../domain/squad.ts';
import { holdAccount } from '../../store/accounts.ts';
import { findBlock } from '../../store/pairs.ts';
import { changeSquad } from './changeSquad.ts';
import { personId } from '../inputs.ts';

/** Invites somebody to a squad. */
export const inviteToSquad = defineAction({
  input: z.object({ squadId: z.string(), userId: personId }),
  run: (context: Context, { squadId, userId }: { squadId: string; userId: string }) =>
    changeSquad(
      context,
      { name: 'users.invite-to-squad', squadId, about: userId },
      decideInvitation(userId),
      (tx, viewerId) => mayInvite(tx, viewerId, userId),
    ),
});

/** Nobody invites who does not exist, nor across a block; who is blocked cannot tell the one from the other. */
async function mayInvite(tx: Transaction, viewerId: string, userId: string): Promise<Outcome<null>> {
  if (!(await holdAccount(tx, userId))) return noSuchPerson;
  const blockerId = await findBlock(tx, { viewerId, otherId: userId });
  if (blockerId === viewerId) return refused('FORBIDDEN', 'You blocked this person. Unblock them first.', 'userId');
  return blockerId === undefined ? done(null) : noSuchPerson;
}

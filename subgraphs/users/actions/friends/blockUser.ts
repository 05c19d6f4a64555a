import { defineAction } from '#platform/server/mutation.ts';
import { done, type Outcome } from '#platform/problems.ts';
import type { Context } from '../../context.ts';
import { decideBlock } from '../../domain/pair.ts';
import { findInvitationsBetween, lockSquad } from '../../store/squads.ts';
import { aboutPerson, changePair } from './changePair.ts';
import { partingOf, type Parting } from './parting.ts';
import { applySquadEvents } from '../squads/changeSquad.ts';

/** Blocks somebody: they see nothing of the viewer any more, are no friend, and neither is invited by the other. */
export const blockUser = defineAction({
  input: aboutPerson,
  run: async (context: Context, { userId }): Promise<Outcome<Parting>> => {
    const changed = await changePair(context, 'users.block', userId, decideBlock, async (tx, { viewerId, otherId }) => {
      for (const invitation of await findInvitationsBetween(tx, viewerId, otherId)) {
        const squad = await lockSquad(tx, invitation.squadId);
        if (!squad?.invitedIds.includes(invitation.userId)) continue;
        const ended = { kind: 'invitation ended', userId: invitation.userId } as const;
        await applySquadEvents(tx, squad, [ended], context.now());
      }
    });
    return changed.ok ? done(await partingOf(context, changed.value)) : changed;
  },
});

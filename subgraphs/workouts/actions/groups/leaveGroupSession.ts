import { z } from 'zod';
import { done } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { findParticipant } from '../../domain/groups/session.ts';
import { leaveGroup } from '../../groups/leave.ts';
import { settle } from '../../groups/settle.ts';
import { finish } from '../../live/finish.ts';
import { createPatience, LATER, PATIENCE_MS } from '../../live/patience.ts';
import { seenGroup } from './seen.ts';

/** Leaves a group session; what one has done in it by then is kept as a workout. Asked again, it does what is left to do of that. */
export const leaveGroupSession = defineAction({
  input: z.object({ groupSessionId: z.string() }),
  run: async (context: Context, { groupSessionId }) => {
    const { groups } = context;
    const { userId } = requirePerson(context.viewer);
    const id = parseId(groupSessionId);
    const found = id === undefined ? undefined : await groups.groupSessions.get(id);
    // Who takes part may leave, also when they see it no more, and who has left may ask again.
    const mine = found && findParticipant(found, userId);
    const session = found && mine ? done(found) : await seenGroup(context, groupSessionId);
    if (!session.ok) return session;
    const left = await leaveGroup(groups, session.value._id, userId);
    if (!left.ok || !mine) return left.ok ? done({ groupSession: left.value }) : left;
    const patience = createPatience(PATIENCE_MS);
    await patience.whileIn(finish(groups, mine.liveId));
    const settled = await patience.whileIn(settle(groups, left.value._id));
    const now = settled === LATER || !settled ? left.value : settled;
    const isShown = mine.status === 'JOINED' || (await seenGroup(context, groupSessionId)).ok;
    return done({ groupSession: isShown ? now : null });
  },
});

import { z } from 'zod';
import { done } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { decideLeave, findPresent } from '../../domain/groups/session.ts';
import { changeGroup } from '../../groups/change.ts';
import { endLive, settle } from '../../groups/settle.ts';
import { finish } from '../../live/finish.ts';
import { createPatience, LATER, PATIENCE_MS } from '../live/patience.ts';
import { seenGroup } from './seen.ts';

/** Leaves a group session; what one has done in it by then is kept as a workout. */
export const leaveGroupSession = defineAction({
  input: z.object({ groupSessionId: z.string() }),
  run: async (context: Context, { groupSessionId }) => {
    const { groups, now } = context;
    const { userId } = requirePerson(context.viewer);
    const seen = await seenGroup(context, groupSessionId);
    if (!seen.ok) return seen;
    const mine = findPresent(seen.value, userId);
    const left = await changeGroup(groups, seen.value._id, (session) => decideLeave(session, userId, now()));
    if (!left.ok || !mine) return left.ok ? done({ groupSession: left.value }) : left;
    await endLive(groups, mine.liveId);
    const patience = createPatience(PATIENCE_MS);
    await patience.whileIn(finish(groups, mine.liveId));
    const settled = await patience.whileIn(settle(groups, left.value._id));
    return done({ groupSession: settled === LATER || !settled ? left.value : settled });
  },
});

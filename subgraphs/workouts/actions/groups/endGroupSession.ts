import { z } from 'zod';
import { done } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { decideEnd } from '../../domain/groups/session.ts';
import { changeGroup } from '../../groups/change.ts';
import { settle } from '../../groups/settle.ts';
import { createPatience, LATER, PATIENCE_MS } from '../../live/patience.ts';
import { seenGroup } from './seen.ts';

/** Ends a group session, and keeps what everybody did as workouts. Asked again, it answers the same. */
export const endGroupSession = defineAction({
  input: z.object({ groupSessionId: z.string() }),
  run: async (context: Context, { groupSessionId }) => {
    const { userId } = requirePerson(context.viewer);
    const seen = await seenGroup(context, groupSessionId);
    if (!seen.ok) return seen;
    const ended = await changeGroup(context.groups, seen.value._id, (session) =>
      decideEnd(session, userId, context.now()),
    );
    if (!ended.ok) return ended;
    const settled = await createPatience(PATIENCE_MS).whileIn(settle(context.groups, ended.value._id));
    return done({ groupSession: settled === LATER || !settled ? ended.value : settled });
  },
});

import { z } from 'zod';
import { done } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { decideStart } from '../../domain/groups/session.ts';
import { changeGroup } from '../../groups/change.ts';
import { seenGroup } from './seen.ts';

/** Begins a group session. Asked again, it answers the same. */
export const startGroupSession = defineAction({
  input: z.object({ groupSessionId: z.string() }),
  run: async (context: Context, { groupSessionId }) => {
    const { userId } = requirePerson(context.viewer);
    const seen = await seenGroup(context, groupSessionId);
    if (!seen.ok) return seen;
    const started = await changeGroup(context.groups, seen.value._id, (session) =>
      decideStart(session, userId, context.now()),
    );
    return started.ok ? done({ groupSession: started.value }) : started;
  },
});

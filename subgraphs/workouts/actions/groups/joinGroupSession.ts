import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { decideJoin, leftOf } from '../../domain/groups/session.ts';
import { changeGroup } from '../../groups/change.ts';
import { endParts } from '../../groups/settle.ts';
import type { KeptGroupSession } from '../../store/groupSessions.ts';
import { seenGroup } from './seen.ts';

const inputSchema = z.object({ groupSessionId: z.string().nullish(), joinCode: z.string().nullish() });

/** What a code looks like; nothing else is asked for. */
const CODE = /^[A-Z0-9]{8}$/;

/** Takes part in a group session that one sees, or has the code of. */
export const joinGroupSession = defineAction({
  input: inputSchema,
  run: async (context: Context, input) => {
    const { userId } = requirePerson(context.viewer);
    const found = await findToJoin(context, input);
    if (!found.ok) return found;
    const { groups, now } = context;
    const joined = await changeGroup(groups, found.value._id, async (session) => {
      // Of who comes again: nothing names it after that.
      await endParts(
        groups,
        leftOf(session).filter((each) => each.userId === userId),
      );
      const field = input.groupSessionId ? 'groupSessionId' : 'joinCode';
      return decideJoin(session, { userId, liveId: uuidv7(), now: now(), field });
    });
    return joined.ok ? done({ groupSession: joined.value }) : joined;
  },
});

async function findToJoin(
  context: Context,
  { groupSessionId, joinCode }: z.infer<typeof inputSchema>,
): Promise<Outcome<KeptGroupSession>> {
  if (joinCode === null || joinCode === undefined) {
    if (groupSessionId) return seenGroup(context, groupSessionId);
    return refused('INVALID_INPUT', 'Say which by groupSessionId or joinCode.', 'groupSessionId');
  }
  const { groups, loaders } = context;
  const code = joinCode.replace(/[\s-]/g, '').toUpperCase();
  const found = CODE.test(code) ? await groups.groupSessions.byJoinCode(code) : undefined;
  const seen = found ? await loaders.seeing.load(found.hostId) : null;
  if (!found || !seen || seen.relation === 'BLOCKED')
    return refused('INVALID_INVITE_CODE', 'There is no group session with this code.', 'joinCode');
  // Who has the code may know of its session, and of no other: one that is there is not told apart from none.
  if (groupSessionId && found._id !== groupSessionId.toLowerCase())
    return refused('NOT_FOUND', 'There is no group session with this id and this code.', 'groupSessionId');
  return done(found);
}

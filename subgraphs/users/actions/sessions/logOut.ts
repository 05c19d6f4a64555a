import { z } from 'zod';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../../context.ts';
import { endSession, writeEnding } from './endSessions.ts';

const input = z.object({ sessionId: z.string().nullish() });

/** Ends the session the request is made with, which may be over already, or another of the person's. */
export const logOut = defineAction({
  input,
  run: async (context: Context, { sessionId }): Promise<Outcome<object>> => {
    const { userId, sessionId: current } = requirePerson(context.viewer);
    const target = sessionId ?? current;
    const id = parseId(target);
    const found = await writeEnding(context, 'users.log-out', async (ending) => {
      if (target !== current) await lockViewer(context, ending.tx);
      return id !== undefined && (await endSession(ending, { id, accountId: userId, now: context.now() }));
    });
    return found || target === current ? done({}) : refused('NOT_FOUND', 'You have no such session.', 'sessionId');
  },
});

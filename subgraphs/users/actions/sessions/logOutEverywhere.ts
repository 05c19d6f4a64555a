import { z } from 'zod';
import { done, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../../context.ts';
import { endSessions, writeEnding } from './endSessions.ts';

const input = z.object({ keepCurrent: z.boolean().nullish() });

/** Ends all of the viewer's sessions, also the one the request is made with unless it is to be kept. */
export const logOutEverywhere = defineAction({
  input,
  run: async (context: Context, { keepCurrent }): Promise<Outcome<object>> => {
    const { userId, sessionId } = requirePerson(context.viewer);
    await writeEnding(context, 'users.log-out-everywhere', async (ending) => {
      await lockViewer(context, ending.tx);
      await endSessions(ending, {
        accountId: userId,
        now: context.now(),
        ...(keepCurrent === true ? { except: sessionId } : {}),
      });
    });
    return done({});
  },
});

import { z } from 'zod';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import { requireLiveSession, type Context } from '../context.ts';
import { endSession, writeEnding } from './endSessions.ts';

const input = z.object({ sessionId: z.string().nullish() });

/** Ends the session the request is made with, which may be over already, or another of the person's. */
export const logOut = defineAction({
  input,
  run: async (context: Context, { sessionId }): Promise<Outcome<object>> => {
    const { userId, sessionId: current } = requirePerson(context.viewer);
    const target = sessionId ?? current;
    if (target !== current) await requireLiveSession(context);
    const id = parseId(target);
    const found = id !== undefined && (await revoke(context, id, userId));
    return found || target === current ? done({}) : refused('NOT_FOUND', 'You have no such session.', 'sessionId');
  },
});

const revoke = (context: Context, id: string, accountId: string): Promise<boolean> =>
  writeEnding(context, 'users.log-out', (ending) => endSession(ending, { id, accountId, now: context.now() }));

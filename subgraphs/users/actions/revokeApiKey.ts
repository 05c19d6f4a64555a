import { z } from 'zod';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requireLiveSession, type Context } from '../context.ts';
import { endApiKeys, writeEnding } from './endSessions.ts';

/** Revokes a key of the viewer's: it is good for nothing any more. */
export const revokeApiKey = defineAction({
  input: z.object({ apiKeyId: z.string() }),
  run: async (context: Context, { apiKeyId }): Promise<Outcome<{ revokedApiKeyId: string }>> => {
    const { userId } = await requireLiveSession(context);
    const id = parseId(apiKeyId);
    const [revoked] =
      id === undefined
        ? []
        : await writeEnding(context, 'users.revoke-api-key', (ending) => endApiKeys(ending, userId, context.now(), id));
    return revoked === undefined
      ? refused('NOT_FOUND', 'There is no such key.', 'apiKeyId')
      : done({ revokedApiKeyId: revoked });
  },
});

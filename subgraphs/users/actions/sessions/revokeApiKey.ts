import { z } from 'zod';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../../context.ts';
import { endApiKeys, writeEnding } from './endSessions.ts';

/** Revokes a key of the viewer's: it is good for nothing any more. */
export const revokeApiKey = defineAction({
  input: z.object({ apiKeyId: z.string() }),
  run: async (context: Context, { apiKeyId }): Promise<Outcome<{ revokedApiKeyId: string }>> => {
    const { userId } = requirePerson(context.viewer);
    const id = parseId(apiKeyId);
    const [revoked] = await writeEnding(context, 'users.revoke-api-key', async (ending) => {
      await lockViewer(context, ending.tx);
      return id === undefined ? [] : endApiKeys(ending, userId, context.now(), id);
    });
    return revoked === undefined
      ? refused('NOT_FOUND', 'There is no such key.', 'apiKeyId')
      : done({ revokedApiKeyId: revoked });
  },
});

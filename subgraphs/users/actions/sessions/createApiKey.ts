import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { line } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../../context.ts';
import { createKey } from '../../credentials/apiKeys.ts';
import { insertApiKey, listApiKeys, type ApiKey } from '../../store/apiKeys.ts';

/** How many keys a person can have. */
const MAX_KEYS = 20;

/** Makes a key by which a device of the viewer's can send data. The key is answered once. */
export const createApiKey = defineAction({
  input: z.object({ name: line(60) }),
  run: async (context: Context, { name }): Promise<Outcome<{ apiKey: ApiKey; key: string }>> => {
    const { userId } = requirePerson(context.viewer);
    return writeAtomically(context, 'users.create-api-key', async (tx) => {
      await lockViewer(context, tx);
      if ((await listApiKeys(tx, userId)).length >= MAX_KEYS) {
        return refused('LIMIT_REACHED', `At most ${MAX_KEYS} keys are allowed: revoke one first.`);
      }
      const { key, hash } = createKey();
      const apiKey = { id: uuidv7(), name, createdAt: context.now(), lastUsedAt: null };
      await insertApiKey(tx, userId, apiKey, hash);
      return done({ apiKey, key });
    });
  },
});

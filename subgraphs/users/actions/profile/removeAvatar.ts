import { z } from 'zod';
import { writeState } from '#platform/postgres/outbox.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { dropAvatar } from '../../profile/avatars.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../../context.ts';
import type { Account } from '../../domain/account.ts';
import { profileSubject } from '../../states/profileState.ts';
import { lockAvatar, saveAvatar } from '../../store/accounts.ts';

/** Takes the viewer's picture away; nothing happens when there is none. */
export const removeAvatar = defineAction({
  input: z.undefined(),
  run: async (context: Context): Promise<Outcome<{ viewer: Account }>> => {
    const { userId } = requirePerson(context.viewer);
    const removed = await writeAtomically(context, 'users.remove-avatar', async (tx) => {
      const viewer = await lockViewer(context, tx);
      const avatar = await lockAvatar(tx, userId);
      if (!avatar?.mediaId) return done({ viewer });
      await saveAvatar(tx, userId, { ...avatar, mediaId: null });
      await dropAvatar(tx, userId, avatar.mediaId, context.now());
      await writeState(tx, profileSubject(userId));
      return done({ viewer: await lockViewer(context, tx) });
    });
    await context.peopleCache.dropNow(userId);
    return removed;
  },
});

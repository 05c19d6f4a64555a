import { z } from 'zod';
import { writeState } from '#platform/postgres/outbox.ts';
import { writeAndTell } from '#platform/postgres/write.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../../context.ts';
import { profileSubject } from '../../states/profileState.ts';
import { deleteZone } from '../../store/privacy.ts';

/** Hides nothing around a place any more. */
export const removePrivacyZone = defineAction({
  input: z.object({ privacyZoneId: z.string() }),
  run: async (context: Context, { privacyZoneId }): Promise<Outcome<{ removedPrivacyZoneId: string }>> => {
    const { userId } = requirePerson(context.viewer);
    return writeAndTell(context, 'users.remove-privacy-zone', async (tx) => {
      await lockViewer(context, tx);
      const id = parseId(privacyZoneId);
      if (id === undefined || !(await deleteZone(tx, userId, id))) {
        return refused('NOT_FOUND', 'You have no such privacy zone.', 'privacyZoneId');
      }
      await writeState(tx, profileSubject(userId));
      return done({ removedPrivacyZoneId: id });
    });
  },
});

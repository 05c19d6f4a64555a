import { z } from 'zod';
import { writeState } from '#platform/postgres/outbox.ts';
import { writeAndTell } from '#platform/postgres/write.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../../context.ts';
import type { Account } from '../../domain/account.ts';
import { changePrivacy, VISIBILITIES } from '../../domain/privacy.ts';
import { profileSubject } from '../../states/profileState.ts';
import { findPrivacies, savePrivacy } from '../../store/privacy.ts';

const visibility = z.enum(VISIBILITIES).optional();
const input = z.object({
  workouts: visibility,
  map: visibility,
  heartRate: visibility,
  profile: visibility,
  birthDate: visibility,
  sex: visibility,
  body: visibility,
});

/** Changes who sees what of the viewer, also of the workouts that are there already. */
export const updatePrivacy = defineAction({
  input,
  run: async (context: Context, change): Promise<Outcome<{ viewer: Account }>> => {
    const { userId } = requirePerson(context.viewer);
    return writeAndTell(context, 'users.update-privacy', async (tx) => {
      const viewer = await lockViewer(context, tx);
      const [found] = await findPrivacies(tx, [userId]);
      if (!found) return done({ viewer });
      const changed = changePrivacy(found.privacy, change);
      if (changed === found.privacy) return done({ viewer });
      await savePrivacy(tx, userId, changed);
      await writeState(tx, profileSubject(userId));
      return done({ viewer: await lockViewer(context, tx) });
    });
  },
});

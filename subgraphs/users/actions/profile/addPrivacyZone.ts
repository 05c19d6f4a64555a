import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { writeState } from '#platform/postgres/outbox.ts';
import { writeAndTell } from '#platform/postgres/write.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { line } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../../context.ts';
import { decideZone, hiddenCircle, ZONE_RADIUS_METERS, type PrivacyZone } from '../../domain/privacyZone.ts';
import { profileSubject } from '../../states/profileState.ts';
import { countZones, insertZone } from '../../store/privacy.ts';
import { between } from '../inputs.ts';

const MAX_TITLE_LENGTH = 60;
const DICE = 2 ** 40;

const input = z.object({
  latitude: between('A latitude', -90, 90),
  longitude: between('A longitude', -180, 180),
  radiusMeters: between('The radius', ZONE_RADIUS_METERS.min, ZONE_RADIUS_METERS.max),
  title: line(MAX_TITLE_LENGTH).nullish(),
});

const dice = (): number => randomInt(DICE) / DICE;

/** Hides the viewer's routes around a place from others, also of the workouts that are there already. */
export const addPrivacyZone = defineAction({
  input,
  run: async (context: Context, { title, ...circle }): Promise<Outcome<{ privacyZone: PrivacyZone }>> => {
    const { userId: accountId } = requirePerson(context.viewer);
    return writeAndTell(context, 'users.add-privacy-zone', async (tx) => {
      await lockViewer(context, tx);
      const hidden = hiddenCircle(circle, [dice(), dice()]);
      const zone = { id: uuidv7(), accountId, title: title ?? null, ...circle, hidden };
      const decided = decideZone(zone, await countZones(tx, accountId));
      if (!decided.ok) return decided;
      await insertZone(tx, decided.value);
      await writeState(tx, profileSubject(accountId));
      return done({ privacyZone: decided.value });
    });
  },
});

import { UploadStored } from '#events/workouts.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import type { Relay } from '#platform/events/relay.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { oncePerEvent } from '#platform/postgres/inbox.ts';
import { takeAvatar } from '../profile/avatars.ts';

/** A picture of a person has come: it is shown from now on. */
export const uploadStored = ({
  pool,
  relay,
  now,
}: {
  readonly pool: Pool;
  readonly relay: Relay;
  readonly now: () => Date;
}): Handler =>
  on(UploadStored, async ({ id: eventId, data: { purpose, ownerId: accountId, uploadId, mediaId } }) => {
    if (purpose !== 'AVATAR' || mediaId === null) return;
    await oncePerEvent(pool, 'avatars', eventId, (tx) => takeAvatar(tx, { accountId, uploadId, mediaId }, now()));
    relay.wake();
  });

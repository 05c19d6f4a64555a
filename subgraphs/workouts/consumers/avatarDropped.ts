import { AvatarDropped } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { failpoint } from '#platform/failpoints.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import { deleteImage } from '../images/keepImage.ts';

/** A picture of a person is shown no more: its files go. */
export const onAvatarDropped = (storage: ObjectStorage): Handler =>
  on(AvatarDropped, async ({ data }) => {
    await deleteImage(storage, data.mediaId);
    failpoint('workouts.avatar.deleted');
  });

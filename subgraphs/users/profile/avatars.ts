import { AvatarDropped } from '#events/users.ts';
import { AVATAR_SIZES } from '#events/vocabulary.ts';
import { createEvent } from '#platform/events/envelope.ts';
import type { Transaction } from '#platform/postgres/connection.ts';
import { writeEvents, writeState } from '#platform/postgres/outbox.ts';
import { profileSubject } from '../states/profileState.ts';
import { lockAvatar, saveAvatar } from '../store/accounts.ts';

/** Where a picture is found, in the smallest size that is large enough; in the largest when none is. */
export function avatarAddress(publicUrl: string, mediaId: string, wanted: number): string {
  const size = AVATAR_SIZES.find((each) => each >= wanted) ?? AVATAR_SIZES.at(-1);
  return new URL(`/media/${mediaId}/${size}.webp`, publicUrl).href;
}

/**
 * Puts a picture that was uploaded in the place of a person's, unless a newer one was; uploads' ids rise in time. The one that
 * is not shown is dropped. A picture of somebody who is gone is dropped too.
 */
export async function takeAvatar(
  tx: Transaction,
  { accountId, uploadId, mediaId }: { readonly accountId: string; readonly uploadId: string; readonly mediaId: string },
  now: Date,
): Promise<void> {
  const before = await lockAvatar(tx, accountId);
  const isNewest = before !== undefined && (before.uploadId === null || before.uploadId < uploadId);
  if (isNewest) {
    await saveAvatar(tx, accountId, { mediaId, uploadId });
    await writeState(tx, profileSubject(accountId));
  }
  await dropAvatar(tx, accountId, isNewest ? before.mediaId : mediaId, now);
}

/** Says that a picture is shown no more; nothing without one. */
export async function dropAvatar(tx: Transaction, userId: string, mediaId: string | null, now: Date): Promise<void> {
  if (mediaId === null) return;
  await writeEvents(tx, [createEvent(AvatarDropped, mediaId, { version: 1, mediaId, userId }, now)]);
}

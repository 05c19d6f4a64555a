import { writeState } from '#platform/postgres/outbox.ts';
import { z } from 'zod';
import { change, maybeOne, type Queryable } from '#platform/postgres/connection.ts';
import { profileSubject } from '../profileState.ts';

const row = z
  .object({ avatar_media_id: z.string().nullable(), avatar_upload_id: z.string().nullable() })
  .transform((found): Avatar => ({ mediaId: found.avatar_media_id, uploadId: found.avatar_upload_id }));

/** The picture of a person: what it is shown by, and the upload that decided on it last. Null for none. */
export interface Avatar {
  readonly mediaId: string | null;
  readonly uploadId: string | null;
}

/** The picture of a person, for this transaction to change alone; undefined when there is no such person. */
export const lockAvatar = (db: Queryable, accountId: string): Promise<Avatar | undefined> =>
  maybeOne(db, row, 'SELECT avatar_media_id, avatar_upload_id FROM accounts WHERE id = $1 FOR NO KEY UPDATE', [
    accountId,
  ]);

/** Writes the picture of a person, and counts their profile's version on. */
export async function saveAvatar(db: Queryable, accountId: string, { mediaId, uploadId }: Avatar): Promise<void> {
  await change(
    db,
    'UPDATE accounts SET avatar_media_id = $2, avatar_upload_id = $3, version = version + 1 WHERE id = $1',
    [accountId, mediaId, uploadId],
  );
  // Whoever keeps the picture hears that it is another: the cache of people too.
  await writeState(db, profileSubject(accountId));
}

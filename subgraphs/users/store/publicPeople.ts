import { z } from 'zod';
import { many, type Queryable } from '#platform/postgres/connection.ts';
import { DELETED_PERSON, type PublicPerson } from './accounts.ts';

/** People as everyone sees them, and who blocked one of them. */
export interface Found {
  readonly people: readonly PublicPerson[];
  readonly blockerIds: readonly string[];
}

const row = z.object({
  id: z.string(),
  username: z.string().nullable(),
  display_name: z.string().nullable(),
  avatar_media_id: z.string().nullable(),
});

/**
 * People by id, those who deleted their accounts with a neutral name, and the ids of all who blocked `blockedId`, in one
 * query. Unknown ids are left out.
 */
export async function findPublicPeople(
  db: Queryable,
  ids: readonly string[],
  blockedId: string | undefined,
): Promise<Found> {
  const rows = await many(
    db,
    row,
    `SELECT id, username, display_name, avatar_media_id FROM accounts WHERE id = ANY($1)
     UNION ALL SELECT id, $3, $4, NULL FROM forgotten_people WHERE id = ANY($1)
     UNION ALL SELECT blocker_id, NULL, NULL, NULL FROM pairs WHERE blocked_id = $2 AND blocked_at IS NOT NULL`,
    [ids, blockedId ?? null, DELETED_PERSON.username, DELETED_PERSON.displayName],
  );
  return {
    people: rows.flatMap(({ id, username, display_name: displayName, avatar_media_id: avatarMediaId }) =>
      username === null || displayName === null ? [] : [{ id, username, displayName, avatarMediaId }],
    ),
    blockerIds: rows.flatMap(({ id, username }) => (username === null ? [id] : [])),
  };
}

import { z } from 'zod';
import { change, maybeOne, type Queryable } from '#platform/postgres/connection.ts';
import type { SquadPlace } from '../domain/team.ts';

/** What was heard of somebody in a squad, as of a version of the squad. */
export interface SquadNews {
  readonly squadId: string;
  readonly userId: string;
  readonly version: number;
  readonly kind: 'joined' | 'role' | 'left';
  readonly role: 'OWNER' | 'MEMBER';
}

/**
 * Keeps what was heard of somebody in a squad. Each column keeps the highest of what was heard, so that the order does
 * not matter. @returns whether it was news.
 */
export async function keepSquadNews(
  db: Queryable,
  { squadId, userId, version, kind, role }: SquadNews,
): Promise<boolean> {
  const changed = await change(
    db,
    `INSERT INTO squad_members AS kept (squad_id, user_id, joined_version, left_version, role, role_version)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (squad_id, user_id) DO UPDATE SET
       joined_version = GREATEST(kept.joined_version, EXCLUDED.joined_version),
       left_version = GREATEST(kept.left_version, EXCLUDED.left_version),
       role = CASE WHEN EXCLUDED.role_version > kept.role_version THEN EXCLUDED.role ELSE kept.role END,
       role_version = GREATEST(kept.role_version, EXCLUDED.role_version)
     WHERE EXCLUDED.joined_version > kept.joined_version OR EXCLUDED.left_version > kept.left_version
       OR EXCLUDED.role_version > kept.role_version`,
    [
      squadId,
      userId,
      kind === 'joined' ? version : 0,
      kind === 'left' ? version : 0,
      kind === 'left' ? null : role,
      kind === 'left' ? 0 : version,
    ],
  );
  return changed > 0;
}

const place = z
  .object({ joined_version: z.int(), role: z.enum(['OWNER', 'MEMBER']) })
  .transform((found): SquadPlace => ({ joinedVersion: found.joined_version, role: found.role }));

/** Somebody's place in a squad; undefined when they are not in it. */
export const findSquadPlace = (db: Queryable, squadId: string, userId: string): Promise<SquadPlace | undefined> =>
  maybeOne(
    db,
    place,
    `SELECT joined_version, role FROM squad_members
     WHERE squad_id = $1 AND user_id = $2 AND joined_version > left_version`,
    [squadId, userId],
  );

import { change, type Queryable } from '#platform/postgres/connection.ts';
import type { Role } from '../domain/room.ts';

/** Somebody in what a room is of, or no more, as of a version of that. */
export interface HeardMember {
  readonly roomId: string;
  readonly userId: string;
  readonly version: number;
  /** Null when they left. */
  readonly role: Role | null;
}

/** Keeps what was heard of somebody, unless something newer is known. @returns whether it was news. */
export async function keepHeardMember(db: Queryable, { roomId, userId, version, role }: HeardMember): Promise<boolean> {
  const changed = await change(
    db,
    `INSERT INTO heard_members (room_id, user_id, version, role) VALUES ($1, $2, $3, $4)
     ON CONFLICT (room_id, user_id) DO UPDATE SET version = EXCLUDED.version, role = EXCLUDED.role
     WHERE heard_members.version < EXCLUDED.version`,
    [roomId, userId, version, role],
  );
  return changed > 0;
}

/** Forgets what was heard of somebody. */
export async function deleteHeardMember(db: Queryable, userId: string): Promise<void> {
  await change(db, 'DELETE FROM heard_members WHERE user_id = $1', [userId]);
}

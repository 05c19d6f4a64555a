import { change, type Queryable } from '#platform/postgres/connection.ts';
import type { Role } from '../domain/room.ts';

/** Somebody in a squad, or no more, as of a version of the squad. */
export interface SquadPerson {
  readonly squadId: string;
  readonly userId: string;
  readonly version: number;
  /** Null when they left. */
  readonly role: Role | null;
}

/** Keeps what was heard of somebody, unless something newer is known. @returns whether it was news. */
export async function keepSquadPerson(
  db: Queryable,
  { squadId, userId, version, role }: SquadPerson,
): Promise<boolean> {
  const changed = await change(
    db,
    `INSERT INTO squad_people (squad_id, user_id, version, role) VALUES ($1, $2, $3, $4)
     ON CONFLICT (squad_id, user_id) DO UPDATE SET version = EXCLUDED.version, role = EXCLUDED.role
     WHERE squad_people.version < EXCLUDED.version`,
    [squadId, userId, version, role],
  );
  return changed > 0;
}

/** Forgets which squads somebody was in. */
export async function deleteSquadPerson(db: Queryable, userId: string): Promise<void> {
  await change(db, 'DELETE FROM squad_people WHERE user_id = $1', [userId]);
}

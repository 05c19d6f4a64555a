import { z } from 'zod';
import { change, many, maybeOne, type Queryable } from '#platform/postgres/connection.ts';
import type { Squad, SquadEvent, SquadMember, SquadRole } from '../domain/squad.ts';
import type { Place, Slice } from './people.ts';

/** A squad without those who are in it. */
export type SquadHead = Pick<Squad, 'id' | 'name' | 'createdAt'>;

const role = z.enum(['OWNER', 'MEMBER']);
const head = z
  .object({ id: z.string(), name: z.string(), created_at: z.date() })
  .transform((found): SquadHead => ({ id: found.id, name: found.name, createdAt: found.created_at }));
/** Somebody in a squad, and an id of their place in it, which does not tell who they are. */
export interface PlacedMember extends SquadMember {
  readonly id: string;
}
const member = z
  .object({ id: z.string(), user_id: z.string(), role, joined_at: z.date() })
  .transform((found): PlacedMember => ({
    id: found.id,
    userId: found.user_id,
    role: found.role,
    joinedAt: found.joined_at,
  }));

/** A squad with all its people, for this transaction to change alone; undefined when there is none. */
export async function lockSquad(db: Queryable, id: string): Promise<Squad | undefined> {
  const locked = await maybeOne(
    db,
    z.object({ name: z.string(), version: z.int(), created_at: z.date() }),
    'SELECT name, version, created_at FROM squads WHERE id = $1 FOR UPDATE',
    [id],
  );
  if (!locked) return undefined;
  const members = await many(
    db,
    member,
    'SELECT id, user_id, role, joined_at FROM squad_members WHERE squad_id = $1 ORDER BY joined_at, id',
    [id],
  );
  const invited = await many(
    db,
    z.object({ user_id: z.string() }),
    'SELECT user_id FROM squad_invitations WHERE squad_id = $1',
    [id],
  );
  const { name, version, created_at: createdAt } = locked;
  return { id, name, version, createdAt, members, invitedIds: invited.map(({ user_id }) => user_id) };
}

/** What a squad is called, and as of which of its versions; undefined when there is none. */
export const findSquadName = (db: Queryable, id: string): Promise<{ name: string; version: number } | undefined> =>
  maybeOne(db, z.object({ name: z.string(), version: z.int() }), 'SELECT name, version FROM squads WHERE id = $1', [
    id,
  ]);

/** The ids of the squads somebody is in, in order. */
export const findSquadsOf = async (db: Queryable, userId: string): Promise<string[]> => {
  const sql = 'SELECT squad_id AS id FROM squad_members WHERE user_id = $1 ORDER BY squad_id';
  return (await many(db, z.object({ id: z.string() }), sql, [userId])).map(({ id }) => id);
};

/** The squads to which one of two people invited the other, and whom, in the order of squads. */
export const findInvitationsBetween = (
  db: Queryable,
  one: string,
  other: string,
): Promise<{ squadId: string; userId: string }[]> =>
  many(
    db,
    z
      .object({ squad_id: z.string(), user_id: z.string() })
      .transform((found) => ({ squadId: found.squad_id, userId: found.user_id })),
    `SELECT squad_id, user_id FROM squad_invitations
     WHERE (user_id = $1 AND inviter_id = $2) OR (user_id = $2 AND inviter_id = $1) ORDER BY squad_id`,
    [one, other],
  );

/** Adds a squad nobody is in yet. */
export async function insertSquad(db: Queryable, { id, name, version, createdAt }: Squad): Promise<void> {
  await change(db, 'INSERT INTO squads (id, name, version, created_at) VALUES ($1, $2, $3, $4)', [
    id,
    name,
    version,
    createdAt,
  ]);
}

/** Writes what happened to a squad that this transaction has locked. */
export async function applySquadEvent(db: Queryable, squadId: string, event: SquadEvent, now: Date): Promise<void> {
  switch (event.kind) {
    case 'renamed':
      await change(db, 'UPDATE squads SET name = $2 WHERE id = $1', [squadId, event.name]);
      return;
    case 'invited':
      await change(
        db,
        'INSERT INTO squad_invitations (squad_id, user_id, inviter_id, invited_at) VALUES ($1, $2, $3, $4)',
        [squadId, event.userId, event.inviterId, now],
      );
      return;
    case 'invitation ended':
      await change(db, 'DELETE FROM squad_invitations WHERE squad_id = $1 AND user_id = $2', [squadId, event.userId]);
      return;
    case 'joined':
      await change(db, 'INSERT INTO squad_members (squad_id, user_id, role, joined_at) VALUES ($1, $2, $3, $4)', [
        squadId,
        event.userId,
        event.role,
        now,
      ]);
      return;
    case 'role changed':
      await change(db, 'UPDATE squad_members SET role = $3 WHERE squad_id = $1 AND user_id = $2', [
        squadId,
        event.userId,
        event.role,
      ]);
      return;
    case 'left':
      await change(db, 'DELETE FROM squad_members WHERE squad_id = $1 AND user_id = $2', [squadId, event.userId]);
      return;
    case 'dissolved':
      await change(db, 'DELETE FROM squads WHERE id = $1', [squadId]);
      return;
    default:
      event satisfies never;
  }
}

/** Counts a squad's version up. */
export async function saveSquadVersion(db: Queryable, squadId: string, version: number): Promise<void> {
  await change(db, 'UPDATE squads SET version = $2 WHERE id = $1', [squadId, version]);
}

/** Of these squads those that somebody is in or invited to. */
export const findSquads = (db: Queryable, ids: readonly string[], viewerId: string): Promise<SquadHead[]> =>
  many(
    db,
    head,
    `SELECT id, name, created_at FROM squads WHERE id = ANY($1) AND (
       EXISTS (SELECT FROM squad_members WHERE squad_id = squads.id AND user_id = $2)
       OR EXISTS (SELECT FROM squad_invitations WHERE squad_id = squads.id AND user_id = $2))`,
    [ids, viewerId],
  );

/** Part of a squad's members, in the order they came. */
export const listMembers = (db: Queryable, squadId: string, { size, after }: Slice<Place>): Promise<PlacedMember[]> =>
  many(
    db,
    member,
    `SELECT id, user_id, role, joined_at FROM squad_members
     WHERE squad_id = $1 AND ($2::timestamptz IS NULL OR (joined_at, id) > ($2, $3))
     ORDER BY joined_at, id LIMIT $4`,
    [squadId, after?.at ?? null, after?.id ?? null, size],
  );

/** A squad in a person's list, and since when. */
export interface SquadPlace extends Place {
  /** Who invited; null when they deleted their account, and in a list of the squads somebody is in. */
  readonly inviterId: string | null;
}
const place = z
  .object({ id: z.string(), at: z.date(), inviter_id: z.string().nullable() })
  .transform((found): SquadPlace => ({ id: found.id, at: found.at, inviterId: found.inviter_id }));

const lists = {
  squads: 'SELECT squad_id AS id, joined_at AS at, NULL::uuid AS inviter_id FROM squad_members WHERE user_id = $1',
  invitations: 'SELECT squad_id AS id, invited_at AS at, inviter_id FROM squad_invitations WHERE user_id = $1',
};

/** Part of the squads somebody is in, or is invited to, the last first. */
export const listSquads = (
  db: Queryable,
  list: keyof typeof lists,
  userId: string,
  { size, after }: Slice<Place>,
): Promise<SquadPlace[]> =>
  many(
    db,
    place,
    `SELECT * FROM (${lists[list]}) AS listed WHERE $2::timestamptz IS NULL OR (at, id) < ($2, $3)
     ORDER BY at DESC, id DESC LIMIT $4`,
    [userId, after?.at ?? null, after?.id ?? null, size],
  );

const counted = z
  .object({ squad_id: z.string(), count: z.coerce.number(), role: role.nullable() })
  .transform((found) => ({ squadId: found.squad_id, memberCount: found.count, viewerRole: found.role }));

/** How many are in each of these squads, and what somebody is there. */
export const countMembers = (
  db: Queryable,
  ids: readonly string[],
  viewerId: string,
): Promise<{ squadId: string; memberCount: number; viewerRole: SquadRole | null }[]> =>
  many(
    db,
    counted,
    `SELECT squad_id, count(*) AS count, max(role) FILTER (WHERE user_id = $2) AS role
     FROM squad_members WHERE squad_id = ANY($1) GROUP BY squad_id`,
    [ids, viewerId],
  );

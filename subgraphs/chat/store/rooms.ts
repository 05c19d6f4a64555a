import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { change, many, maybeOne, one, type Queryable } from '#platform/postgres/connection.ts';
import type { Membership, OwnedKind, Role, Room } from '../domain/room.ts';
import { isApart } from './pairs.ts';

const columns = {
  id: z.string(),
  kind: z.enum(['COMPETITION', 'SQUAD', 'GROUP_SESSION', 'DIRECT', 'GROUP']),
  title: z.string().nullable(),
  group_session_id: z.string().nullable(),
};
const toRoom = (found: z.infer<z.ZodObject<typeof columns>>): Room => ({
  id: found.id,
  kind: found.kind,
  title: found.title,
  groupSessionId: found.group_session_id,
});
const row = z.object(columns).transform(toRoom);
const COLUMNS = 'rooms.id, kind, title, group_session_id';

/** Of these rooms those the reader is in. */
export const findRooms = (db: Queryable, ids: readonly string[], readerId: string): Promise<Room[]> =>
  many(
    db,
    row,
    `SELECT ${COLUMNS} FROM rooms JOIN room_members ON room_id = rooms.id WHERE rooms.id = ANY($1) AND user_id = $2`,
    [ids, readerId],
  );

/** What has a room by itself, and the column that says which it is. */
const OWNED = {
  COMPETITION: 'competition_id',
  SQUAD: 'squad_id',
  GROUP_SESSION: 'group_session_id',
} as const satisfies Record<OwnedKind, string>;

const ownedRow = z
  .object({ ...columns, of_id: z.string() })
  .transform((found) => ({ ofId: found.of_id, room: toRoom(found) }));

/** A room, and the id of what it is of. */
export type RoomOf = z.infer<typeof ownedRow>;

/** Of the rooms of these competitions, squads or group sessions those the reader is in. */
export const findRoomsOf = (
  db: Queryable,
  kind: OwnedKind,
  ids: readonly string[],
  readerId: string,
): Promise<RoomOf[]> =>
  many(
    db,
    ownedRow,
    `SELECT ${COLUMNS}, ${OWNED[kind]} AS of_id FROM rooms JOIN room_members ON room_id = rooms.id
     WHERE ${OWNED[kind]} = ANY($1) AND user_id = $2`,
    [ids, readerId],
  );

/** Whether what has a room by itself has one already. */
export const hasRoom = async (db: Queryable, kind: OwnedKind, ofId: string): Promise<boolean> =>
  (await maybeOne(db, z.object({}), `SELECT FROM rooms WHERE ${OWNED[kind]} = $1`, [ofId])) !== undefined;

/** Where a room stands in somebody's list. */
export interface RoomPlace {
  /** When the newest message that they see was posted; when the room was made, where they see none. */
  readonly activeAt: Date;
  readonly id: string;
}

const placedRow = z
  .object({ ...columns, active_at: z.date() })
  .transform((found) => ({ ...toRoom(found), activeAt: found.active_at }));

/**
 * The rooms somebody is in, the last active first. Costs a look into the index `messages_in_order` for each room they are in, of
 * which there are few, as long as what is hidden from them at its end.
 */
export const listRooms = (
  db: Queryable,
  readerId: string,
  { size, after }: { size: number; after: RoomPlace | undefined },
): Promise<(Room & RoomPlace)[]> =>
  many(
    db,
    placedRow,
    `SELECT ${COLUMNS}, active_at FROM rooms JOIN room_members ON room_id = rooms.id CROSS JOIN LATERAL (
       SELECT COALESCE((
         SELECT sent_at FROM messages WHERE messages.room_id = rooms.id AND NOT ${isApart('author_id', 'user_id')}
         ORDER BY sequence DESC LIMIT 1
       ), made_at) AS active_at
     ) seen
     WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (active_at, rooms.id) < ($2, $3))
     ORDER BY active_at DESC, rooms.id DESC LIMIT $4`,
    [readerId, after?.activeAt ?? null, after?.id ?? null, size],
  );

const membershipRow = z
  .object({
    room_id: z.string(),
    user_id: z.string(),
    last_sequence: z.coerce.number(),
    joined_sequence: z.coerce.number(),
    read_sequence: z.coerce.number(),
  })
  .transform((found): Membership => ({
    roomId: found.room_id,
    userId: found.user_id,
    lastSequence: found.last_sequence,
    joinedSequence: found.joined_sequence,
    readSequence: found.read_sequence,
  }));
const MEMBERSHIP = `SELECT room_id, user_id, last_sequence, joined_sequence, read_sequence
  FROM rooms JOIN room_members ON room_id = rooms.id WHERE rooms.id = $1 AND user_id = $2`;

/** Somebody's place in a room; undefined when they are not in it, or there is none. */
export const findMembership = (db: Queryable, roomId: string, userId: string): Promise<Membership | undefined> =>
  maybeOne(db, membershipRow, MEMBERSHIP, [roomId, userId]);

/** The same, and the room is this transaction's until it ends: what happens in a room happens one after the other. */
export const lockMembership = (db: Queryable, roomId: string, userId: string): Promise<Membership | undefined> =>
  maybeOne(db, membershipRow, `${MEMBERSHIP} FOR UPDATE`, [roomId, userId]);

/** Moves somebody's read marker. */
export async function saveReadMarker(db: Queryable, { roomId, userId }: Membership, sequence: number): Promise<void> {
  await change(db, 'UPDATE room_members SET read_sequence = $3 WHERE room_id = $1 AND user_id = $2', [
    roomId,
    userId,
    sequence,
  ]);
}

const lockedRow = z
  .object({ id: z.string(), is_closed: z.boolean() })
  .transform((found) => ({ id: found.id, isClosed: found.is_closed }));

/**
 * The room of a competition, squad or group session, made if there is none yet, and this transaction's until it ends.
 *
 * @returns its id, and whether what it is of is no more.
 */
export function lockRoomOf(
  db: Queryable,
  kind: OwnedKind,
  ofId: string,
  now: Date,
): Promise<{ id: string; isClosed: boolean }> {
  const column = OWNED[kind];
  return one(
    db,
    lockedRow,
    `INSERT INTO rooms (id, kind, ${column}, made_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (${column}) DO UPDATE SET ${column} = EXCLUDED.${column} RETURNING id, is_closed`,
    [uuidv7(), kind, ofId, now],
  );
}

/** Adds a room of two, or of a group. @returns its id. */
export async function insertRoom(
  db: Queryable,
  room: Pick<Room, 'id' | 'kind' | 'title'> & { readonly lowId: string | null; readonly highId: string | null },
  now: Date,
): Promise<string> {
  await change(db, 'INSERT INTO rooms (id, kind, title, low_id, high_id, made_at) VALUES ($1, $2, $3, $4, $5, $6)', [
    room.id,
    room.kind,
    room.title,
    room.lowId,
    room.highId,
    now,
  ]);
  return room.id;
}

/** Names a room of a competition or squad, unless a newer name is known or it is closed. */
export async function saveTitle(db: Queryable, roomId: string, title: string, version: number): Promise<void> {
  await change(
    db,
    'UPDATE rooms SET title = $2, title_version = $3 WHERE id = $1 AND title_version < $3 AND NOT is_closed',
    [roomId, title, version],
  );
}

/**
 * Has nobody in the room of what is no more, and forgets what was said there and what it was called. The room stays, so that
 * nothing heard late names it again or brings somebody back.
 *
 * @returns the sequence at which it ends, for those who listen.
 */
export async function closeRoom(db: Queryable, roomId: string): Promise<number> {
  const { last_sequence: lastSequence } = await one(
    db,
    z.object({ last_sequence: z.coerce.number() }),
    `UPDATE rooms SET title = NULL, is_closed = true, last_sequence = last_sequence + 1 WHERE id = $1
     RETURNING last_sequence`,
    [roomId],
  );
  await change(db, 'DELETE FROM room_members WHERE room_id = $1', [roomId]);
  await emptyRoom(db, roomId);
  return lastSequence;
}

async function emptyRoom(db: Queryable, roomId: string): Promise<void> {
  await change(db, 'DELETE FROM messages WHERE room_id = $1', [roomId]);
  await change(db, 'DELETE FROM room_events WHERE room_id = $1', [roomId]);
}

/**
 * Forgets what was said in a room of two, of a group or of a group session when nobody is in it any more. The room goes too, but
 * for that of a session, into which somebody may come again. It is this transaction's until that ends.
 */
export async function forgetIfLeft(db: Queryable, roomId: string): Promise<void> {
  await change(db, 'SELECT FROM rooms WHERE id = $1 FOR UPDATE', [roomId]);
  // Not in the same statement: it would not see who came in while it waited.
  const left = await maybeOne(
    db,
    z.object({ kind: columns.kind }),
    'SELECT kind FROM rooms WHERE id = $1 AND NOT EXISTS (SELECT FROM room_members WHERE room_id = $1)',
    [roomId],
  );
  if (left?.kind === 'GROUP_SESSION') await emptyRoom(db, roomId);
  if (left?.kind === 'DIRECT' || left?.kind === 'GROUP') await change(db, 'DELETE FROM rooms WHERE id = $1', [roomId]);
}

/** The sequences of the newest events of rooms, by room. */
export async function findLastSequences(db: Queryable, roomIds: readonly string[]): Promise<Map<string, number>> {
  const schema = z.object({ id: z.string(), last_sequence: z.coerce.number() });
  const rows = await many(db, schema, 'SELECT id, last_sequence FROM rooms WHERE id = ANY($1)', [roomIds]);
  return new Map(rows.map(({ id, last_sequence }) => [id, last_sequence]));
}

/** What somebody is in a room; undefined when they are not in it. */
export async function findRole(db: Queryable, roomId: string, userId: string): Promise<Role | undefined> {
  const schema = z.object({ role: z.enum(['OWNER', 'MEMBER']) });
  const sql = 'SELECT role FROM room_members WHERE room_id = $1 AND user_id = $2';
  return (await maybeOne(db, schema, sql, [roomId, userId]))?.role;
}

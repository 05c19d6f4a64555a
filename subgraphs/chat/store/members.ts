import { z } from 'zod';
import { change, many, type Queryable } from '#platform/postgres/connection.ts';
import type { Role } from '../domain/room.ts';
import { isApart } from './pairs.ts';

/** Somebody in a room. */
export interface Member {
  readonly roomId: string;
  readonly userId: string;
  readonly role: Role;
}

/** So many members of a room are shown. */
const SHOWN = 100;

const row = z
  .object({ room_id: z.string(), user_id: z.string(), role: z.enum(['OWNER', 'MEMBER']) })
  .transform((found): Member => ({ roomId: found.room_id, userId: found.user_id, role: found.role }));

/**
 * The first hundred members of each of these rooms, in the order they came, without those between whom and the reader a
 * block stands: for each room one range of an index.
 */
export const findMembers = (db: Queryable, roomIds: readonly string[], readerId: string): Promise<Member[]> =>
  many(
    db,
    row,
    `SELECT m.room_id, m.user_id, m.role FROM unnest($1::uuid[]) AS asked (room_id) CROSS JOIN LATERAL (
       SELECT * FROM room_members
       WHERE room_members.room_id = asked.room_id AND NOT ${isApart('user_id', '$2::uuid')}
       ORDER BY joined_sequence LIMIT ${SHOWN}
     ) m
     ORDER BY m.room_id, m.joined_sequence`,
    [roomIds, readerId],
  );

/**
 * Adds somebody to a room. `joinedSequence` is the sequence of the event by which they came, `readSequence` up to where
 * they have read.
 */
export async function insertMember(
  db: Queryable,
  { roomId, userId, role }: Member,
  joinedSequence: number,
  readSequence = 0,
): Promise<void> {
  await change(
    db,
    'INSERT INTO room_members (room_id, user_id, role, joined_sequence, read_sequence) VALUES ($1, $2, $3, $4, $5)',
    [roomId, userId, role, joinedSequence, readSequence],
  );
}

/** Takes somebody out of a room. */
export async function deleteMember(db: Queryable, roomId: string, userId: string): Promise<void> {
  await change(db, 'DELETE FROM room_members WHERE room_id = $1 AND user_id = $2', [roomId, userId]);
}

/** Changes what somebody is in a room. */
export async function saveRole(db: Queryable, { roomId, userId, role }: Member): Promise<void> {
  await change(db, 'UPDATE room_members SET role = $3 WHERE room_id = $1 AND user_id = $2', [roomId, userId, role]);
}

const unread = z.object({ room_id: z.string(), count: z.coerce.number() });

/**
 * How many messages each of these rooms has that somebody has not read: those of others, not deleted, after their read
 * marker, and of nobody between whom and the reader a block stands. Costs one range of the index `messages_to_read` a room, as long as what is unread.
 */
export async function countUnread(
  db: Queryable,
  roomIds: readonly string[],
  readerId: string,
): Promise<{ roomId: string; count: number }[]> {
  const rows = await many(
    db,
    unread,
    `SELECT room_id, (
       SELECT count(*) FROM messages
       WHERE messages.room_id = reader.room_id AND sequence > read_sequence AND author_id <> user_id AND deleted_at IS NULL
         AND NOT ${isApart('author_id', 'user_id')}
     ) AS count
     FROM room_members reader WHERE room_id = ANY($1) AND user_id = $2`,
    [roomIds, readerId],
  );
  return rows.map(({ room_id, count }) => ({ roomId: room_id, count }));
}

/** The ids of all rooms somebody is in, and of theirs with one other that a block keeps both out of. */
export const findRoomsWith = async (db: Queryable, userId: string): Promise<string[]> => {
  const sql = `SELECT room_id AS id FROM room_members WHERE user_id = $1
    UNION SELECT id FROM rooms WHERE low_id = $1 OR high_id = $1 ORDER BY id`;
  return (await many(db, z.object({ id: z.string() }), sql, [userId])).map(({ id }) => id);
};

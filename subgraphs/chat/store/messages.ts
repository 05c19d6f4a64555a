import { z } from 'zod';
import { change, many, maybeOne, type Queryable } from '#platform/postgres/connection.ts';
import type { Message } from '../domain/message.ts';
import { isApart } from './pairs.ts';

/** Columns of a message, and how they become one. */
export const messageColumns = {
  id: z.string(),
  room_id: z.string(),
  sequence: z.coerce.number(),
  author_id: z.string(),
  body: z.string().nullable(),
  reply_to_id: z.string().nullable(),
  sent_at: z.date(),
  edited_at: z.date().nullable(),
  deleted_at: z.date().nullable(),
};
const row = z.object(messageColumns).transform(toMessage);

export function toMessage(found: z.infer<z.ZodObject<typeof messageColumns>>): Message {
  return {
    id: found.id,
    roomId: found.room_id,
    sequence: found.sequence,
    authorId: found.author_id,
    body: found.body,
    replyToId: found.reply_to_id,
    sentAt: found.sent_at,
    editedAt: found.edited_at,
    deletedAt: found.deleted_at,
  };
}

const COLUMNS = `m.id, m.room_id, m.sequence, m.author_id, m.body, m.reply_to_id, m.sent_at, m.edited_at, m.deleted_at`;

/** A message by id, whoever asks. */
export const findMessage = (db: Queryable, id: string): Promise<Message | undefined> =>
  maybeOne(db, row, `SELECT ${COLUMNS} FROM messages m WHERE id = $1`, [id]);

/** Of these messages those that stand in rooms the reader is in, and between whose authors and the reader no block stands. */
export const findReadableMessages = (db: Queryable, ids: readonly string[], readerId: string): Promise<Message[]> =>
  many(
    db,
    row,
    `SELECT ${COLUMNS} FROM messages m JOIN room_members ON room_members.room_id = m.room_id AND user_id = $2
     WHERE m.id = ANY($1) AND NOT ${isApart('m.author_id', '$2::uuid')}`,
    [ids, readerId],
  );

/** An author's message in a room by the id the client gave it. */
export const findByClientId = (
  db: Queryable,
  { roomId, authorId, clientId }: { roomId: string; authorId: string; clientId: string },
): Promise<Message | undefined> =>
  maybeOne(
    db,
    row,
    `SELECT ${COLUMNS} FROM messages m WHERE room_id = $1 AND author_id = $2 AND client_message_id = $3`,
    [roomId, authorId, clientId],
  );

/** Part of a room's messages as a reader sees them: so many before a sequence, from the newest back when it is left out. */
export interface Page {
  readonly roomId: string;
  readonly size: number;
  readonly before: number | undefined;
  readonly readerId: string;
}

const pagedRow = z
  .object({ ...messageColumns, page: z.coerce.number() })
  .transform((found) => ({ page: found.page, message: toMessage(found) }));

/** Pages of rooms, newest message first, in the order asked for: for each one range of `messages_in_order`. */
export async function findPages(db: Queryable, pages: readonly Page[]): Promise<Message[][]> {
  const rows = await many(
    db,
    pagedRow,
    `SELECT ${COLUMNS}, asked.page
     FROM unnest($1::uuid[], $2::int[], $3::bigint[], $4::uuid[]) WITH ORDINALITY AS asked (room_id, size, before, reader_id, page)
     CROSS JOIN LATERAL (
       SELECT * FROM messages
       WHERE messages.room_id = asked.room_id AND (asked.before IS NULL OR sequence < asked.before)
         AND NOT ${isApart('messages.author_id', 'asked.reader_id')}
       ORDER BY sequence DESC LIMIT asked.size
     ) m
     ORDER BY asked.page, m.sequence DESC`,
    [
      pages.map(({ roomId }) => roomId),
      pages.map(({ size }) => size),
      pages.map(({ before }) => before ?? null),
      pages.map(({ readerId }) => readerId),
    ],
  );
  const found = Map.groupBy(rows, ({ page }) => page);
  return pages.map((_page, index) => (found.get(index + 1) ?? []).map(({ message }) => message));
}

/** Adds a message. @throws a violation of `messages_client_key` when the author used the client's id before. */
export async function insertMessage(db: Queryable, message: Message, clientId: string): Promise<void> {
  await change(
    db,
    `INSERT INTO messages (id, room_id, sequence, author_id, client_message_id, body, reply_to_id, sent_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      message.id,
      message.roomId,
      message.sequence,
      message.authorId,
      clientId,
      message.body,
      message.replyToId,
      message.sentAt,
    ],
  );
}

/** Writes what an author can change. */
export async function saveMessage(db: Queryable, { id, body, editedAt, deletedAt }: Message): Promise<void> {
  await change(db, 'UPDATE messages SET body = $2, edited_at = $3, deleted_at = $4 WHERE id = $1', [
    id,
    body,
    editedAt,
    deletedAt,
  ]);
}

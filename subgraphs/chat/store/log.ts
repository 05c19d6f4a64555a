import { z } from 'zod';
import { many, maybeOne, one, type Queryable, type Transaction } from '#platform/postgres/connection.ts';
import type { LogEntry, ReadMarkerMoved, RoomEvent } from '../domain/events.ts';
import { messageColumns, toMessage } from './messages.ts';
import { apartFrom, isApart } from './pairs.ts';

/** Writes a room's events within a transaction. */
export interface RoomLog {
  /** Adds an event. @returns its sequence. */
  append(entry: LogEntry, now: Date): Promise<number>;
  /** The sequence of the last event added; undefined before the first. */
  last(): number | undefined;
}

/** The log of a room that this transaction has locked, so that sequences are committed in their order. */
export function openLog(tx: Transaction, roomId: string): RoomLog {
  let last: number | undefined;
  return {
    append: async ({ kind, messageId, userId }, now) => {
      const { sequence } = await one(
        tx,
        z.object({ sequence: z.coerce.number() }),
        `WITH room AS (UPDATE rooms SET last_sequence = last_sequence + 1 WHERE id = $1 RETURNING last_sequence)
         INSERT INTO room_events (room_id, sequence, kind, message_id, user_id, happened_at)
         SELECT $1, last_sequence, $2, $3, $4, $5 FROM room RETURNING sequence`,
        [roomId, kind, messageId ?? null, userId ?? null, now],
      );
      last = sequence;
      return sequence;
    },
    last: () => last,
  };
}

const hiddenFrom = z.array(z.string());
const aboutMessage = z
  .object({
    kind: z.enum(['MessagePosted', 'MessageEdited', 'MessageDeleted']),
    event_sequence: z.coerce.number(),
    hidden_from: hiddenFrom,
    ...messageColumns,
  })
  .transform((found): RoomEvent => ({
    kind: found.kind,
    sequence: found.event_sequence,
    hiddenFrom: found.hidden_from,
    message: toMessage(found),
  }));
const readMarkerMoved = z
  .object({
    kind: z.literal('ReadMarkerMoved'),
    event_sequence: z.coerce.number(),
    event_user_id: z.string(),
    event_message_id: z.string(),
    sequence: z.coerce.number(),
    hidden_from: hiddenFrom,
    message_hidden_from: hiddenFrom,
  })
  .transform((found): RoomEvent => ({
    kind: found.kind,
    sequence: found.event_sequence,
    hiddenFrom: found.hidden_from,
    userId: found.event_user_id,
    upToMessageId: found.event_message_id,
    upToSequence: found.sequence,
    messageHiddenFrom: found.message_hidden_from,
  }));
const memberMoved = z
  .object({
    kind: z.enum(['MemberJoined', 'MemberLeft']),
    event_sequence: z.coerce.number(),
    event_user_id: z.string(),
    hidden_from: hiddenFrom,
  })
  .transform((found): RoomEvent => ({
    kind: found.kind,
    sequence: found.event_sequence,
    hiddenFrom: found.hidden_from,
    userId: found.event_user_id,
  }));
const row = z.union([aboutMessage, readMarkerMoved, memberMoved]);

/**
 * A room's events after a sequence, in order, at most `limit`: one range of the primary key; and from whom each is hidden, as
 * it is now.
 */
export const readLog = (db: Queryable, roomId: string, after: number, limit: number): Promise<RoomEvent[]> =>
  many(
    db,
    row,
    `SELECT e.kind, e.sequence AS event_sequence, e.user_id AS event_user_id, e.message_id AS event_message_id,
       ${apartFrom('COALESCE(e.user_id, m.author_id)')} AS hidden_from,
       CASE WHEN e.kind = 'ReadMarkerMoved' THEN ${apartFrom('m.author_id')} ELSE '{}' END AS message_hidden_from,
       m.id, m.room_id, m.sequence, m.author_id, m.body, m.reply_to_id, m.sent_at, m.edited_at, m.deleted_at
     FROM room_events e LEFT JOIN messages m ON m.id = e.message_id
     WHERE e.room_id = $1 AND e.sequence > $2 ORDER BY e.sequence LIMIT $3`,
    [roomId, after, limit],
  );

const seenMarker = z
  .object({ id: z.string(), sequence: z.coerce.number() })
  .transform(({ id, sequence }) => ({ upToMessageId: id, upToSequence: sequence }));

/**
 * Up to which message somebody has read, for a listener who does not see the one that they read up to: the newest before it that
 * the listener sees. Undefined when there is none, or when the listener was told of it before by another event. Costs two
 * ranges of an index, as long as what is hidden and what happened since that message.
 */
export const findSeenMarker = (
  db: Queryable,
  roomId: string,
  { sequence, userId, upToSequence }: ReadMarkerMoved,
  listenerId: string,
): Promise<z.infer<typeof seenMarker> | undefined> =>
  maybeOne(
    db,
    seenMarker,
    `SELECT seen.id, seen.sequence FROM (
       SELECT id, sequence FROM messages
       WHERE room_id = $1 AND sequence < $2 AND NOT ${isApart('author_id', '$3::uuid')}
       ORDER BY sequence DESC LIMIT 1
     ) seen
     WHERE NOT EXISTS (
       SELECT FROM room_events e JOIN messages m ON m.id = e.message_id
       WHERE e.room_id = $1 AND e.sequence > seen.sequence AND e.sequence < $4
         AND e.kind = 'ReadMarkerMoved' AND e.user_id = $5 AND m.sequence >= seen.sequence
     )`,
    [roomId, upToSequence, listenerId, sequence, userId],
  );

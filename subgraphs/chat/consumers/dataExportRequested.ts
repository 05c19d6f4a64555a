import { z } from 'zod';
import type { Broker } from '#platform/events/broker.ts';
import { onLong, type Handler } from '#platform/events/handlers.ts';
import { giveToExport, jsonFile, type ExportFile } from '#platform/events/exportParts.ts';
import { openNewestState, type NewestState } from '#platform/events/newestState.ts';
import { PROFILES } from '#platform/events/streams.ts';
import { tableFiles } from '#platform/postgres/exportTables.ts';
import { manyInPages, type Pool } from '#platform/postgres/connection.ts';
import type { EventData } from '#events/define.ts';
import { DataExportRequested, Profile } from '#events/users.ts';

const domain = 'chat';
/** Without sequences: they count also what those write whom a person does not see. */
const queries = {
  messages: `SELECT id, room_id, author_id, client_message_id, body, reply_to_id, sent_at, edited_at, deleted_at
    FROM messages WHERE author_id = $1 ORDER BY sent_at`,
};
const ROOMS = `SELECT rooms.title, rooms.kind, CASE user_id WHEN low_id THEN high_id WHEN high_id THEN low_id END AS other_id,
    room_id, user_id, role
  FROM room_members JOIN rooms ON rooms.id = room_id WHERE user_id = $1`;
const room = z.looseObject({ other_id: z.string().nullable() });

/** Somebody wants all that is kept of them. */
export async function dataExportRequested(pool: Pool, broker: Broker): Promise<Handler> {
  const profileAt = await openNewestState(broker, PROFILES, Profile);
  return onLong(DataExportRequested, ({ data: { exportId, userId } }) =>
    giveToExport(broker, { exportId, domain }, filesOf(pool, profileAt, userId)),
  );
}

type ProfileAt = NewestState<EventData<typeof Profile>>;

async function* filesOf(pool: Pool, profileAt: ProfileAt, userId: string): AsyncGenerator<ExportFile> {
  yield* tableFiles(pool, domain, userId, queries);
  yield jsonFile(`${domain}/rooms.json`, roomsOf(pool, profileAt, userId));
}

async function* roomsOf(pool: Pool, profileAt: ProfileAt, userId: string): AsyncGenerator<object> {
  for await (const found of manyInPages(pool, room, ROOMS, [userId])) {
    // A room of two has no title but the other's name; who deleted their account has none.
    const other = found.other_id === null ? undefined : await profileAt(`profiles.${found.other_id}`);
    yield { other_username: other?.username ?? null, ...found };
  }
}

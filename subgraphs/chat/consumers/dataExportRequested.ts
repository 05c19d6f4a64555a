import type { Broker } from '#platform/events/broker.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { giveToExport } from '#platform/events/exportParts.ts';
import { tableFiles } from '#platform/postgres/exportTables.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { DataExportRequested } from '#events/users.ts';

const domain = 'chat';
const queries = {
  rooms: 'SELECT rooms.title, room_members.* FROM room_members JOIN rooms ON rooms.id = room_id WHERE user_id = $1',
  messages: 'SELECT * FROM messages WHERE author_id = $1 ORDER BY sent_at',
};

/** Somebody wants all that is kept of them. */
export const dataExportRequested = (pool: Pool, broker: Broker): Handler =>
  on(DataExportRequested, ({ data: { exportId, userId } }) =>
    giveToExport(broker, { exportId, domain }, tableFiles(pool, domain, userId, queries)),
  );

import type { Broker } from '#platform/events/broker.ts';
import { onLong, type Handler } from '#platform/events/handlers.ts';
import { giveToExport } from '#platform/events/exportParts.ts';
import { tableFiles } from '#platform/postgres/exportTables.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { DataExportRequested } from '#events/users.ts';

const domain = 'nfts';
const queries = {
  nfts: 'SELECT * FROM nfts WHERE owner_id = $1',
};

/** Somebody wants all that is kept of them. */
export const dataExportRequested = (pool: Pool, broker: Broker): Handler =>
  onLong(DataExportRequested, ({ data: { exportId, userId } }) =>
    giveToExport(broker, { exportId, domain }, tableFiles(pool, domain, userId, queries)),
  );

import type { Broker } from '#platform/events/broker.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { giveToExport } from '#platform/events/exportParts.ts';
import { tableFiles } from '#platform/postgres/exportTables.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { DataExportRequested } from '#events/users.ts';

const domain = 'rewards';
/** What the ledger keeps in millionths is told in tokens; and not where in the ledger it stands, which counts what others earn. */
const queries = {
  account: 'SELECT id, kind, owner_id, round(balance / 1e6, 6) AS balance_tokens FROM accounts WHERE owner_id = $1',
  transactions: `SELECT transactions.id, transactions.kind, transactions.owner_id, earned_on, caused_by, created_at,
      round(entries.amount / 1e6, 6) AS amount_tokens
    FROM transactions
    JOIN entries ON transaction_id = transactions.id JOIN accounts ON accounts.id = account_id AND accounts.owner_id = $1
    WHERE transactions.owner_id = $1 ORDER BY position`,
  workouts: 'SELECT * FROM workouts WHERE owner_id = $1',
  achievements: 'SELECT * FROM achievements WHERE owner_id = $1',
};

/** Somebody wants all that is kept of them. */
export const dataExportRequested = (pool: Pool, broker: Broker): Handler =>
  on(DataExportRequested, ({ data: { exportId, userId } }) =>
    giveToExport(broker, { exportId, domain }, tableFiles(pool, domain, userId, queries)),
  );

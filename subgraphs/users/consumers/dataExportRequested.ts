import type { Broker } from '#platform/events/broker.ts';
import { onLong, type Handler } from '#platform/events/handlers.ts';
import { giveToExport } from '#platform/events/exportParts.ts';
import { tableFiles } from '#platform/postgres/exportTables.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import type { Sweeper } from '#platform/sweeper.ts';
import { DataExportRequested } from '#events/users.ts';

const domain = 'users';
/** All but secrets: hashes of passwords, tokens and keys. */
const queries = {
  account: `SELECT to_jsonb(a) - 'password_hash' AS account FROM accounts a WHERE id = $1`,
  sessions: `SELECT id, created_at, last_used_at, revoked_at, user_agent FROM sessions WHERE account_id = $1`,
  'outside-identities': 'SELECT issuer, subject, created_at FROM outside_identities WHERE account_id = $1',
  'mailed-links': 'SELECT purpose, email, created_at, expires_at FROM mailed_tokens WHERE account_id = $1',
  mails: 'SELECT kind, recipient, created_at FROM mails WHERE account_id = $1',
  'api-keys': 'SELECT id, name, created_at, last_used_at FROM api_keys WHERE account_id = $1',
  // By whom somebody is or was blocked they do not learn here either: neither by a row that only a block made, nor by its version.
  people: `SELECT other.id AS user_id, other.username, other.display_name, requester_id, addressee_id, requested_at,
      friends_since, blocked_at
    FROM pairs JOIN accounts other ON other.id = CASE WHEN low_id = $1 THEN high_id ELSE low_id END
    WHERE (low_id = $1 OR high_id = $1) AND (requested_at IS NOT NULL OR friends_since IS NOT NULL OR blocker_id = $1)`,
  goals: 'SELECT * FROM goals WHERE account_id = $1',
  'goal-contributions': 'SELECT * FROM workout_contributions WHERE owner_id = $1',
  'goal-achievements': 'SELECT * FROM goal_achievements WHERE account_id = $1',
  'privacy-zones': 'SELECT * FROM privacy_zones WHERE account_id = $1',
  exports: 'SELECT id, status, requested_at, ready_at, byte_length FROM data_exports WHERE account_id = $1',
  'body-weights': 'SELECT * FROM body_weights WHERE account_id = $1',
  'squad-invitations': `SELECT squads.name, invited.username, inviter.username AS inviter_username, squad_id, user_id,
      inviter_id, invited_at
    FROM squad_invitations JOIN squads ON squads.id = squad_id
      JOIN accounts invited ON invited.id = user_id LEFT JOIN accounts inviter ON inviter.id = inviter_id
    WHERE user_id = $1 OR inviter_id = $1`,
  squads: `SELECT squads.name, squad_id, user_id, role, joined_at
    FROM squad_members JOIN squads ON squads.id = squad_id WHERE user_id = $1`,
};

/** Somebody wants all that is kept of them: account, profile and people. Then it is looked what the other domains give. */
export const dataExportRequested = (pool: Pool, broker: Broker, exporter: Pick<Sweeper, 'wake'>): Handler =>
  onLong(DataExportRequested, async ({ data: { exportId, userId } }) => {
    await giveToExport(broker, { exportId, domain }, tableFiles(pool, domain, userId, queries));
    exporter.wake();
  });

import type { Broker } from '#platform/events/broker.ts';
import { onLong, type Handler } from '#platform/events/handlers.ts';
import { giveToExport } from '#platform/events/exportParts.ts';
import { tableFiles } from '#platform/postgres/exportTables.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { DataExportRequested } from '#events/users.ts';

const domain = 'competitions';
const queries = {
  organized: 'SELECT * FROM competitions WHERE organizer_id = $1',
  teams: `SELECT competitions.title, teams.id, competition_id, name, squad_id, max_members, teams.created_at
    FROM teams JOIN competitions ON competitions.id = competition_id WHERE maker_id = $1`,
  participations: `SELECT competitions.title, teams.name AS team_name, parts.id, parts.competition_id, user_id,
      team_id, joined_at, score, reached_at, activity_count, completed_at
    FROM parts
    JOIN competitions ON competitions.id = parts.competition_id LEFT JOIN teams ON teams.id = team_id WHERE user_id = $1`,
  workouts: 'SELECT * FROM workouts WHERE owner_id = $1',
};

/** Somebody wants all that is kept of them. */
export const dataExportRequested = (pool: Pool, broker: Broker): Handler =>
  onLong(DataExportRequested, ({ data: { exportId, userId } }) =>
    giveToExport(broker, { exportId, domain }, tableFiles(pool, domain, userId, queries)),
  );

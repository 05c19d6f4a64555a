import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { CONNECT_MS } from './connection.ts';
import type { Logger } from '#platform/telemetry/log.ts';

/** Migrations every PostgreSQL service has: the outbox and the inbox. */
const platformMigrations = fileURLToPath(new URL('./migrations/', import.meta.url));

/**
 * Brings a database up to date: the platform's migrations, then the service's own from `folder`. Forward only; several
 * instances may start at once (they wait for each other).
 *
 * @throws also when PostgreSQL does not answer within 5 s.
 */
export async function migrate(databaseUrl: string, folder: string, log: Logger): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_MS });
  // A connection that breaks while nothing is asked would end the process otherwise.
  client.on('error', (error) => log.warn({ err: error }, 'the connection for migrations broke'));
  await client.connect();
  try {
    for (const [dir, migrationsTable] of [
      [platformMigrations, 'platform_migrations'],
      [folder, 'migrations'],
    ] as const) {
      const applied = await runner({
        dbClient: client,
        dir,
        migrationsTable,
        direction: 'up',
        advisoryLockMode: 'wait',
        verbose: false,
        log: () => undefined,
      });
      for (const { name } of applied) log.info({ migration: name }, 'migrated');
    }
  } finally {
    await client.end();
  }
}

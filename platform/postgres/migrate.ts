import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import type { Logger } from '#platform/telemetry/log.ts';

/** Migrations every PostgreSQL service has: the outbox and the inbox. */
const platformMigrations = fileURLToPath(new URL('./migrations/', import.meta.url));

/**
 * Brings a database up to date: the platform's migrations, then the service's own from `folder`. Forward only; several
 * instances may start at once (they wait for each other).
 */
export async function migrate(databaseUrl: string, folder: string, log: Logger): Promise<void> {
  for (const [dir, migrationsTable] of [
    [platformMigrations, 'platform_migrations'],
    [folder, 'migrations'],
  ] as const) {
    const applied = await runner({
      databaseUrl,
      dir,
      migrationsTable,
      direction: 'up',
      advisoryLockMode: 'wait',
      verbose: false,
      log: () => undefined,
    });
    for (const { name } of applied) log.info({ migration: name }, 'migrated');
  }
}

import { fileURLToPath } from 'node:url';
import type { Service } from '#platform/lifecycle.ts';
import { openPostgres, type Pool } from './connection.ts';
import { migrate } from './migrate.ts';

/** Brings a service's database up to date with the migrations in a folder, and opens it; closed with the service. */
export async function openDatabase(service: Service, url: string, migrations: URL): Promise<Pool> {
  await migrate(url, fileURLToPath(migrations), service.log);
  const pool = openPostgres(url, service.log);
  service.onClose('PostgreSQL', () => pool.end());
  return pool;
}

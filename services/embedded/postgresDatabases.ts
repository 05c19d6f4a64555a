import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { z } from 'zod';
import { withDatabase } from '#platform/urls.ts';
import { localHost } from './network.ts';

/** The embedded server's superuser. It listens on this machine only. */
export const superuser = { user: 'postgres', password: 'postgres' };
/** Role and password that own every subgraph's database: the defaults that the subgraphs expect in development. */
const owner = { user: 'laurel', password: 'laurel' };

/** Runs something with one connection. */
export async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

const namesSchema = z.array(z.object({ datname: z.string() }));

/** A server's URL for a role that may create databases, and whether it is the embedded one. */
export interface PostgresServer {
  readonly url: string;
  readonly ours: boolean;
}

/** The embedded server's URL for its superuser. @param folder holds its socket, if it is to be reached over that */
export function embeddedServer(port: number, folder?: string): string {
  const host = folder === undefined ? localHost : encodeURIComponent(folder);
  return `postgresql://${superuser.user}:${superuser.password}@${host}:${port}/postgres`;
}

/** Makes the databases that are missing: on the embedded server owned by the role `laurel`, elsewhere by the URL's own. */
export async function createDatabases(server: PostgresServer, databases: readonly string[]): Promise<void> {
  await withClient(server.url, async (client) => {
    if (server.ours) await createOwner(client);
    const { rows } = await client.query('SELECT datname FROM pg_database');
    const present = new Set(namesSchema.parse(rows).map(({ datname }) => datname));
    const clause = server.ours ? ` OWNER ${escapeIdentifier(owner.user)}` : '';
    for (const name of databases) {
      if (!present.has(name)) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}${clause}`);
    }
  });
}

async function createOwner(client: Client): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [owner.user]);
  if (rowCount !== 0) return;
  await client.query(`CREATE ROLE ${escapeIdentifier(owner.user)} LOGIN PASSWORD ${escapeLiteral(owner.password)}`);
}

/**
 * Has PostgreSQL plan for FerretDB. It asks by expressions with parameters: only a plan made for the values can use an index on
 * the expression. And the index is the better way in the smallest table: PostgreSQL does not count what it takes to
 * unpack a document in order to look into it.
 */
export async function planForDocuments(server: PostgresServer, database: string): Promise<void> {
  const settings = ['plan_cache_mode = force_custom_plan', 'enable_seqscan = off'];
  await withClient(server.url, async (client) => {
    for (const setting of settings) await client.query(`ALTER DATABASE ${escapeIdentifier(database)} SET ${setting}`);
  });
}

/** The URL of one database on a server, for the role that owns it. */
export function databaseUrl(server: PostgresServer, database: string): string {
  const named = withDatabase(server.url, database);
  if (!server.ours) return named;
  const url = new URL(named);
  url.username = owner.user;
  url.password = owner.password;
  return url.href;
}

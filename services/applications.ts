import path from 'node:path';
import { readUrls, withMongoDatabase } from '#platform/urls.ts';
import { API_KEYS_PATH, OUTSIDE_SESSIONS_PATH } from '#platform/viewer.ts';
import { type ApplicationName, type Ports, type StackSettings } from './config.ts';
import { localHost } from './embedded/network.ts';
import type { ProcessSpec } from './processSpec.ts';
import type { Services } from './stores.ts';
import { databaseOf, subgraph, subgraphNames, type SubgraphName } from './subgraphs.ts';

/** Settings for one process's nth start (from 1), on top of its own; for tests. */
export type ExtraEnvironment = (name: ApplicationName, start: number) => Readonly<Record<string, string>>;

export interface Wiring {
  readonly settings: StackSettings;
  readonly ports: Ports;
  readonly services: Services;
  /** A folder for sockets, over which the gateway reaches the subgraphs; without one it does by their ports. */
  readonly sockets?: string | undefined;
  readonly extra?: ExtraEnvironment;
}

/**
 * Limits of the JavaScript heap, in megabytes: of all of it, and of what is newly made. V8's own limit of the latter is for
 * one process that has the machine to itself; with it each of these would take some ten to sixty megabytes more. Nor does a
 * subgraph need more than one thread beside its own to collect and compile: waking four of them costs more than they do.
 */
const engineOptions = {
  gateway: ['--max-old-space-size=512', '--max-semi-space-size=8'],
  workouts: ['--max-old-space-size=256', '--max-semi-space-size=8', '--v8-pool-size=1'],
  subgraph: ['--max-old-space-size=256', '--max-semi-space-size=2', '--v8-pool-size=1'],
};

const engineOptionsOf = (name: ApplicationName): readonly string[] =>
  name === 'gateway' || name === 'workouts' ? engineOptions[name] : engineOptions.subgraph;

/** Has the C library keep freed memory in two pools, not in eight for each core. */
const allocator = { MALLOC_ARENA_MAX: '2' };

/** How the gateway or a subgraph is run: on the Node that runs this, as the TypeScript it is. */
export function applicationSpec(name: ApplicationName, wiring: Wiring): ProcessSpec {
  const { root, environment } = wiring.settings;
  const entry = name === 'gateway' ? 'gateway/main.ts' : `subgraphs/${name}/main.ts`;
  const own = name === 'gateway' ? gatewayEnvironment(wiring) : subgraphEnvironment(name, wiring);
  const shared = {
    ...allocator,
    NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compile'),
    ...environment,
    ...sharedEnvironment(wiring),
  };
  return {
    name,
    command: process.execPath,
    args: [...engineOptionsOf(name), path.join(root, entry)],
    environment: (start) => ({ ...shared, ...own, ...wiring.extra?.(name, start) }),
    cwd: root,
    stopSignal: 'SIGTERM',
    graceMs: name === 'gateway' ? 2_500 : 3_000,
    attempts: 2,
    startMs: 60_000,
    probe: () => requireReady(wiring.ports[name]),
  };
}

async function requireReady(port: number): Promise<void> {
  const answer = await fetch(`http://${localHost}:${port}/readyz`, { signal: AbortSignal.timeout(3_000) });
  if (!answer.ok) throw new Error(`/readyz says ${answer.status}: ${await answer.text()}`);
  await answer.body?.cancel();
}

function sharedEnvironment({ settings, ports, services }: Wiring): Record<string, string> {
  const publicUrl = settings.environment['PUBLIC_URL'] ?? `http://localhost:${ports.gateway}`;
  return {
    PUBLIC_URL: publicUrl,
    TOKEN_ISSUER: settings.environment['TOKEN_ISSUER'] ?? publicUrl,
    NATS_URL: services.url('nats'),
  };
}

const socketOf = (name: SubgraphName, folder: string): string => path.join(folder, `${name}.sock`);

function gatewayEnvironment({ settings, ports, sockets }: Wiring): Record<string, string> {
  const base = (name: SubgraphName) => `http://${localHost}:${ports[name]}`;
  const graph = (name: SubgraphName) =>
    sockets === undefined ? base(name) : `http+unix://${encodeURIComponent(socketOf(name, sockets))}`;
  return {
    PORT: String(ports.gateway),
    SUPERGRAPH: path.join(settings.root, 'schema', 'supergraph.graphql'),
    SUBGRAPH_URLS: subgraphNames.map((name) => `${name}=${graph(name)}/graphql`).join(','),
    JWKS_URL: `${base('users')}/.well-known/jwks.json`,
    IDENTITIES_URL: `${base('users')}${OUTSIDE_SESSIONS_PATH}`,
    API_KEYS_URL: `${base('users')}${API_KEYS_PATH}`,
    ACCOUNTS_URL: base('users'),
    UPLOADS_URL: base('workouts'),
    IPFS_URL: base('nfts'),
  };
}

function subgraphEnvironment(
  name: SubgraphName,
  { settings, ports, services, sockets }: Wiring,
): Record<string, string> {
  const { stores, files } = subgraph(name);
  const storeUrls: Record<(typeof stores)[number], () => readonly [string, string]> = {
    postgres: () => ['DATABASE_URL', services.databaseUrl(name)],
    mongo: () => ['MONGO_URL', mongoDatabaseUrl(services.nearUrl('mongo'), name)],
    redis: () => ['REDIS_URL', services.url('redis')],
  };
  return {
    PORT: String(ports[name]),
    HOST: localHost,
    ...(sockets === undefined ? {} : { SOCKET_PATH: socketOf(name, sockets) }),
    ...(name === 'users' ? { MAILBOX_DIR: mailboxDir(settings) } : {}),
    ...(files === true ? { STORAGE_DIR: storageDir(name, settings) } : {}),
    ...Object.fromEntries(stores.map((store) => storeUrls[store]())),
  };
}

/** A server's URL gets the subgraph's database; one that names a database keeps it. */
export const mongoDatabaseUrl = (server: string, name: SubgraphName): string =>
  readUrls(server).some(({ path }) => path.length > 1) ? server : withMongoDatabase(server, databaseOf(name));

/** Where a subgraph keeps its files. */
export function storageDir(name: SubgraphName, settings: StackSettings): string {
  return path.join(settings.dataDir, 'storage', name);
}

/** Where mails go as files when no mail server is named. */
export function mailboxDir(settings: StackSettings): string {
  return settings.environment['MAILBOX_DIR'] ?? path.join(settings.dataDir, 'mailbox');
}

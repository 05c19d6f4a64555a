import { resolveSrv } from 'node:dns/promises';
import type { NetConnectOpts } from 'node:net';
import { Client } from 'pg';
import { hostsOf, readUrls } from '#platform/urls.ts';
import { reach } from './embedded/network.ts';
import { createDatabases } from './embedded/postgresDatabases.ts';
import { ServiceUnavailable } from './embedded/resolve.ts';
import type { PlannedService, ServiceName } from './embedded/service.ts';

const usualPorts: Record<Exclude<ServiceName, 'postgres'>, number> = { mongo: 27017, redis: 6379, nats: 4222 };

/**
 * A service that runs elsewhere and is named by its URL; of several servers one must answer.
 *
 * @throws ServiceUnavailable
 */
export async function planElsewhere(
  name: ServiceName,
  url: string,
  databases: readonly string[],
): Promise<PlannedService> {
  const setting = `${name.toUpperCase()}_URL`;
  let shown = hostsOf(url);
  try {
    const found = name === 'postgres' ? postgresAt(url) : { shown, places: await placesOf(name, url) };
    shown = found.shown;
    await Promise.any(found.places.map((place) => reach(place)));
  } catch (error) {
    const reasons = error instanceof AggregateError ? error.errors.map(String).join('; ') : String(error);
    throw new ServiceUnavailable(`${setting} is set, but nothing answers at ${shown} (${reasons})`);
  }
  const settle = name === 'postgres' ? () => createDatabases({ url, ours: false }, databases) : undefined;
  return { name, url, origin: `named by ${setting} (${shown})`, settle };
}

/** Where the driver finds PostgreSQL: a host, or a folder with its socket. @throws when a file that its URL names cannot be read */
function postgresAt(url: string): { readonly shown: string; readonly places: readonly NetConnectOpts[] } {
  const { host, port } = new Client({ connectionString: url });
  const place = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  return { shown: place.path ?? `${host}:${port}`, places: [place] };
}

async function placesOf(name: keyof typeof usualPorts, url: string): Promise<NetConnectOpts[]> {
  const [first, ...others] = readUrls(url);
  if (first?.scheme === 'mongodb+srv') {
    const servers = await resolveSrv(`_mongodb._tcp.${first.hosts.join()}`);
    return servers.map((server) => ({ host: server.name, port: server.port }));
  }
  const hosts = [first, ...others].flatMap((each) => each?.hosts ?? []);
  return hosts.map((text) => {
    const socket = decodeURIComponent(text);
    if (socket.startsWith('/')) return { path: socket };
    const { hostname, port } = new URL(`${name}://${text}`);
    return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || usualPorts[name]) };
  });
}

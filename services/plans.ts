import { freePorts } from '#platform/freePorts.ts';
import type { Ports, StackSettings } from './config.ts';
import { planElsewhere } from './elsewhere.ts';
import { planMongo } from './embedded/mongo.ts';
import { planNats } from './embedded/nats.ts';
import { planPostgres } from './embedded/postgres.ts';
import { embeddedServer } from './embedded/postgresDatabases.ts';
import { planRedis } from './embedded/redis.ts';
import { serviceNames, type PlannedService, type ServiceName, type Surroundings } from './embedded/service.ts';
import { requireFreePorts } from './ports.ts';
import { databaseOf, subgraph, subgraphNames } from './subgraphs.ts';

/** Subgraphs that keep their data in PostgreSQL have a database of their own there. */
const databases = subgraphNames.filter((name) => subgraph(name).stores.includes('postgres')).map(databaseOf);

/**
 * Decides what serves each service: its URL, or a program found or obtained. Adds PostgreSQL when FerretDB stands on it.
 *
 * @throws ServiceUnavailable or PortTaken
 */
export async function planServices(
  names: readonly ServiceName[],
  settings: StackSettings,
  choice: 'free' | 'fixed',
  around: Surroundings,
): Promise<PlannedService[]> {
  const ports = choice === 'free' ? await withFreePorts(settings.ports) : settings.ports;
  const needed = serviceNames.filter(
    (name) => names.includes(name) || (name === 'postgres' && names.includes('mongo')),
  );
  const embedded = needed.filter((name) => settings.serviceUrls[name] === undefined);
  if (choice === 'fixed') await requireFreePorts(embedded, ports);

  const server = {
    url: settings.serviceUrls.postgres ?? embeddedServer(ports.postgres),
    ours: embedded.includes('postgres'),
  };
  const planned = new Map<ServiceName, Promise<PlannedService>>();
  const nearServer = { ...server, nearUrl: async () => (await planned.get('postgres'))?.nearUrl };
  const planners: Record<ServiceName, () => Promise<PlannedService>> = {
    postgres: () => planPostgres(ports.postgres, databases, around),
    mongo: () => planMongo(ports.mongo, nearServer, around),
    redis: () => planRedis(ports.redis, around),
    nats: () => planNats(ports.nats, around),
  };
  for (const name of needed) {
    const url = settings.serviceUrls[name];
    planned.set(name, url === undefined ? planners[name]() : planElsewhere(name, url, databases));
  }
  const results = await Promise.allSettled(planned.values());
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const plans = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const used = (name: ServiceName) => names.includes(name) || plans.some(({ after }) => after === name);
  return plans.filter(({ name }) => used(name));
}

async function withFreePorts(ports: Ports): Promise<Ports> {
  const [postgres = 0, mongo = 0, redis = 0, nats = 0] = await freePorts(4);
  return { ...ports, postgres, mongo, redis, nats };
}

import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { presentIn, type Environment } from '#platform/config.ts';
import { urlProblem } from '#platform/urls.ts';
import { serviceNames, type ServiceName } from './embedded/service.ts';
import { subgraphNames, subgraphs, type SubgraphName } from './subgraphs.ts';

/** For every process: the variable that changes its port, and its usual port. */
export const portSettings = {
  gateway: { setting: 'PORT', port: 4000 },
  ...subgraphs,
  postgres: { setting: 'POSTGRES_PORT', port: 4010 },
  mongo: { setting: 'MONGO_PORT', port: 4011 },
  redis: { setting: 'REDIS_PORT', port: 4012 },
  nats: { setting: 'NATS_PORT', port: 4013 },
} as const;

/** A process of the supergraph. */
export type ApplicationName = 'gateway' | SubgraphName;
export const applicationNames: readonly ApplicationName[] = ['gateway', ...subgraphNames];
const portNames = [...applicationNames, ...serviceNames];

const portSchema = z.coerce.number().int().min(1).max(65_535);
const portsSchema = z.record(z.enum(portNames), z.number());
export type Ports = Readonly<z.infer<typeof portsSchema>>;

const serviceUrlSettings = {
  postgres: 'POSTGRES_URL',
  mongo: 'MONGO_URL',
  redis: 'REDIS_URL',
  nats: 'NATS_URL',
} as const satisfies Record<ServiceName, string>;

/** What a person can set for the whole stack. */
export interface StackSettings {
  readonly root: string;
  readonly dataDir: string;
  readonly cacheDir: string;
  /** What root obtained for everybody on this machine; only read. Absent when a cache folder was named. */
  readonly sharedCacheDir?: string;
  readonly ports: Ports;
  /** Services that run elsewhere. */
  readonly serviceUrls: Readonly<Partial<Record<ServiceName, string>>>;
  /** What every process starts with; each gets its own settings on top. */
  readonly environment: Readonly<Record<string, string>>;
}

export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

export const root = path.dirname(import.meta.dirname);
const rootsCacheDir = '/var/cache/laurel';

/** @throws InvalidSettings that lists every setting that cannot be used */
export function readSettings(env: Environment = process.env): StackSettings {
  const given = presentIn(env);
  const wrong: string[] = [];
  const ports = portNames.map((name) => {
    const { setting, port } = portSettings[name];
    const parsed = portSchema.safeParse(given[setting] ?? port);
    if (!parsed.success) wrong.push(`${setting} must be a port from 1 to 65535, not "${given[setting]}"`);
    return [name, parsed.data ?? port] as const;
  });
  const urls = serviceNames.flatMap((name) => {
    const setting = serviceUrlSettings[name];
    const url = given[setting];
    if (url === undefined) return [];
    const problem = urlProblem(name, url);
    if (problem !== undefined) wrong.push(`${setting} ${problem}`);
    return [[name, url] as const];
  });
  if (wrong.length > 0) throw new InvalidSettings(wrong.join('; '));
  return {
    root,
    dataDir: path.resolve(given['LAUREL_DATA_DIR'] ?? defaultDataDir()),
    cacheDir: path.resolve(given['LAUREL_CACHE_DIR'] ?? defaultCacheDir(given)),
    ...(given['LAUREL_CACHE_DIR'] === undefined ? { sharedCacheDir: rootsCacheDir } : {}),
    ports: portsSchema.parse(Object.fromEntries(ports)),
    serviceUrls: Object.fromEntries(urls),
    environment: given,
  };
}

/** What a test run takes from the environment: services that run already, so that it need not start its own. */
export interface TestSettings {
  readonly stack: StackSettings;
  readonly reuse: {
    readonly postgres?: string;
    readonly mongo?: string;
    readonly natsBinary?: string;
    readonly redisBinary?: string;
  };
}

/** Tests never touch the services that a person's own environment names for the stack. */
export function readTestSettings(dataDir: string, env: Environment = process.env): TestSettings {
  const given = presentIn(env);
  return {
    stack: { ...readSettings(env), dataDir, serviceUrls: {} },
    reuse: {
      postgres: given['TEST_POSTGRES_URL'],
      mongo: given['TEST_MONGO_URL'],
      natsBinary: given['TEST_NATS_BINARY'],
      redisBinary: given['TEST_REDIS_BINARY'],
    },
  };
}

/** Root's data lies outside the checkout: PostgreSQL runs under another account, which may not get into it. */
function defaultDataDir(): string {
  if (process.getuid?.() !== 0) return path.join(root, '.laurel');
  return path.join('/var/lib/laurel', createHash('sha256').update(root).digest('hex').slice(0, 12));
}

function defaultCacheDir(given: Record<string, string>): string {
  if (process.getuid?.() === 0) return rootsCacheDir;
  return path.join(given['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'laurel');
}

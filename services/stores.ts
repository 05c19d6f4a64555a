import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { portSettings, type Ports, type StackSettings } from './config.ts';
import { runCommand } from './embedded/command.ts';
import { ferretDatabase, planMongo } from './embedded/mongo.ts';
import { planNats } from './embedded/nats.ts';
import { freePorts, isPortFree, reach } from './embedded/network.ts';
import { databaseUrl, planForValues, planPostgres, prepareOwnServer } from './embedded/postgres.ts';
import { planRedis } from './embedded/redis.ts';
import { ServiceUnavailable } from './embedded/resolve.ts';
import { serviceNames, type PlannedService, type ServiceName, type Surroundings } from './embedded/service.ts';
import { ManagedProcess, type BackOff, type ProcessEvent, type ProcessSurroundings } from './process.ts';
import { stopLeftovers } from './records.ts';
import { databaseOf, subgraph, subgraphNames, type SubgraphName } from './subgraphs.ts';

/** Subgraphs that keep their data in PostgreSQL have a database of their own there, and so has FerretDB. */
const databases = [
  ...subgraphNames.filter((name) => subgraph(name).stores.includes('postgres')).map(databaseOf),
  ferretDatabase,
];

/** Everything is stopped well within the 10 s that a person waits. */
export const stopWithinMs = 9_000;

/** A step worth telling a person, or what became of a process. */
export type StackEvent =
  | ProcessEvent
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'taken'; readonly name: ServiceName; readonly origin: string }
  | { readonly type: 'log'; readonly name: string; readonly line: string };

export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** @throws PortTaken naming every port that something already listens on, with its setting */
export async function requireFreePorts(names: readonly (keyof Ports)[], ports: Ports): Promise<void> {
  const free = await Promise.all(names.map((name) => isPortFree(ports[name])));
  const taken = names
    .filter((_, index) => free[index] === false)
    .map((name) => `port ${ports[name]} (${name}) is taken: free it or set ${portSettings[name].setting} to another`);
  if (taken.length > 0) throw new PortTaken(taken.join('; '));
}

export interface Services {
  /**
   * Where clients find a service. PostgreSQL's URL is that of a role that may create databases.
   *
   * @throws Error when it was not among those to start
   */
  url(name: ServiceName): string;
  /** What was taken, and from where. */
  readonly origins: Readonly<Partial<Record<ServiceName, string>>>;
  /** Those that run here. */
  readonly processes: ReadonlyMap<ServiceName, ManagedProcess>;
  /** The database of a subgraph that keeps its data in PostgreSQL, as its owner. */
  databaseUrl(name: SubgraphName): string;
  /** Stops them, the ones that stand on others first. By default within 9 s. */
  stop(withinMs?: number): Promise<void>;
}

export interface ServiceOptions {
  readonly settings: StackSettings;
  /** 'free' takes ports nobody uses; else those of the settings. */
  readonly ports?: 'free' | 'fixed';
  /** False for data that is thrown away. Default true. */
  readonly durable?: boolean;
  readonly backOff?: BackOff;
  /** Gives the start up; once everything runs it does nothing. */
  readonly signal?: AbortSignal;
  onEvent?(event: StackEvent): void;
}

/**
 * Starts stores and brokers on this machine, or checks that those named by URL answer.
 *
 * @throws ServiceUnavailable, PortTaken or StartFailure; whatever had been started is stopped again
 */
export async function startServices(names: readonly ServiceName[], options: ServiceOptions): Promise<Services> {
  const { settings, onEvent = () => {} } = options;
  const around = surroundings(options);
  const folders = await prepareFolders(settings.dataDir);
  const left = await stopLeftovers(folders.runDir, ['supervisor']);
  if (left.length > 0) around.say(`stopped what an earlier run left behind: ${left.join(', ')}`);

  const plans = await plan(names, options, around);
  const running = new RunningServices(plans, { ...folders, backOff: options.backOff, onEvent });
  await startOrStop(running, options.signal);
  return running;
}

/**
 * Starts something that takes a while. When that fails or is given up, whatever of it runs is stopped.
 *
 * @throws what the start throws
 */
export async function startOrStop(
  what: { start(): Promise<void>; stop(): Promise<void> },
  signal: AbortSignal | undefined,
): Promise<void> {
  const giveUp = () => void what.stop();
  signal?.addEventListener('abort', giveUp);
  try {
    signal?.throwIfAborted();
    await what.start();
    signal?.throwIfAborted();
  } catch (error) {
    await what.stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}

export function surroundings({ settings, durable = true, onEvent, signal }: ServiceOptions): Surroundings {
  const { root, cacheDir, dataDir, environment } = settings;
  return {
    ...{ root, cacheDir, dataDir, environment, durable },
    say: (text) => onEvent?.({ type: 'note', text }),
    run: (command, args, options) => runCommand(command, args, { ...options, environment, signal }),
  };
}

/** Makes the folders of a run; they must be passable for PostgreSQL's account. */
export async function prepareFolders(dataDir: string): Promise<{ readonly runDir: string; readonly logDir: string }> {
  const [runDir, logDir] = [path.join(dataDir, 'run'), path.join(dataDir, 'logs')];
  const made = await mkdir(dataDir, { recursive: true });
  if (made !== undefined) await chmod(dataDir, 0o755);
  await Promise.all([runDir, logDir].map((folder) => mkdir(folder, { recursive: true })));
  return { runDir, logDir };
}

async function plan(
  names: readonly ServiceName[],
  { settings, ports: choice = 'fixed' }: ServiceOptions,
  around: Surroundings,
): Promise<PlannedService[]> {
  const ports = choice === 'free' ? await withFreePorts(settings.ports) : settings.ports;
  const embedded = (name: ServiceName) => settings.serviceUrls[name] === undefined;
  const needed = serviceNames.filter(
    (name) => names.includes(name) || (name === 'postgres' && names.includes('mongo')),
  );
  if (choice === 'fixed') await requireFreePorts(needed.filter(embedded), ports);

  const postgresUrl = settings.serviceUrls.postgres;
  const planners: Record<ServiceName, () => Promise<PlannedService>> = {
    postgres: () => planPostgres(ports.postgres, databases, around),
    mongo: () => planMongo(ports.mongo, () => ferretUrl(postgresUrl, ports.postgres), around),
    redis: () => planRedis(ports.redis, around),
    nats: () => planNats(ports.nats, around),
  };
  const results = await Promise.allSettled(
    needed.map((name) => {
      const url = settings.serviceUrls[name];
      return url === undefined ? planners[name]() : planElsewhere(name, url);
    }),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const plans = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const used = (name: ServiceName) => names.includes(name) || plans.some(({ after }) => after === name);
  return plans.filter(({ name }) => used(name));
}

function ferretUrl(given: string | undefined, port: number): string {
  return databaseUrl(given ?? `postgresql://127.0.0.1:${port}/`, ferretDatabase, given === undefined);
}

async function withFreePorts(ports: Ports): Promise<Ports> {
  const [postgres = 0, mongo = 0, redis = 0, nats = 0] = await freePorts(4);
  return { ...ports, postgres, mongo, redis, nats };
}

const usualPorts: Record<ServiceName, number> = { postgres: 5432, mongo: 27017, redis: 6379, nats: 4222 };

async function planElsewhere(name: ServiceName, url: string): Promise<PlannedService> {
  const setting = `${name.toUpperCase()}_URL`;
  await reach(url, usualPorts[name]).catch((error: unknown) => {
    throw new ServiceUnavailable(`${setting} is set, but nothing answers at ${new URL(url).host} (${String(error)})`);
  });
  const settle = name === 'postgres' ? () => prepareOwnServer(url, databases) : undefined;
  return { name, url, origin: `named by ${setting} (${new URL(url).host})`, settle };
}

class RunningServices implements Services {
  readonly origins: Readonly<Partial<Record<ServiceName, string>>>;
  readonly processes: ReadonlyMap<ServiceName, ManagedProcess>;
  readonly #plans: readonly PlannedService[];
  #stopped = false;

  constructor(plans: readonly PlannedService[], around: ProcessSurroundings & { onEvent(event: StackEvent): void }) {
    this.#plans = plans;
    this.origins = Object.fromEntries(plans.map(({ name, origin }) => [name, origin]));
    this.processes = new Map(
      plans.flatMap(({ name, process }) =>
        process === undefined ? [] : [[name, new ManagedProcess(process, around)]],
      ),
    );
    for (const { name, origin } of plans) around.onEvent({ type: 'taken', name, origin });
  }

  async start(): Promise<void> {
    const started = new Map<ServiceName, Promise<void>>();
    for (const plan of this.#plans) {
      const before = plan.after === undefined ? Promise.resolve() : started.get(plan.after);
      const up = Promise.resolve(before).then(() => this.#startOne(plan));
      up.catch(() => {});
      started.set(plan.name, up);
    }
    await Promise.all(started.values());
  }

  async #startOne(plan: PlannedService): Promise<void> {
    if (this.#stopped) return;
    await this.processes.get(plan.name)?.start();
    await plan.settle?.();
    if (plan.name === 'postgres') await planForValues(plan.url, ferretDatabase);
  }

  url(name: ServiceName): string {
    const plan = this.#plans.find((each) => each.name === name);
    if (plan === undefined) throw new Error(`${name} is not among the started services`);
    return plan.url;
  }

  databaseUrl(name: SubgraphName): string {
    return databaseUrl(this.url('postgres'), databaseOf(name), this.processes.has('postgres'));
  }

  async stop(withinMs = stopWithinMs): Promise<void> {
    this.#stopped = true;
    const end = performance.now() + withinMs;
    const later = new Set(this.#plans.map(({ after }) => after));
    const stopAll = (chosen: readonly PlannedService[]) =>
      Promise.all(chosen.map(async ({ name }) => this.processes.get(name)?.stop(end - performance.now())));
    await stopAll(this.#plans.filter(({ name }) => !later.has(name)));
    await stopAll(this.#plans.filter(({ name }) => later.has(name)));
  }
}

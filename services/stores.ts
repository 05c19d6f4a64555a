import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { StackSettings } from './config.ts';
import { runCommand } from './embedded/command.ts';
import { databaseUrl } from './embedded/postgresDatabases.ts';
import type { PlannedService, ServiceName, Surroundings } from './embedded/service.ts';
import { planServices } from './plans.ts';
import { ManagedProcess } from './process.ts';
import type { BackOff, ProcessEvent, ProcessSurroundings } from './processSpec.ts';
import { stopLeftovers } from './records.ts';
import { databaseOf, type SubgraphName } from './subgraphs.ts';

/** Everything is stopped well within the 10 s that a person waits. */
export const stopWithinMs = 9_000;

/** A step worth telling a person, or what became of a process. */
export type StackEvent =
  | ProcessEvent
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'taken'; readonly name: ServiceName; readonly origin: string }
  | { readonly type: 'log'; readonly name: string; readonly line: string };

export interface Services {
  /**
   * Where clients find a service. PostgreSQL's URL is that of a role that may create databases.
   *
   * @throws Error when it was not among those to start
   */
  url(name: ServiceName): string;
  /** The same for what runs on this machine: over a socket in the file system, where there is one. */
  nearUrl(name: ServiceName): string;
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

  const plans = await planServices(names, settings, options.ports ?? 'fixed', around);
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
  const { root, cacheDir, sharedCacheDir, dataDir, environment } = settings;
  return {
    ...{ root, cacheDir, sharedCacheDir, dataDir, environment, durable },
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
    await plan.prepare?.();
    await this.processes.get(plan.name)?.start();
    await plan.settle?.();
  }

  url(name: ServiceName): string {
    return this.#plan(name).url;
  }

  nearUrl(name: ServiceName): string {
    const { nearUrl, url } = this.#plan(name);
    return nearUrl ?? url;
  }

  #plan(name: ServiceName): PlannedService {
    const plan = this.#plans.find((each) => each.name === name);
    if (plan === undefined) throw new Error(`${name} is not among the started services`);
    return plan;
  }

  databaseUrl(name: SubgraphName): string {
    return databaseUrl({ url: this.nearUrl('postgres'), ours: this.processes.has('postgres') }, databaseOf(name));
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

import { applicationSpec, storageDir, type ExtraEnvironment } from './applications.ts';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { freePorts } from '#platform/freePorts.ts';
import { applicationNames, readSettings, type ApplicationName, type Ports, type StackSettings } from './config.ts';
import { canListenAt } from './embedded/network.ts';
import { serviceNames, type ServiceName } from './embedded/service.ts';
import { LogTail } from './logTail.ts';
import { ManagedProcess } from './process.ts';
import type { BackOff } from './processSpec.ts';
import { requireFreePorts } from './ports.ts';
import { claim, eraseRecord, stopLeftovers } from './records.ts';
import { prepareFolders, startOrStop, startServices, stopWithinMs, type Services, type StackEvent } from './stores.ts';
import { subgraph, subgraphNames } from './subgraphs.ts';

export interface StackOptions {
  /** Default: what the environment says. */
  readonly settings?: StackSettings;
  /** 'free' takes ports nobody uses; 'fixed' (the default) those of the settings. */
  readonly ports?: 'free' | 'fixed';
  /** Default: that of the settings. */
  readonly dataDir?: string;
  /** False for data that is thrown away. Default true. */
  readonly durable?: boolean;
  /** Settings on top, for one process's nth start. */
  readonly environment?: ExtraEnvironment;
  /** How fast what ended is started again. */
  readonly backOff?: BackOff;
  /** Gives the start up; once everything runs it does nothing. */
  readonly signal?: AbortSignal;
  onEvent?(event: StackEvent): void;
}

export interface Stack {
  /** Without a trailing slash. */
  readonly gatewayUrl: string;
  readonly ports: Ports;
  readonly settings: StackSettings;
  readonly services: Services;
  readonly logDir: string;
  /** The gateway, the subgraphs, and the services that run here, by name. */
  readonly processes: ReadonlyMap<string, ManagedProcess>;
  /** Sends a signal to a process. What ends by it is started again. */
  kill(name: ApplicationName | ServiceName, signal: NodeJS.Signals): void;
  /** Stops the gateway, then the subgraphs, then the services. */
  stop(): Promise<void>;
  /** Kills everything at once. */
  abandon(): void;
}

export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

const holderName = 'supervisor';

/**
 * Starts the services, the seven subgraphs and the gateway, and keeps them running.
 *
 * @throws AlreadyRunning, PortTaken, ServiceUnavailable or StartFailure; whatever had been started is stopped again
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const given = options.settings ?? readSettings();
  const settings = { ...given, dataDir: options.dataDir ?? given.dataDir };
  const { runDir, logDir } = await prepareFolders(settings.dataDir);
  const holder = claim(runDir, holderName);
  if (holder !== undefined) {
    const text = `Laurel already runs on ${settings.dataDir} (pid ${holder.pid}): stop it first, with Ctrl-C there or kill ${holder.pid}`;
    throw new AlreadyRunning(text);
  }
  const supervisor = new Supervisor(settings, options, { runDir, logDir });
  await startOrStop(supervisor, options.signal);
  return supervisor;
}

class Supervisor implements Stack {
  readonly settings: StackSettings;
  readonly logDir: string;
  readonly #options: StackOptions;
  readonly #runDir: string;
  readonly #tail: LogTail;
  readonly #applications = new Map<ApplicationName, ManagedProcess>();
  #ports: Ports;
  #services: Services | undefined;

  constructor(
    settings: StackSettings,
    options: StackOptions,
    folders: { readonly runDir: string; readonly logDir: string },
  ) {
    this.settings = settings;
    this.logDir = folders.logDir;
    this.#runDir = folders.runDir;
    this.#options = options;
    this.#ports = settings.ports;
    this.#tail = new LogTail((name, line) => this.#tell({ type: 'log', name, line }));
  }

  get ports(): Ports {
    return this.#ports;
  }

  get gatewayUrl(): string {
    return `http://localhost:${this.#ports.gateway}`;
  }

  get services(): Services {
    if (this.#services === undefined) throw new Error('the services are not up yet');
    return this.#services;
  }

  get processes(): ReadonlyMap<string, ManagedProcess> {
    return new Map<string, ManagedProcess>([...this.#applications, ...(this.#services?.processes ?? [])]);
  }

  async start(): Promise<void> {
    const { durable, backOff, signal, ports = 'fixed' } = this.#options;
    const onEvent = (event: StackEvent) => this.#tell(event);
    const left = await stopLeftovers(this.#runDir, [holderName]);
    if (left.length > 0) onEvent({ type: 'note', text: `stopped what an earlier run left behind: ${left.join(', ')}` });
    this.#ports = ports === 'free' ? await freeApplicationPorts(this.settings.ports) : this.settings.ports;
    const embedded = serviceNames.filter((name) => this.settings.serviceUrls[name] === undefined);
    if (ports === 'fixed') await requireFreePorts([...applicationNames, ...embedded], this.#ports);

    this.#services = await startServices(serviceNames, {
      settings: this.settings,
      ports,
      durable,
      backOff,
      signal,
      onEvent,
    });
    signal?.throwIfAborted();
    await this.#startApplications();
  }

  async #startApplications(): Promise<void> {
    const wiring = {
      settings: this.settings,
      ports: this.#ports,
      services: this.services,
      sockets: (await this.#usesSockets()) ? this.#runDir : undefined,
      extra: this.#options.environment,
    };
    const around = {
      runDir: this.#runDir,
      logDir: this.logDir,
      backOff: this.#options.backOff,
      onEvent: (event: StackEvent) => this.#tell(event),
    };
    const withFiles = subgraphNames.filter((name) => subgraph(name).files === true);
    await Promise.all(withFiles.map((name) => mkdir(storageDir(name, this.settings), { recursive: true })));
    for (const name of applicationNames) {
      const managed = new ManagedProcess(applicationSpec(name, wiring), around);
      this.#applications.set(name, managed);
      this.#tail.follow(name, managed.logFile);
    }
    await Promise.all([...this.#applications.values()].map((each) => each.start()));
  }

  /** Stock speaks TCP only, and not every file system has sockets, nor any room for a long path. */
  async #usesSockets(): Promise<boolean> {
    if (this.settings.environment['GATEWAY_EXECUTOR'] === 'apollo') return false;
    return canListenAt(path.join(this.#runDir, 'leaderboards.sock'));
  }

  kill(name: ApplicationName | ServiceName, signal: NodeJS.Signals): void {
    const found = this.processes.get(name);
    if (found === undefined) throw new Error(`${name} does not run here`);
    found.kill(signal);
  }

  async stop(): Promise<void> {
    const end = performance.now() + stopWithinMs;
    await this.#applications.get('gateway')?.stop();
    await Promise.all(subgraphNames.map(async (name) => this.#applications.get(name)?.stop()));
    await this.#services?.stop(end - performance.now());
    this.#tail.close();
    eraseRecord(this.#runDir, holderName);
  }

  abandon(): void {
    for (const each of this.processes.values()) each.abandon();
    eraseRecord(this.#runDir, holderName);
  }

  #tell(event: StackEvent): void {
    this.#options.onEvent?.(event);
  }
}

async function freeApplicationPorts(ports: Ports): Promise<Ports> {
  const found = await freePorts(applicationNames.length);
  return { ...ports, ...Object.fromEntries(applicationNames.map((name, index) => [name, found[index] ?? 0])) };
}

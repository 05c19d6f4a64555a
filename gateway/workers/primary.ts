import cluster, { type Worker } from 'node:cluster';
import { watchFile, unwatchFile } from 'node:fs';
import type { Service } from '#platform/lifecycle.ts';
import { retireWithinMs } from '../http/retiring.ts';
import { readSdl } from '../supergraph/file.ts';
import { TeamCounts } from './counts.ts';
import { fromWorker, type ToWorker } from './messages.ts';

const LOOK_EVERY_MS = 1_000;
/** A worker that cannot start is tried again after this, then twice as long, and so on. */
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;
/** How long workers have to stop; the service itself has 8 s. */
const STOP_WITHIN_MS = 7_000;
/** Beside what it may take to retire: how long until a worker is cut. */
const RETIRE_SLACK_MS = 5_000;
/** Who is replaced again so soon after is given this long to be done with the last time. */
const SETTLE_MS = 5_000;

interface Options {
  readonly workers: number;
  /** Path of the supergraph's SDL file: all workers serve what it says, and new ones when it says something else. */
  readonly supergraph: string;
  /** The longest that a request may take. */
  readonly requestTimeoutMs: number;
}

/** Runs workers behind one port until the service is closed. @returns when all are ready. @throws when one cannot start. */
export async function runTeam(service: Service, options: Options): Promise<void> {
  const team = new TeamOfWorkers(service, options, await readSdl(options.supergraph));
  service.onClose('workers', () => team.stop());
  await team.start();
  const look = (why: string): void => void team.renew(why).catch((err: unknown) => service.log.error({ err }, why));
  process.on('SIGHUP', () => look('asked by SIGHUP'));
  watchFile(options.supergraph, { interval: LOOK_EVERY_MS }, () => look('the supergraph file has changed'));
  service.onClose('watching the supergraph', () => unwatchFile(options.supergraph));
}

class TeamOfWorkers {
  readonly #service: Service;
  readonly #options: Options;
  readonly #counts: TeamCounts;
  readonly #serving = new Set<Worker>();
  /** Those that have been replaced, and still have connections. */
  readonly #retiring = new Map<Worker, Promise<void>>();
  readonly #ready = new Map<Worker, () => void>();
  #sdl: string;
  #isStopping = false;
  #renewing: Promise<void> = Promise.resolve();

  constructor(service: Service, options: Options, sdl: string) {
    this.#service = service;
    this.#options = options;
    this.#sdl = sdl;
    this.#counts = new TeamCounts(service.metrics);
    cluster.on('message', (worker, sent) => this.#hear(worker, sent));
    cluster.on('exit', (worker, code, signal) => void this.#ended(worker, signal === '' ? code : signal));
  }

  async start(): Promise<void> {
    await Promise.all(Array.from({ length: this.#options.workers }, () => this.#add(this.#sdl)));
  }

  /** Puts a new worker in the place of each, one by one; should the first not start, all stay as they are. */
  renew(why: string): Promise<void> {
    this.#renewing = this.#renewing.catch(() => undefined).then(() => this.#renew(why));
    return this.#renewing;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const all = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    for (const worker of all) worker.process.kill('SIGTERM');
    const cut = setTimeout(() => all.forEach((worker) => worker.process.kill('SIGKILL')), STOP_WITHIN_MS);
    await Promise.all(all.map(exitOf));
    clearTimeout(cut);
  }

  async #renew(why: string): Promise<void> {
    const { log } = this.#service;
    const sdl = await readSdl(this.#options.supergraph);
    if (why !== 'asked by SIGHUP' && sdl === this.#sdl) return;
    log.info({ why, workers: this.#serving.size }, 'workers are replaced');
    await this.#settle();
    for (const old of [...this.#serving]) {
      if (this.#isStopping) return;
      await this.#add(sdl);
      // From here on also what takes a crashed worker's place serves the new one.
      this.#sdl = sdl;
      // As long as somebody has a connection to it, it stays beside the new ones.
      this.#retire(old);
    }
    log.info({ workers: this.#serving.size }, 'all workers are new');
  }

  /** Starts a worker. @returns when it takes requests. @throws when it ends before. */
  async #add(sdl: string): Promise<void> {
    const worker = cluster.fork();
    const ready = new Promise<void>((resolve) => this.#ready.set(worker, resolve));
    const ended = exitOf(worker).then(() => {
      throw new Error('a worker could not start');
    });
    tell(worker, { type: 'supergraph', sdl });
    try {
      await Promise.race([ready, ended]);
      this.#serving.add(worker);
    } finally {
      this.#ready.delete(worker);
      ended.catch(() => undefined);
    }
  }

  #retire(worker: Worker): void {
    // It may have crashed meanwhile, and then has been replaced.
    if (!this.#serving.delete(worker)) return;
    tell(worker, { type: 'retire' });
    const limitMs = retireWithinMs(this.#options.requestTimeoutMs) + RETIRE_SLACK_MS;
    const cut = setTimeout(() => worker.process.kill('SIGKILL'), limitMs);
    const ended = exitOf(worker).then(() => {
      clearTimeout(cut);
      this.#retiring.delete(worker);
    });
    this.#retiring.set(worker, ended);
  }

  /** There are never more than two generations: what is left of an older one is told to end. */
  async #settle(): Promise<void> {
    if (this.#retiring.size === 0) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, SETTLE_MS);
    await Promise.race([Promise.all(this.#retiring.values()), late]);
    clearTimeout(timer);
    for (const worker of this.#retiring.keys()) worker.process.kill('SIGTERM');
  }

  /** A worker that ends without having been told to gets a successor. */
  async #ended(worker: Worker, how: number | string): Promise<void> {
    await this.#counts.ended(worker.id);
    if (!this.#serving.delete(worker) || this.#isStopping) return;
    this.#service.log.error({ worker: worker.process.pid, how }, 'a worker has ended; another takes its place');
    for (let pauseMs = FIRST_PAUSE_MS; !this.#isStopping; pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 2)) {
      const isThere = await this.#add(this.#sdl).then(
        () => true,
        () => false,
      );
      if (isThere) return;
      await new Promise((resolve) => setTimeout(resolve, pauseMs).unref());
    }
  }

  #hear(worker: Worker, sent: unknown): void {
    const message = fromWorker.parse(sent);
    switch (message.type) {
      case 'ready':
        this.#ready.get(worker)?.();
        break;
      case 'counted':
        this.#counts.answered(message.id, message.metrics);
        break;
      case 'retired':
        this.#counts.last(worker.id, message.metrics);
        break;
      case 'scrape':
        void this.#scrape(worker, message.id);
        break;
    }
  }

  async #scrape(asker: Worker, id: number): Promise<void> {
    const text = await this.#counts.text(
      [...this.#serving].map((worker) => worker.id),
      (number, question) => {
        const worker = cluster.workers?.[number];
        if (worker) tell(worker, { type: 'count', id: question });
      },
    );
    tell(asker, { type: 'scraped', id, text });
  }
}

function exitOf(worker: Worker): Promise<void> {
  return worker.isDead() ? Promise.resolve() : new Promise((resolve) => worker.once('exit', () => resolve()));
}

/** What cannot be told to a worker that has just ended needs not be. */
function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.process.send(message, undefined, undefined, () => undefined);
}

import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dieWithParent, killAtExit, setAsideWhenLarge } from './children.ts';
import { until } from './embedded/network.ts';
import { gist } from './logTail.ts';
import type { BackOff, ProcessSpec, ProcessSurroundings } from './processSpec.ts';
import { eraseRecord, killGroup, writeRecord } from './records.ts';

export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

const usualBackOff: BackOff = { firstMs: 200, longestMs: 10_000 };
const healthyAfterMs = 30_000;

/** A process that is started, watched, restarted with back-off when it ends by itself, and stopped. */
export class ManagedProcess {
  readonly spec: ProcessSpec;
  readonly #around: ProcessSurroundings;
  #child: ChildProcess | undefined;
  #exited: Promise<string> = Promise.resolve('not started');
  #wanted = false;
  #stopping: Promise<void> | undefined;
  #starts = 0;
  #logFrom = 0;
  #crashes = 0;
  #interrupt = new AbortController();

  constructor(spec: ProcessSpec, around: ProcessSurroundings) {
    this.spec = spec;
    this.#around = around;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get logFile(): string {
    return path.join(this.#around.logDir, `${this.spec.name}.log`);
  }

  /**
   * Starts the process and waits until its probe succeeds. From then on it is restarted whenever it ends.
   *
   * @throws StartFailure with the end of its log when it ends or stays silent instead.
   */
  async start(): Promise<void> {
    this.#wanted = true;
    this.#interrupt = new AbortController();
    try {
      await this.#launchPatiently();
    } catch (error) {
      await this.stop();
      throw error;
    }
    void this.#keepUp();
  }

  /**
   * Asks the process to stop, kills it after its grace period, and resolves when it is gone.
   *
   * @param withinMs takes the place of a longer grace period
   */
  async stop(withinMs = Infinity): Promise<void> {
    this.#wanted = false;
    this.#interrupt.abort();
    const child = this.#child;
    if (child?.pid === undefined) return;
    this.#stopping ??= this.#end(child, child.pid, withinMs).finally(() => (this.#stopping = undefined));
    await this.#stopping;
  }

  async #end(child: ChildProcess, pid: number, withinMs: number): Promise<void> {
    child.kill(this.spec.stopSignal);
    const { lateSignal } = this.spec;
    const graceMs = Math.min(this.spec.graceMs, withinMs);
    const late = setTimeout(() => (lateSignal === undefined ? killGroup(pid) : child.kill(lateSignal)), graceMs);
    const tooLate = setTimeout(() => killGroup(pid), graceMs + 1_000);
    await this.#exited;
    clearTimeout(late);
    clearTimeout(tooLate);
    killGroup(pid);
    this.#around.onEvent({ type: 'stopped', name: this.spec.name });
  }

  /** Sends a signal and does nothing else: what ends by it is restarted. */
  kill(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Kills the process without waiting; it is not restarted. */
  abandon(): void {
    this.#wanted = false;
    this.#interrupt.abort();
    if (this.#child?.pid !== undefined) killGroup(this.#child.pid);
  }

  async #launchPatiently(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#launch();
        return;
      } catch (error) {
        if (!this.#wanted || this.#child !== undefined || attempt === this.spec.attempts) throw error;
        await this.#waitBeforeRestart(await this.#exited);
      }
    }
  }

  async #launch(): Promise<void> {
    const began = performance.now();
    let ended: string | undefined;
    const child = await this.#spawn();
    void this.#exited.then((how) => (ended = how));
    const abandoned = () => (ended === undefined ? undefined : new Error(ended));
    try {
      await until(() => this.spec.probe(), { timeoutMs: this.spec.startMs, everyMs: 50, abandoned });
    } catch (error) {
      const why = ended ?? `not ready after ${this.spec.startMs / 1000} s (${String(error)})`;
      throw new StartFailure(`${this.spec.name} did not start: ${why}. ${this.#said()}`);
    }
    const afterMs = Math.round(performance.now() - began);
    this.#around.onEvent({ type: 'ready', name: this.spec.name, pid: child.pid ?? 0, afterMs });
  }

  async #spawn(): Promise<ChildProcess> {
    const { spec } = this;
    const { logDir, runDir } = this.#around;
    const environment = spec.environment(++this.#starts);
    const [command, ...args] = [...(await dieWithParent(spec.stopSignal)), spec.command, ...spec.args];
    if (!this.#wanted) throw new Error('stopped meanwhile');
    mkdirSync(logDir, { recursive: true });
    setAsideWhenLarge(this.logFile);
    this.#logFrom = statSync(this.logFile, { throwIfNoEntry: false })?.size ?? 0;
    const log = openSync(this.logFile, 'a');
    // A session of its own keeps a Ctrl-C at the terminal away from it: the supervisor stops things in order.
    const child = spawn(command ?? spec.command, args, {
      cwd: spec.cwd,
      env: environment,
      detached: true,
      stdio: ['ignore', log, log],
      ...spec.account,
    });
    closeSync(log);
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : signal));
    }).then((how) => {
      this.#child = undefined;
      eraseRecord(runDir, spec.name);
      return String(how);
    });
    if (child.pid !== undefined) {
      writeRecord(runDir, spec.name, child.pid, spec.stopSignal);
      killAtExit(child, child.pid);
    }
    return child;
  }

  async #keepUp(): Promise<void> {
    const upSince = performance.now();
    const how = await this.#exited;
    if (!this.#wanted) return;
    if (performance.now() - upSince > healthyAfterMs) this.#crashes = 0;
    await this.#waitBeforeRestart(how);
    if (!this.#wanted) return;
    await this.#launch().catch(() => this.#child?.kill('SIGKILL'));
    void this.#keepUp();
  }

  async #waitBeforeRestart(how: string): Promise<void> {
    const { firstMs, longestMs } = this.#around.backOff ?? usualBackOff;
    const restartInMs = Math.min(firstMs * 2 ** this.#crashes++, longestMs);
    this.#around.onEvent({ type: 'crashed', name: this.spec.name, how, restartInMs });
    await delay(restartInMs, undefined, { signal: this.#interrupt.signal }).catch(() => {});
  }

  #said(): string {
    const log = readFileSync(this.logFile).subarray(this.#logFrom).toString();
    return `Its log (${this.logFile}) ends with:\n${gist(log)}`;
  }
}

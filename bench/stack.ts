import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { portSettings, root } from '#services/config.ts';
import { freePorts } from '#platform/freePorts.ts';
import { temporaryDataDir } from '#services/testing/temporary.ts';
import { processesBelow, type RunningProcess } from './processes.ts';

/** A stack started as a person would start it. */
export interface StartedStack {
  readonly url: string;
  /** From the command to the gateway's readiness, in milliseconds. */
  readonly readyAfterMs: number;
  /** Where its store of MongoDB's protocol is. */
  readonly mongoUrl: string;
  /** Where its broker is. */
  readonly natsUrl: string;
  /** All that `npm start` has running now. */
  processes(): Promise<RunningProcess[]>;
  stop(): Promise<void>;
}

const { dataDir, remove } = await temporaryDataDir();
let started = 0;

/** Runs `npm start` on free ports, with one data folder for all calls, and waits until it is ready. */
export async function startedStack(): Promise<StartedStack> {
  const settings = Object.values(portSettings).map(({ setting }) => setting);
  const ports = await freePorts(settings.length);
  const environment = Object.fromEntries(settings.map((setting, index) => [setting, String(ports[index])]));
  const url = `http://localhost:${environment['PORT'] ?? ''}`;
  const startedAt = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, ...environment, LAUREL_DATA_DIR: dataDir },
    stdio: 'ignore',
    detached: true,
  });
  const exited = once(child, 'exit');
  started++;
  await untilReady(url, () => child.exitCode === null);
  return {
    url,
    readyAfterMs: performance.now() - startedAt,
    mongoUrl: process.env['MONGO_URL'] ?? `mongodb://localhost:${environment['MONGO_PORT'] ?? ''}/`,
    natsUrl: process.env['NATS_URL'] ?? `nats://localhost:${environment['NATS_PORT'] ?? ''}`,
    processes: () => processesBelow(child.pid ?? 0),
    stop: async () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
      await exited;
      if (--started === 0) process.once('beforeExit', () => void remove());
    },
  };
}

async function untilReady(url: string, alive: () => boolean): Promise<void> {
  while (alive()) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await setTimeout(50);
  }
  throw new Error('npm start ended before it was ready');
}

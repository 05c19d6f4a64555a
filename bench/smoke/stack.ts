import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { portSettings, root } from '#services/config.ts';
import { freePorts } from '#services/embedded/network.ts';
import { temporaryDataDir } from '#services/testing/temporary.ts';

/** A stack started as a person would start it. */
export interface StartedStack {
  readonly url: string;
  /** From the command to the gateway's readiness, in milliseconds. */
  readonly readyAfterMs: number;
  /** The resident memory of the Node processes that npm runs for us; npm's own is not ours. */
  nodeMemory(): Promise<{ processes: number; bytes: number }>;
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
    nodeMemory: () => memoryBelow(child.pid ?? 0),
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

async function memoryBelow(root: number): Promise<{ processes: number; bytes: number }> {
  const all = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(readProcess));
  const known = new Map(all.flatMap((found) => (found ? [[found.pid, found] as const] : [])));
  const isBelow = (pid: number): boolean => pid === root || (known.has(pid) && isBelow(known.get(pid)?.parent ?? 0));
  const nodes = [...known.values()].filter(({ pid, isNode }) => isNode && pid !== root && isBelow(pid));
  return { processes: nodes.length, bytes: nodes.reduce((sum, { bytes }) => sum + bytes, 0) };
}

async function readProcess(
  name: string,
): Promise<{ pid: number; parent: number; bytes: number; isNode: boolean } | undefined> {
  try {
    const [status, program] = await Promise.all([
      readFile(`/proc/${name}/status`, 'utf8'),
      readlink(`/proc/${name}/exe`),
    ]);
    const figure = (label: string): number => Number(new RegExp(`^${label}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return {
      pid: Number(name),
      parent: figure('PPid'),
      bytes: figure('VmRSS') * 1024,
      isNode: /\/node$/.test(program),
    };
  } catch {
    return undefined;
  }
}

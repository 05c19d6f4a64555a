import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { freePort } from '../freePorts.ts';

/** What is compiled once is there for all lives. */
const compileCache = path.join(tmpdir(), 'laurel-test-compile-cache');

/** A service as a process of its own, started again whenever it dies. */
export interface Mortal {
  readonly url: string;
  deaths(): number;
  /** Ends it for good. */
  stop(): Promise<void>;
}

/**
 * Starts a service's main file with settings, until the test is over. `failpoints`: those of each life, one after the
 * other; after that it lives on.
 */
export async function startMortal(
  main: string,
  config: Readonly<Record<string, unknown>>,
  failpoints: readonly string[],
): Promise<Mortal> {
  const port = await freePort();
  const told = Object.entries({ ...config, PORT: port, LOG_LEVEL: 'silent' });
  const settings = Object.fromEntries(told.map(([name, value]) => [name, String(value)]));
  let child: ChildProcess | undefined;
  let deaths = 0;
  let stopping = false;
  const live = async (): Promise<void> => {
    while (!stopping) {
      const own = { NODE_COMPILE_CACHE: compileCache, FAILPOINTS: failpoints[deaths] ?? '' };
      const env = { ...process.env, ...settings, ...own };
      child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'inherit', 'inherit'] });
      const [code] = z.tuple([z.number().nullable(), z.string().nullable()]).parse(await once(child, 'exit'));
      if (code !== null && !stopping) throw new Error(`the service ended by itself with ${code}`);
      if (!stopping) deaths++;
    }
  };
  const life = live();
  const stop = (): Promise<void> => {
    stopping = true;
    child?.kill('SIGKILL');
    return life;
  };
  onTestFinished(stop);
  return { url: `http://127.0.0.1:${port}`, deaths: () => deaths, stop };
}

/** Does something that is harmless to repeat until it works, as a client on a bad line does. */
export async function persistently<Result>(what: string, attempt: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${what} never worked`, { cause: error });
      await setTimeout(25);
    }
  }
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { freePort } from '#platform/testing/stores.ts';
import type { WorkoutsConfig } from '../app.ts';
import { testConfig } from './support.ts';

/** What is compiled once is there for all lives. */
const compileCache = path.join(tmpdir(), 'laurel-test-compile-cache');
const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The subgraph as a process of its own, started again whenever it dies. */
export interface Mortal {
  readonly url: string;
  readonly redisUrl: string;
  /** Where it keeps files. */
  readonly folder: string;
  deaths(): number;
}

/** `failpoints`: those of each life, one after the other; after that it lives on. */
export async function startMortal(
  natsUrl: string,
  failpoints: readonly string[],
  overrides: Partial<WorkoutsConfig> = {},
): Promise<Mortal> {
  const port = await freePort();
  const config = { ...(await testConfig(natsUrl, overrides)), PORT: port, LOG_LEVEL: 'silent' };
  const settings = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]));
  let child: ChildProcess | undefined;
  let deaths = 0;
  let stopping = false;
  const live = async (): Promise<void> => {
    while (!stopping) {
      const env = {
        ...process.env,
        ...settings,
        NODE_COMPILE_CACHE: compileCache,
        FAILPOINTS: failpoints[deaths] ?? '',
      };
      child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'inherit', 'inherit'] });
      const [code] = z.tuple([z.number().nullable(), z.string().nullable()]).parse(await once(child, 'exit'));
      if (code !== null && !stopping) throw new Error(`the subgraph ended by itself with ${code}`);
      if (!stopping) deaths++;
    }
  };
  const life = live();
  onTestFinished(async () => {
    stopping = true;
    child?.kill('SIGKILL');
    await life;
  });
  return {
    url: `http://127.0.0.1:${port}`,
    redisUrl: config.REDIS_URL,
    folder: config.STORAGE_DIR ?? '',
    deaths: () => deaths,
  };
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

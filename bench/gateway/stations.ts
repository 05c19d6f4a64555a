import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { composeWorkloads } from './compose.ts';

/** Gateways get one core, load and subgraphs the other, where the machine lets itself be divided. */
const GATEWAY_CORE = 0;
const OTHER_CORE = 1;

const report = z.object({
  cpu: z.object({ user: z.number(), system: z.number() }).default({ user: 0, system: 0 }),
  memory: z.number().default(0),
  calls: z.number().default(0),
});

/** Processes of the bench: subgraphs, and gateways over them. */
export class Stations implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'laurel-bench-'));
  readonly #supergraph = join(this.folder, 'supergraph.graphql');
  readonly #base: number;
  readonly #processes: ChildProcess[] = [];
  #gateways = 0;

  /** @param base the first of the ports used. */
  constructor(base: number) {
    this.#base = base;
    writeFileSync(this.#supergraph, composeWorkloads(base));
    pin(process.pid, OTHER_CORE);
  }

  subgraphs(): Promise<ChildProcess> {
    return this.#start('./subgraphServer.ts', [String(this.#base)], {}, [], OTHER_CORE);
  }

  /** Starts a gateway with these settings. @returns its port, too. */
  async gateway(
    kind: string,
    settings: Readonly<Record<string, string>> = {},
    node: readonly string[] = [],
  ): Promise<{ child: ChildProcess; port: number }> {
    const port = this.#base + ++this.#gateways;
    const own = {
      PORT: String(port),
      SUPERGRAPH: this.#supergraph,
      GATEWAY_EXECUTOR: kind,
      WORKERS: '1',
      LOG_LEVEL: 'warn',
      EXAMPLES: this.folder,
    };
    return {
      port,
      child: await this.#start('./gatewayServer.ts', [kind], { ...own, ...settings }, node, GATEWAY_CORE),
    };
  }

  [Symbol.dispose](): void {
    for (const child of this.#processes) child.kill();
  }

  async #start(
    file: string,
    given: readonly string[],
    settings: Readonly<Record<string, string>>,
    node: readonly string[],
    core: number,
  ): Promise<ChildProcess> {
    const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings };
    const child = fork(new URL(file, import.meta.url), given, {
      env: { NODE_ENV: 'production', ...environment },
      execArgv: [...node],
    });
    this.#processes.push(child);
    pin(child.pid, core);
    await once(child, 'message');
    return child;
  }
}

function pin(pid: number | undefined, core: number): void {
  if (process.platform !== 'linux' || cpus().length < 2 || pid === undefined) return;
  try {
    execFileSync('taskset', ['-acp', String(core), String(pid)], { stdio: 'ignore' });
  } catch {
    // Without taskset the system places processes; the ratios hold all the same.
  }
}

/** What a process has to tell since it was last asked. */
export async function told(child: ChildProcess): Promise<z.infer<typeof report>> {
  child.send('tell');
  const messages = await once(child, 'message');
  return report.parse(messages[0]);
}

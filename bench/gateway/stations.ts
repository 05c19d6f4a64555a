import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { composeWorkloads } from './compose.ts';
import { subgraphs } from './workloads.ts';

/** Gateways get one core, load and subgraphs the other, where the machine lets itself be divided. */
const GATEWAY_CORE = 0;
const OTHER_CORE = 1;

const report = z.object({
  cpu: z.object({ user: z.number(), system: z.number() }).default({ user: 0, system: 0 }),
  memory: z.number().default(0),
  calls: z.number().default(0),
});

interface Start {
  readonly settings?: Readonly<Record<string, string>>;
  readonly node?: readonly string[];
  /** Which Node runs it; by default the one that runs this. */
  readonly program?: string | undefined;
  readonly core: number;
}

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

  /** Starts the subgraphs, at one port and one socket in the file system. */
  subgraphs(): Promise<ChildProcess> {
    return this.#start('./subgraphServer.ts', [String(this.#base), this.#socket], { core: OTHER_CORE });
  }

  /**
   * Starts a gateway with these settings.
   *
   * @param kind an executor of ours; with `+unix` it reaches the subgraphs over a socket in the file system, with
   *   `=/folder` it is that of another checkout, and flags of Node may follow; or `stock`, with `stock=/usr/bin/node` on
   *   another Node.
   * @returns its port, too.
   */
  async gateway(
    kind: string,
    settings: Readonly<Record<string, string>> = {},
    node: readonly string[] = [],
  ): Promise<{ child: ChildProcess; port: number }> {
    const port = this.#base + ++this.#gateways;
    const shared = { PORT: String(port), SUPERGRAPH: this.#supergraph };
    if (kind.startsWith('stock')) {
      const program = kind.split('=')[1];
      return {
        port,
        child: await this.#start('./stockServer.mjs', [], { settings: shared, core: GATEWAY_CORE, program }),
      };
    }
    const [what = '', ...flags] = kind.split(' ');
    const [ours = '', checkout] = what.split('=');
    const [executor = '', way] = ours.split('+');
    const own = {
      ...shared,
      GATEWAY_EXECUTOR: executor,
      WORKERS: '1',
      LOG_LEVEL: 'warn',
      EXAMPLES: this.folder,
      ...(way === 'unix' ? { SUBGRAPH_URLS: this.#socketUrls() } : {}),
      ...settings,
    };
    const file = checkout === undefined ? './gatewayServer.ts' : `file://${checkout}/bench/gateway/gatewayServer.ts`;
    return {
      port,
      child: await this.#start(file, [], { settings: own, node: [...flags, ...node], core: GATEWAY_CORE }),
    };
  }

  get #socket(): string {
    return join(this.folder, 'subgraphs.sock');
  }

  #socketUrls(): string {
    const socket = encodeURIComponent(this.#socket);
    return Object.keys(subgraphs)
      .map((name) => `${name}=http+unix://${socket}/${name}`)
      .join(',');
  }

  [Symbol.dispose](): void {
    for (const child of this.#processes) child.kill();
  }

  async #start(
    file: string,
    given: readonly string[],
    { settings = {}, node = [], program = process.execPath, core }: Start,
  ): Promise<ChildProcess> {
    const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings };
    const child = fork(new URL(file, import.meta.url), given, {
      env: { NODE_ENV: 'production', ...environment },
      execPath: program,
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

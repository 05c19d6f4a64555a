import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { freePort } from '#platform/freePorts.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { compose } from './support/graph.ts';
import { startSubgraph, type SubgraphDefinition } from './support/subgraph.ts';

/** A busy machine takes its time to start processes. */
vi.setConfig({ testTimeout: 180_000 });

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const old: SubgraphDefinition = {
  sdl: 'type Query { version: Int! wait: Int! } type Subscription { never: Int }',
  resolvers: {
    Query: {
      version: () => 1,
      wait: () => new Promise((resolve) => setTimeout(resolve, 300, 1)),
    },
  },
};
const line = z.looseObject({ msg: z.string(), pid: z.number(), worker: z.number().optional() });
type Line = z.infer<typeof line>;

class RunningTeam implements AsyncDisposable {
  readonly port: number;
  readonly process: ChildProcess;
  readonly lines: Line[] = [];
  readonly #ended: Promise<unknown>;

  constructor(port: number, env: Record<string, string>) {
    this.port = port;
    this.process = spawn(process.execPath, [main], {
      env: { PORT: String(port), WORKERS: '2', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#ended = once(this.process, 'exit');
    if (this.process.stdout) {
      createInterface(this.process.stdout).on('line', (text) => this.lines.push(line.parse(JSON.parse(text))));
    }
  }

  said(message: string): Line[] {
    return this.lines.filter(({ msg }) => msg === message);
  }

  async until(message: string, times = 1): Promise<void> {
    await expect.poll(() => this.said(message).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(times);
  }

  async stop(): Promise<unknown> {
    this.process.kill('SIGTERM');
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

const agents = new Set<Agent>();

/** Asks on kept connections as a client under load does. A dropped request rejects. */
function ask(agent: Agent, port: number, query = '{ version }'): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const asked = request(
    {
      agent,
      port,
      host: '127.0.0.1',
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    },
    (response) => void text(response).then(resolve, reject),
  );
  asked.on('error', reject);
  asked.end(JSON.stringify({ query }));
  return promise;
}

/** Asks without a pause, on several connections, until told to stop. */
function load(port: number, connections: number): { answers: Map<string, number>; stop(): Promise<void> } {
  const answers = new Map<string, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  agents.add(agent);
  let isOver = false;
  const loops = Array.from({ length: connections }, async (_, index) => {
    while (!isOver) {
      const answer = await ask(agent, port, index === 0 ? '{ wait }' : '{ version }').catch(
        (error: unknown) => `dropped: ${String(error)}`,
      );
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
  });
  return {
    answers,
    async stop() {
      isOver = true;
      await Promise.all(loops);
      agent.destroy();
    },
  };
}

async function startTeam(env: Record<string, string> = {}) {
  const subgraph = await startSubgraph(old);
  const folder = await temporaryFolder();
  const supergraph = join(folder, 'super.graphql');
  await writeFile(supergraph, compose({ a: old }, { a: subgraph }));
  const team = new RunningTeam(await freePort(), { SUPERGRAPH: supergraph, ...env });
  await team.until('listening', 2);
  await team.until('started');
  return {
    team,
    supergraph,
    [Symbol.asyncDispose]: async () => {
      await team.stop();
      await subgraph.close();
    },
  };
}

it('All workers are replaced by ones with the new supergraph, under load, and no request fails', async () => {
  await using started = await startTeam();
  const { team, supergraph } = started;
  const before = new Set(team.said('listening').map(({ pid }) => pid));
  expect(before.size).toBe(2);
  const running = load(team.port, 16);
  const socket = new WebSocket(`ws://127.0.0.1:${team.port}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  const closed = once(socket, 'close');
  await writeFile(supergraph, (await readFile(supergraph, 'utf8')).replace('version: Int!', '"New." version: Int!'));
  await team.until('all workers are new');
  team.process.kill('SIGHUP');
  await team.until('all workers are new', 2);
  expect((await closed)[0]).toBe(1001);
  await running.stop();
  expect([...running.answers.keys()].sort()).toEqual(['{"data":{"version":1}}', '{"data":{"wait":1}}']);
  expect([...running.answers.values()].reduce((sum, count) => sum + count)).toBeGreaterThan(100);
  expect(new Set(team.said('listening').map(({ pid }) => pid)).size).toBe(6);
  const agent = new Agent();
  expect(await ask(agent, team.port, '{ __type(name: "Query") { fields { description } } }')).toContain('New.');
});

it('A connection that was idle while its worker was replaced is still answered, and ends with that', async () => {
  await using started = await startTeam({ WORKERS: '2' });
  const { team } = started;
  const sockets = await Promise.all(Array.from({ length: 4 }, () => openConnection(team.port)));
  team.process.kill('SIGHUP');
  await team.until('all workers are new');
  // Longer than the few seconds after which an idle connection is often thought to be of no use.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  for (const socket of sockets) {
    const answer = await askOn(socket);
    expect(answer).toContain('{"data":{"version":1}}');
    expect(answer.toLowerCase()).toContain('\r\nconnection: close\r\n');
  }
});

async function openConnection(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  expect(await askOn(socket)).toContain('{"data":{"version":1}}');
  return socket;
}

async function askOn(socket: Socket): Promise<string> {
  const body = '{"query":"{ version }"}';
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  return z
    .tuple([z.instanceof(Buffer)])
    .parse(await once(socket, 'data'))[0]
    .toString();
}

it('A supergraph that is none changes nothing', async () => {
  await using started = await startTeam();
  await writeFile(started.supergraph, 'type Query { nothing }');
  started.team.process.kill('SIGHUP');
  await started.team.until('asked by SIGHUP');
  expect(await ask(new Agent(), started.team.port)).toBe('{"data":{"version":1}}');
});

it('A worker that is killed is replaced, and what all have counted is one answer', async () => {
  await using started = await startTeam();
  const { team } = started;
  const agent = new Agent({ keepAlive: false });
  const asked = 20;
  for (let index = 0; index < asked; index++) await ask(agent, team.port);
  const count = async (): Promise<number> => {
    const metrics = await (await fetch(`http://127.0.0.1:${team.port}/metrics`)).text();
    return Number(/^laurel_gateway_operation_seconds_count\{.*kind="query".*\} (\d+)$/m.exec(metrics)?.[1]);
  };
  expect(await count()).toBe(asked);
  process.kill(team.said('listening')[0]?.pid ?? 0, 'SIGKILL');
  await team.until('listening', 3);
  expect(await count()).toBe(asked);
  for (let index = 0; index < 10; index++) expect(await ask(agent, team.port)).toBe('{"data":{"version":1}}');
  expect(await count()).toBe(asked + 10);
});

it('When no worker can start, one message says why, and nothing is left', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'bad.graphql'), 'type Query { a: Int }');
  const team = new RunningTeam(await freePort(), { SUPERGRAPH: join(folder, 'bad.graphql') });
  expect(await once(team.process, 'exit')).toEqual([1, null]);
  expect(team.said('could not start').length).toBeGreaterThan(0);
});

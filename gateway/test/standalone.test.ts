import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { compose, startGraph } from './support/graph.ts';
import { startSubgraph, type SubgraphDefinition } from './support/subgraph.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const definitions: Record<'users' | 'posts', SubgraphDefinition> = {
  users: {
    sdl: 'type Query { me: User } type User @key(fields: "id") { id: ID! }',
    resolvers: { Query: { me: () => ({ id: '1' }) } },
  },
  posts: {
    sdl: 'type User @key(fields: "id") { id: ID! posts: [String!]! }',
    resolvers: { User: { posts: () => ['hello'] } },
  },
};
const line = z.looseObject({ msg: z.string(), service: z.string(), url: z.string().optional() });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

it.each(['apollo', 'object', 'bytes'])(
  'The gateway runs alone with PORT and SUPERGRAPH, plans run by %s, and stops on SIGTERM',
  async (executor) => {
    const users = await startSubgraph(definitions.users);
    const posts = await startSubgraph(definitions.posts);
    const folder = await mkdtemp(join(tmpdir(), 'standalone-'));
    await writeFile(join(folder, 'super.graphql'), compose(definitions, { users, posts }));
    const port = await freePort();
    const gateway = spawn(process.execPath, [main], {
      cwd: folder,
      env: {
        PORT: String(port),
        SUPERGRAPH: 'super.graphql',
        ...(executor === 'bytes' ? {} : { GATEWAY_EXECUTOR: executor }),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(gateway, 'exit');
    for await (const text of createInterface(gateway.stdout)) {
      if (line.parse(JSON.parse(text)).msg === 'started') break;
    }
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Basic eDp5' },
      body: '{"query":"{ me { posts id __typename } }"}',
    });
    expect(await response.json()).toEqual({ data: { me: { posts: ['hello'], id: '1', __typename: 'User' } } });
    expect(posts.seen[0]?.headers['authorization']).toBe('Basic eDp5');
    const stoppedAt = performance.now();
    gateway.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(performance.now() - stoppedAt).toBeLessThan(8_000);
    await Promise.all([users.close(), posts.close(), rm(folder, { recursive: true })]);
  },
);

it('Wrong settings and a supergraph that is not there end it with one clear message', async () => {
  const start = async (env: Record<string, string>): Promise<[unknown, string]> => {
    const gateway = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    gateway.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    gateway.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = z.tuple([z.number(), z.unknown()]).parse(await once(gateway, 'close'));
    return [code, said];
  };
  const [badSettings, settings] = await start({ PORT: 'many', SUBGRAPH_URLS: 'users' });
  expect(badSettings).toBe(1);
  expect(settings).toMatch(/PORT/);
  expect(settings).toMatch(/"users" is not <subgraph>=<url>/);
  const [missing, supergraph] = await start({ PORT: '0', SUPERGRAPH: '/nowhere.graphql' });
  expect(missing).toBe(1);
  expect(supergraph).toMatch(/cannot read the supergraph at \/nowhere.graphql/);
});

it('A port that is taken is one clear error', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  await expect(startGraph({ users: definitions.users }, { PORT: String(port) })).rejects.toThrow(
    `port ${port} is taken`,
  );
  server.close();
});

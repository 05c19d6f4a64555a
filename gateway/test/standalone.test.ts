import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { selfSigned } from '#platform/testing/certificate.ts';
import { freePort } from '#platform/freePorts.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
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

interface Standing {
  readonly port: number;
  ask(query: string): Promise<unknown>;
  /** Stops it as the machine does. @returns exit code and signal. */
  stop(): Promise<unknown[]>;
}

/** Starts the gateway as a process of its own. */
async function stand(
  sdl: string,
  env: Readonly<Record<string, string>> = {},
  options: readonly string[] = [],
): Promise<Standing> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'super.graphql'), sdl);
  const port = await freePort();
  const gateway = spawn(process.execPath, [...options, main], {
    cwd: folder,
    env: { PORT: String(port), SUPERGRAPH: 'super.graphql', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(gateway, 'exit');
  for await (const text of createInterface(gateway.stdout)) {
    if (line.parse(JSON.parse(text)).msg === 'started') break;
  }
  return {
    port,
    ask: async (query) => {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Basic eDp5' },
        body: JSON.stringify({ query }),
      });
      return response.json();
    },
    stop: async () => {
      gateway.kill('SIGTERM');
      const how: unknown[] = await exited;
      return how;
    },
  };
}

it.each(['apollo', 'object', 'bytes'])(
  'The gateway runs alone with PORT and SUPERGRAPH, plans run by %s, and stops on SIGTERM',
  async (executor) => {
    const users = await startSubgraph(definitions.users);
    const posts = await startSubgraph(definitions.posts);
    const env: Record<string, string> = executor === 'bytes' ? {} : { GATEWAY_EXECUTOR: executor };
    const gateway = await stand(compose(definitions, { users, posts }), env);
    expect(await gateway.ask('{ me { posts id __typename } }')).toEqual({
      data: { me: { posts: ['hello'], id: '1', __typename: 'User' } },
    });
    expect(posts.seen[0]?.headers['authorization']).toBe('Basic eDp5');
    const stoppedAt = performance.now();
    expect(await gateway.stop()).toEqual([0, null]);
    expect(performance.now() - stoppedAt).toBeLessThan(8_000);
    await Promise.all([users.close(), posts.close()]);
  },
);

it.each([
  ['Node may make no code from strings', ['--disallow-code-generation-from-strings']],
  [
    'the processor has no instructions on sixteen bytes',
    ['--no-enable-sse3', '--no-enable-ssse3', '--no-enable-sse4-1'],
  ],
])('Where %s, everything is answered all the same', async (_where, options) => {
  const users = await startSubgraph(definitions.users);
  const posts = await startSubgraph(definitions.posts);
  const sdl = compose(definitions, { users, posts });
  const gateway = await stand(sdl, { GATEWAY_EXECUTOR: 'bytes' }, options);
  for (let time = 0; time < 5; time++) {
    expect(await gateway.ask('{ me { posts } again: me { id posts } }')).toEqual({
      data: { me: { posts: ['hello'] }, again: { id: '1', posts: ['hello'] } },
    });
    expect(await gateway.ask('{ __type(name: "User") { name } me { __typename } }')).toEqual({
      data: { __type: { name: 'User' }, me: { __typename: 'User' } },
    });
  }
  expect(await gateway.stop()).toEqual([0, null]);
  await Promise.all([users.close(), posts.close()]);
});

it.each(['object', 'bytes'])('A subgraph behind TLS is asked when its certificate is trusted: %s', async (executor) => {
  const { cert, key } = selfSigned(new Date());
  const posts = await startSubgraph(definitions.posts);
  const users = createTlsServer({ cert, key }, (_, response) => {
    response.end('{"data":{"me":{"__typename":"User","id":"1"}}}');
  }).listen(0, '127.0.0.1');
  await once(users, 'listening');
  const { port } = z.object({ port: z.number() }).parse(users.address());
  const sdl = compose(definitions, { users: { url: `https://127.0.0.1:${port}/graphql` }, posts });
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'ca.pem'), cert);
  const env = { GATEWAY_EXECUTOR: executor, SUBGRAPH_POLICIES: '{"*":{"breaker":false}}' };
  const trusting = await stand(sdl, { ...env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') });
  const wary = await stand(sdl, env);
  for (let time = 0; time < 3; time++) {
    expect(await trusting.ask('{ me { id posts } }')).toEqual({ data: { me: { id: '1', posts: ['hello'] } } });
  }
  expect(await wary.ask('{ me { id posts } }')).toMatchObject({
    data: { me: null },
    errors: [{ path: ['me'], extensions: { code: 'SUBREQUEST_FAILED', serviceName: 'users' } }],
  });
  await Promise.all([trusting.stop(), wary.stop(), posts.close()]);
  users.closeAllConnections();
  users.close();
});

it('Wrong settings and a supergraph that is not there end it with one clear message', async () => {
  const start = async (env: Record<string, string>): Promise<[unknown, string]> => {
    const gateway = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    gateway.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    gateway.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = z.tuple([z.number(), z.unknown()]).parse(await once(gateway, 'close'));
    return [code, said];
  };
  const entries = [
    ...[
      'users',
      'chat=chat:4007/graphql',
      'nfts=http//laurel:secret@nfts:4006/graphql',
      'goals=http://laurel:sec,ret@h/',
    ],
    ...['food=http://laurel:secret/graphql', '=http://h/graphql', 'squads=http://a/graphql', 'squads=http://b/graphql'],
  ];
  const SUBGRAPH_URLS = entries.join(',');
  const [badSettings, settings] = await start({ PORT: 'many', SUBGRAPH_URLS });
  expect(badSettings).toBe(1);
  expect(settings).toMatch(/PORT/);
  for (const place of [1, 2, 3, 5]) {
    expect(settings).toContain(`entry ${place} is not <subgraph>=<url>: <url> must be a URL that begins with http:`);
  }
  for (const place of [4, 6]) {
    expect(settings).toContain(`entry ${place} is not <subgraph>=<url>: <url> must name a server`);
  }
  expect(settings).toMatch(/SUBGRAPH_URLS: entry 7 is not <subgraph>=<url>\s/);
  expect(settings).toContain('"squads" is there twice');
  expect(settings).not.toMatch(/sec|ret/);
  const [missing, supergraph] = await start({ PORT: '0', SUPERGRAPH: '/nowhere.graphql' });
  expect(missing).toBe(1);
  expect(supergraph).toMatch(/cannot read the supergraph at \/nowhere.graphql/);
  const [other, text] = await start({
    PORT: '0',
    SUPERGRAPH: fileURLToPath(new URL('../../package.json', import.meta.url)),
  });
  expect(other).toBe(1);
  expect(text).toMatch(/not a supergraph that can be served \(setting SUPERGRAPH\): Syntax Error/);
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

import { once } from 'node:events';
import { createServer } from 'node:http';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { openAuthenticator } from '../../auth/open.ts';
import type { Answer } from '../../execution/executor.ts';
import type { Graph } from '../../graph.ts';
import { clientInfos } from '../../http/clientInfo.ts';
import { serveSockets } from '../../http/websocket/server.ts';

/** What clients are told: JSON. */
export const told = (value: unknown): Answer => ({ body: Buffer.from(JSON.stringify(value)), hasErrors: false });

interface Settings {
  readonly keepAliveMs: number;
  readonly stallTimeoutMs: number;
}

/** A server of sockets that has `events` for every subscription, and for everything else that is asked one answer. */
export async function startSockets(events: () => AsyncIterable<Answer>, settings: Settings, answer = told({})) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  let closed = 0;
  const prepare: Graph['prepare'] = ({ query }) =>
    query.startsWith('subscription')
      ? { kind: 'subscription', subscribe: events }
      : { kind: 'query', run: async () => answer };
  serveSockets({
    ...{ server, path: '/graphql', maxMessageBytes: 10_000, maxOperations: 5, initTimeoutMs: 5_000 },
    ...settings,
    graph: { prepare },
    authenticator: openAuthenticator,
    log: pino({ level: 'silent' }),
    clientInfoOf: clientInfos(0),
    ...{ opened: () => undefined, closed: () => closed++, refused: () => undefined },
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { port, closed: () => closed };
}

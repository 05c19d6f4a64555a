import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { parse } from 'graphql';
import { onTestFinished } from 'vitest';
import { readConfig, subgraphSettings } from '#platform/config.ts';
import { checkDeadline, isWaitedFor } from '#platform/deadline.ts';
import { notFound } from '#platform/errors.ts';
import { createEvent } from '#platform/events/envelope.ts';
import type { HealthChecks } from '#platform/health.ts';
import { createService } from '#platform/lifecycle.ts';
import type { RequestInfo } from '#platform/server/requestInfo.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { currentRequestId } from '#platform/telemetry/log.ts';
import { anonymous, requirePerson, signViewer, VIEWER_HEADER } from '#platform/viewer.ts';
import { Counted } from './support.ts';

export const config = readConfig('test', subgraphSettings(0), {});
export const secret = config.VIEWER_TOKEN_SECRET;

/** What the subgraph of these tests answers. */
export const typeDefs = parse(`
  type Query { slow: [Int] me: String requestIds: [String] isWaitedFor: Boolean missing: String broken: String listBroken: [String!]! }
  type Mutation { echo(text: String!): String slow: [Int] begin(what: String!): Boolean steps: Boolean }
  type Subscription { tick: Tick private: Int broken: Int endless: Int }
  type Tick { number: Int context: Int requestId: String broken: String }
`);

/** Its contexts are numbered, in the order they were made. */
export interface Context extends RequestInfo {
  readonly number: number;
}

/** Fails with what nobody is to read. */
export const broken = (): never => {
  throw new Error('SELECT password FROM users failed');
};

/** What the last slow answer was told, and whether it waits until nobody waits for it. */
export const steps = { signal: new AbortController().signal, isSlow: true };
const slow = async (_: unknown, __: unknown, { signal = steps.signal }: Context): Promise<number[]> => {
  steps.signal = signal;
  if (steps.isSlow && !signal.aborted) await once(signal, 'abort');
  return [1];
};

/** How many events were taken from what never ends, by how many. */
export const endless = { taken: 0, readers: 0 };

/** What was begun by mutations. */
export const begun: string[] = [];

export const resolvers = {
  Query: {
    slow,
    me: (_: unknown, __: unknown, { viewer }: Context) => requirePerson(viewer).userId,
    requestIds: async (_: unknown, __: unknown, { requestId }: Context) => {
      await Promise.resolve();
      const { envelope } = createEvent(Counted, randomUUID(), { version: 1, amount: 1 }, new Date());
      return [requestId, currentRequestId(), envelope.requestid];
    },
    isWaitedFor: async () => {
      await Promise.resolve();
      return isWaitedFor();
    },
    missing: () => {
      throw notFound('room');
    },
    broken,
    listBroken: () => null,
  },
  Mutation: {
    slow,
    echo: (_: unknown, { text }: { text: string }) => `${currentRequestId()} ${text}`,
    begin: (_: unknown, { what }: { what: string }) => begun.push(what) > 0,
    steps: async (...args: Parameters<typeof slow>) => {
      begun.push('a first step');
      await slow(...args);
      checkDeadline();
      begun.push('a second step');
    },
  },
  Subscription: {
    tick: {
      async *subscribe() {
        for (let number = 1; number <= 3; number++) yield { tick: { number } };
      },
    },
    private: {
      subscribe: (_: unknown, __: unknown, { viewer }: Context) => {
        requirePerson(viewer);
        throw notFound('board');
      },
    },
    broken: { subscribe: broken },
    endless: {
      async *subscribe() {
        endless.readers++;
        try {
          for (;;) yield { endless: ++endless.taken };
        } finally {
          endless.readers--;
        }
      },
    },
  },
  Tick: {
    context: (_: unknown, __: unknown, { number }: Context) => number,
    requestId: () => currentRequestId(),
    broken: ({ number }: { number: number }) => (number === 2 ? broken() : 'whole'),
  },
};

/** A subgraph for the test under way; its URL. */
export async function start(health: HealthChecks = {}, routes?: (app: FastifyInstance) => void): Promise<string> {
  const { service, close } = createService('test', 'silent');
  onTestFinished(close);
  let contexts = 0;
  const context = (request: RequestInfo): Context => ({ ...request, number: ++contexts });
  return startSubgraph({ service, config: { ...config, PORT: 0 }, typeDefs, resolvers, context, health, routes });
}

export const post = async (url: string, headers: Record<string, string>, body: string): Promise<Response> =>
  fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
export const withToken = async (): Promise<Record<string, string>> => ({
  [VIEWER_HEADER]: await signViewer(secret, anonymous),
});

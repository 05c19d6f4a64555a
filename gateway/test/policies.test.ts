import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readGatewayConfig } from '../config.ts';
import { Balancer } from '../execution/policies/balancer.ts';
import { Breaker } from '../execution/policies/breaker.ts';
import { RetryBudget } from '../execution/policies/retryBudget.ts';
import { startGraph } from './support/graph.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

type Respond = NonNullable<SubgraphDefinition['respond']>;

const graphOf = (
  respond: Respond,
  policies: object,
  settings: Record<string, string> = {},
): ReturnType<typeof startGraph> =>
  startGraph(
    { a: { sdl: 'type Query { a: Int } type Mutation { b: Int }', resolvers: { Query: { a: () => 1 } }, respond } },
    { GATEWAY_EXECUTOR: 'bytes', SUBGRAPH_POLICIES: JSON.stringify(policies), ...settings },
  );
const down = (response: ServerResponse): true => {
  response.destroy();
  return true;
};

describe('A policy around the requests to a subgraph', () => {
  it('asks a query again after a broken connection, or a 503 of a proxy, and the client sees nothing of it', async () => {
    let count = 0;
    await using graph = await graphOf(
      (_request, response) => {
        count++;
        if (count === 1) return down(response);
        if (count === 2) response.writeHead(503).end('<h1>busy</h1>');
        return count === 2;
      },
      { a: { retries: 2 } },
    );
    expect(await graph.ask('{ a }')).toEqual({ data: { a: 1 } });
    const metrics = await (await fetch(`${graph.url}/metrics`)).text();
    expect(metrics).toMatch(/laurel_gateway_subrequest_retries_total\{subgraph="a",.*\} 2/);
    expect(metrics).toMatch(/laurel_gateway_subrequest_received_bytes_total\{subgraph="a",.*\} 29/);
    expect(metrics).toMatch(/laurel_gateway_subgraph_breaker\{subgraph="a",.*\} 0/);
  });

  it('never asks a mutation again', async () => {
    await using graph = await graphOf((_request, response) => down(response), { '*': { retries: 5 } });
    expect((await graph.ask('mutation { b }')).errors?.[0]?.extensions.code).toBe('SUBREQUEST_FAILED');
    expect(graph.subgraphs['a']?.seen).toHaveLength(1);
  });

  it('has its own time-out, which the subgraph is told', async () => {
    await using graph = await graphOf(() => true, { a: { timeoutMs: 80 } });
    const startedAt = performance.now();
    expect((await graph.ask('{ a }')).errors?.[0]?.extensions.code).toBe('SUBREQUEST_TIMEOUT');
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    const told = Number(graph.subgraphs['a']?.seen[0]?.headers['x-laurel-deadline-ms']);
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThanOrEqual(80);
  });

  it('tells subgraphs what is left of the whole request, and passes the trace on', async () => {
    await using graph = await graphOf(() => false, {}, { REQUEST_TIMEOUT_MS: '12000' });
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await graph.ask('{ a }', {}, { traceparent, tracestate: 'vendor=1' });
    await graph.ask('{ a }', {}, { traceparent: 'nonsense' });
    const [first, second] = graph.subgraphs['a']?.seen ?? [];
    const left = Number(first?.headers['x-laurel-deadline-ms']);
    expect(left).toBeGreaterThan(3_000);
    expect(left).toBeLessThanOrEqual(12_000);
    expect(first?.headers).toMatchObject({ traceparent, tracestate: 'vendor=1' });
    expect(second?.headers).not.toHaveProperty('traceparent');
  });

  it('stops asking a subgraph that keeps failing, and goes on when it is well again', async () => {
    let isWell = false;
    await using graph = await graphOf((_request, response) => !isWell && down(response), {
      a: { retries: 0, breaker: { minRequests: 4, openMs: 5_000 } },
    });
    const code = async (): Promise<unknown> => (await graph.ask('{ a }')).errors?.[0]?.extensions.code;
    for (let index = 0; index < 4; index++) expect(await code()).toBe('SUBREQUEST_FAILED');
    const refused = await graph.ask('{ a }');
    const retryAfterSeconds = expect.toSatisfy((seconds: unknown) => [1, 2, 3, 4, 5].includes(Number(seconds)));
    const unavailable = { code: 'SUBGRAPH_UNAVAILABLE', serviceName: 'a', retryAfterSeconds };
    expect(refused.errors?.[0]?.extensions).toEqual(unavailable);
    expect(graph.subgraphs['a']?.seen).toHaveLength(4);
    isWell = true;
    await expect.poll(code).toBeUndefined();
    expect(await code()).toBeUndefined();
  });

  it('spreads requests over all addresses, and leaves out one that is down', async () => {
    const { promise: heard, resolve } = Promise.withResolvers<void>();
    const second = createServer((_request, response) => {
      resolve();
      response.setHeader('content-type', 'application/json');
      response.end('{"data":{"a":2}}');
    }).listen(0, '127.0.0.1');
    await once(second, 'listening');
    const { port } = z.object({ port: z.number() }).parse(second.address());
    await using first = await graphOf(() => false, {});
    const one = first.subgraphs['a']?.url ?? '';
    await using graph = await graphOf(
      () => false,
      { a: { balance: 'round-robin' } },
      { SUBGRAPH_URLS: `a=${one}|http://127.0.0.1:${port}/graphql` },
    );
    const answers = new Set<unknown>();
    for (let index = 0; index < 4; index++) answers.add((await graph.ask('{ a }')).data?.['a']);
    await heard;
    expect([...answers].sort()).toEqual([1, 2]);
    second.closeAllConnections();
    second.close();
    for (let index = 0; index < 12; index++) expect(await graph.ask('{ a }')).toEqual({ data: { a: 1 } });
  });
});

describe('The parts of a policy', () => {
  const policy = { failureRate: 0.5, minRequests: 4, windowMs: 1_000, openMs: 100 };

  it('A breaker opens at its rate, lets one through after its time, and closes by its success', () => {
    const breaker = new Breaker(policy);
    for (const outcome of ['succeeded', 'succeeded', 'failed'] as const) breaker[outcome](0);
    expect(breaker.state(0)).toBe('closed');
    breaker.failed(1);
    expect([breaker.state(1), breaker.admits(50)]).toEqual(['open', false]);
    expect(breaker.retryAfterSeconds(50)).toBe(1);
    expect(breaker.retryAfterSeconds(-2_000)).toBe(3);
    expect([breaker.admits(101), breaker.admits(102), breaker.state(102)]).toEqual([true, false, 'half-open']);
    breaker.failed(103);
    expect(breaker.admits(150)).toBe(false);
    expect(breaker.admits(203)).toBe(true);
    breaker.succeeded(204);
    expect([breaker.state(204), breaker.admits(204)]).toEqual(['closed', true]);
  });

  it('A breaker forgets what lies before its window', () => {
    const breaker = new Breaker(policy);
    for (let index = 0; index < 3; index++) breaker.failed(0);
    breaker.failed(2_000);
    expect(breaker.state(2_000)).toBe('closed');
  });

  it('A probe that its asker gave up lets the next one try', () => {
    const breaker = new Breaker(policy);
    for (let index = 0; index < 4; index++) breaker.failed(0);
    expect(breaker.admits(100)).toBe(true);
    breaker.undecided();
    expect(breaker.admits(101)).toBe(true);
  });

  it('Retries are a tenth of the requests in the long run', () => {
    const budget = new RetryBudget();
    let retries = 0;
    for (let index = 0; index < 1_000; index++) {
      budget.earn();
      if (budget.spend()) retries++;
    }
    expect(retries).toBeGreaterThanOrEqual(100);
    expect(retries).toBeLessThanOrEqual(111);
  });

  it('Of several addresses the one with the least under way is taken', () => {
    const balancer = new Balancer(['a', 'b', 'c'], 'least-outstanding');
    const first = balancer.take(0);
    first.outstanding += 2;
    const second = balancer.take(0);
    second.outstanding++;
    expect(new Set([first.name, second.name, balancer.take(0).name])).toEqual(new Set(['a', 'b', 'c']));
    for (let index = 0; index < 3; index++) balancer.failed(second, 0);
    const taken = Array.from({ length: 6 }, () => balancer.take(1).name);
    expect(taken).not.toContain(second.name);
  });

  it('Policies that are none are refused with a sentence', () => {
    const read = (text: string): unknown => readGatewayConfig({ SUBGRAPH_POLICIES: text });
    expect(() => read('{"a":{"retry":1}}')).toThrow(
      /SUBGRAPH_POLICIES: not a map from subgraph to policy such as.*a: .*retry/,
    );
    expect(() => read('nonsense')).toThrow(/SUBGRAPH_POLICIES/);
  });
});

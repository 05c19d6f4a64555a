import { Agent, request } from 'undici';
import { z } from 'zod';
import { checkReadiness } from '#platform/health.ts';
import { socketPathOf } from './supergraph/localSockets.ts';
import type { Subgraph } from './supergraph/supergraph.ts';

/** How the gateway and everything behind it is. */
export interface GatewayReadiness {
  readonly ready: boolean;
  /** By subgraph: `ok` or what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}

const theirReadiness = z.object({ checks: z.record(z.string(), z.string()).default({}) });

/** Asks every subgraph's /readyz. One that has none (404) but answers is taken to be ready. */
export function createReadiness(subgraphs: ReadonlyMap<string, Subgraph>): () => Promise<GatewayReadiness> {
  const checks = Object.fromEntries(
    [...subgraphs.values()].map(({ name, urls }) => [name, () => checkAddresses(urls)] as const),
  );
  return () => checkReadiness(checks);
}

/** A subgraph is ready when one of its addresses is. */
async function checkAddresses(urls: readonly URL[]): Promise<void> {
  const checked = urls.map((url) => checkSubgraph(new URL('/readyz', url)));
  await Promise.any(checked).catch(() => checked[0]);
}

/** One for each socket in the file system. */
const agents = new Map<string, Agent>();

function agentFor(socketPath: string): Agent {
  const agent = agents.get(socketPath) ?? new Agent({ connect: { socketPath } });
  agents.set(socketPath, agent);
  return agent;
}

async function checkSubgraph(url: URL): Promise<void> {
  const path = socketPathOf(url);
  const limits = { headersTimeout: 2_000, bodyTimeout: 2_000 };
  const asked =
    path === undefined
      ? request(url, limits)
      : request(`http://localhost${url.pathname}`, { ...limits, dispatcher: agentFor(path) });
  const { statusCode, body } = await asked.catch(() => {
    throw new Error('cannot be reached');
  });
  const text = await body.text();
  if (statusCode < 300 || statusCode === 404) return;
  throw new Error(explain(text) ?? `answers ${statusCode}`);
}

/** What a subgraph of ours says is wrong with it. */
function explain(text: string): string | undefined {
  try {
    const wrong = Object.entries(theirReadiness.parse(JSON.parse(text)).checks).filter(([, state]) => state !== 'ok');
    return wrong.length > 0 ? wrong.map(([name, state]) => `${name}: ${state}`).join('; ') : undefined;
  } catch {
    return undefined;
  }
}

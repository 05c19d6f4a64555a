import { createHash } from 'node:crypto';
import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from '../client/subgraphClient.ts';
import type { EntityCache } from './entityCache.ts';

/**
 * Answers entity fetches from a cache where the subgraph allowed it: by `Cache-Control` with `public` and a `max-age` (or
 * `s-maxage`), and without errors. What a subgraph does not call public may be the viewer's own and is never kept.
 *
 * The key is the subgraph and all it is asked: selection, types, representations and variables.
 *
 * @param observe told of every entity fetch whether it was answered from the cache.
 */
export function createCachingClient(
  inner: SubgraphClient,
  cache: EntityCache,
  observe: (subgraph: string, hit: boolean) => void = () => undefined,
): SubgraphClient {
  return {
    async send(request) {
      const key = request.repeatable ? keyOf(request) : undefined;
      if (key === undefined) return inner.send(request);
      const kept = cache.get(key);
      observe(request.subgraph, kept !== undefined);
      if (kept) return { status: 200, body: Buffer.from(kept) };
      const response = await inner.send(request);
      const seconds = secondsToKeep(response);
      // Copied before anybody gives back the memory it lies on.
      if (seconds > 0) cache.set(key, Buffer.from(response.body), seconds);
      return response;
    },
    close: () => inner.close(),
  };
}

/** Undefined for what is not an entity fetch. */
function keyOf({ subgraph, body }: SubgraphRequest): string | undefined {
  const bytes = typeof body === 'string' ? body : Buffer.concat(body);
  if (!bytes.includes('_entities(')) return undefined;
  return createHash('sha256').update(subgraph).update('\n').update(bytes).digest('base64');
}

/** For how long everybody may be given this answer; 0 for not at all. */
function secondsToKeep({ status, body, cacheControl = '' }: SubgraphResponse): number {
  const directives = new Map(
    cacheControl.split(',').map((directive) => {
      const [name = '', value = ''] = directive.trim().toLowerCase().split('=');
      return [name, value] as const;
    }),
  );
  if (status !== 200 || !directives.has('public')) return 0;
  if (['private', 'no-store', 'no-cache'].some((name) => directives.has(name))) return 0;
  const seconds = Number(directives.get('s-maxage') ?? directives.get('max-age') ?? 0);
  return seconds > 0 && isWithoutErrors(body) ? seconds : 0;
}

function isWithoutErrors(body: Buffer): boolean {
  try {
    const answer: unknown = JSON.parse(body.toString());
    return typeof answer === 'object' && answer !== null && 'data' in answer && !('errors' in answer);
  } catch {
    return false;
  }
}

import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { clientHeaders, unknownClient, type ClientInfo } from '#platform/client.ts';
import type { SubgraphConfig } from '#platform/config.ts';
import { signViewer, VIEWER_HEADER, type Viewer } from '#platform/viewer.ts';

/** What viewer tokens are signed with in tests. */
export const TEST_SECRET = 'viewer-token-secret-of-the-tests';

/** The settings that all subgraphs have, for one that a test starts: silent, on a port of its own. */
export const testSubgraphConfig = (natsUrl: string): SubgraphConfig => ({
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  PORT: 0,
  LOG_LEVEL: 'silent',
  NATS_URL: natsUrl,
  VIEWER_TOKEN_SECRET: TEST_SECRET,
  PUBLIC_URL: 'http://localhost:4000',
  FAILPOINTS: '',
});

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).optional() })).optional(),
});

/** Asks a subgraph as the gateway would, on behalf of a viewer with some client. */
export async function ask(
  url: string,
  secret: string,
  viewer: Viewer,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  client: ClientInfo = unknownClient,
): Promise<z.infer<typeof answer>> {
  const credentials = { [VIEWER_HEADER]: await signViewer(secret, viewer), ...clientHeaders(client) };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...credentials },
    body: JSON.stringify({ query, variables }),
  });
  return answer.parse(await response.json());
}

/** Somebody who is logged in. */
export const person = (userId: string): Viewer => ({ kind: 'person', userId, sessionId: userId, scopes: [] });

/** A subscription under way. */
export interface Listening {
  /** What came so far. */
  readonly results: z.infer<typeof answer>[];
  /** Settles when the subscription is over: rejects when it was refused. */
  readonly ended: Promise<void>;
  /** Unsubscribes and closes the connection. */
  close(): Promise<void>;
}

/** Subscribes at a subgraph as the gateway would, on behalf of a viewer, and gathers what comes. */
export async function listen(
  url: string,
  secret: string,
  viewer: Viewer,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Listening> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { viewer: await signViewer(secret, viewer) },
    retryAttempts: 0,
  });
  const results: z.infer<typeof answer>[] = [];
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  // Who does not look how it ended is not told.
  ended.catch(() => undefined);
  const unsubscribe = client.subscribe(
    { query, variables: { ...variables } },
    { next: (result) => results.push(answer.parse(result)), error: reject, complete: resolve },
  );
  const close = async (): Promise<void> => {
    unsubscribe();
    await client.dispose();
  };
  return { results, ended, close };
}

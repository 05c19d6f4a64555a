import { z } from 'zod';
import { signViewer, VIEWER_HEADER, type Viewer } from '#platform/viewer.ts';

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).optional() })).optional(),
});

/** Asks a subgraph as the gateway would, on behalf of a viewer. */
export async function ask(
  url: string,
  secret: string,
  viewer: Viewer,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<z.infer<typeof answer>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [VIEWER_HEADER]: await signViewer(secret, viewer) },
    body: JSON.stringify({ query, variables }),
  });
  return answer.parse(await response.json());
}

/** Somebody who is logged in. */
export const person = (userId: string): Viewer => ({ kind: 'person', userId, sessionId: userId, scopes: [] });

import { z } from 'zod';
import { clientHeaders } from '#platform/client.ts';
import { TEST_SECRET } from '#platform/testing/subgraph.ts';
import { OUTSIDE_SESSIONS_PATH, signViewer, theGateway, VIEWER_HEADER, type Viewer } from '#platform/viewer.ts';

const opened = z.object({ userId: z.uuid(), sessionId: z.uuid() });

let strangers = 0;
/** What the gateway tells of somebody whom nobody has seen. */
export const identity = (changes: object = {}) => ({
  issuer: 'https://issuer.example/auth/v1',
  subject: `stranger ${++strangers}`,
  session: null,
  issuedAt: new Date().toISOString(),
  authenticatedAt: new Date().toISOString(),
  verifiedEmail: null,
  username: null,
  name: null,
  ...changes,
});

/** Asks as the gateway, or somebody else, whose an identity is. */
export async function knock(
  { url }: { url: string },
  body: object,
  as: Viewer = theGateway,
  userAgent?: string,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}${OUTSIDE_SESSIONS_PATH}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [VIEWER_HEADER]: await signViewer(TEST_SECRET, as),
      ...clientHeaders({ address: undefined, userAgent }),
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

/** Lets an identity in that must be let in. */
export async function enter(users: { url: string }, body: object): Promise<Viewer & { kind: 'person' }> {
  const { userId, sessionId } = opened.parse((await knock(users, body)).body);
  return { kind: 'person', userId, sessionId, scopes: [] };
}

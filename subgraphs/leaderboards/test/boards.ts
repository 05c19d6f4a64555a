import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { z } from 'zod';
import { TEST_SECRET } from '#platform/testing/subgraph.ts';
import { signViewer, type Viewer } from '#platform/viewer.ts';

/** Who stands where. */
export const place = z.object({ rank: z.int(), score: z.number(), participant: z.object({ id: z.string() }) });
const update = z.object({
  leaderboardUpdated: z.object({
    position: z.string(),
    leaderboard: z.object({ id: z.string(), participantCount: z.int(), final: z.boolean() }),
    entries: z.array(place),
  }),
});

/** What a listener gets. */
export type Update = z.infer<typeof update>['leaderboardUpdated'];

/** Listens to a board as the gateway does. @throws when an update has errors */
export async function* listenAt(
  url: string,
  viewer: Viewer,
  variables: Record<string, unknown>,
): AsyncGenerator<Update, undefined> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: async () => ({ viewer: await signViewer(TEST_SECRET, viewer) }),
  });
  const query = `subscription ($competitionId: ID!, $first: Int) {
    leaderboardUpdated(competitionId: $competitionId, first: $first) {
      position leaderboard { id participantCount final } entries { rank score participant { id } }
    }
  }`;
  try {
    for await (const { data, errors } of client.iterate({ query, variables })) {
      if (errors) throw new Error(JSON.stringify(errors));
      yield update.parse(data).leaderboardUpdated;
    }
  } finally {
    await client.dispose();
  }
}

import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { z } from 'zod';
import { TEST_SECRET } from '#platform/testing/subgraph.ts';
import { signViewer, type Viewer } from '#platform/viewer.ts';
import type { Running } from './support.ts';

const place = z.object({ rank: z.int(), score: z.number(), participant: z.object({ id: z.string() }) });
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

const board = z.object({
  leaderboard: z
    .object({
      participantCount: z.int(),
      final: z.boolean(),
      entries: z.object({
        edges: z.array(z.object({ cursor: z.string(), node: place.extend({ percentile: z.number().nullable() }) })),
        pageInfo: z.object({
          hasNextPage: z.boolean(),
          hasPreviousPage: z.boolean(),
          endCursor: z.string().nullable(),
        }),
      }),
      viewerEntry: place.extend({ percentile: z.number().nullable() }).nullable(),
    })
    .nullable(),
});
/** What a query for a board answers. */
export type BoardAnswer = z.infer<typeof board>['leaderboard'];

/** Reads a board. */
export async function readBoard(
  running: Running,
  userId: string,
  id: string,
  page: { first?: number; after?: string | null } = {},
): Promise<BoardAnswer> {
  const query = `query ($id: ID!, $first: Int! = 100, $after: String) {
    leaderboard(id: $id) {
      participantCount final
      entries(first: $first, after: $after) {
        edges { cursor node { rank score percentile participant { id } } }
        pageInfo { hasNextPage hasPreviousPage endCursor }
      }
      viewerEntry { rank score percentile participant { id } }
    }
  }`;
  return board.parse(await running.ask(userId, query, { id, ...page })).leaderboard;
}

/** Who stands where: user, rank, score. */
export const placesOf = (found: BoardAnswer): [string, number, number][] =>
  (found?.entries.edges ?? []).map(({ node }) => [node.participant.id, node.rank, node.score]);

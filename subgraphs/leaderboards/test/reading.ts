import { z } from 'zod';
import { place } from './boards.ts';
import type { Running } from './support.ts';

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

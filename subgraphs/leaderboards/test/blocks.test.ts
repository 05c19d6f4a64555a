import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { UserBlocked, UserUnblocked } from '#events/users.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import { until } from '#platform/testing/until.ts';
import { NOBODY, shareLeaderboards } from './support.ts';
import { created, scored } from './told.ts';

const shared = shareLeaderboards();

const board = z.object({
  leaderboard: z.object({
    entries: z.object({
      edges: z.array(
        z.object({ node: z.object({ rank: z.int(), participant: z.object({ id: z.string() }).nullable() }) }),
      ),
    }),
  }),
});
/** Who stands on a board, as somebody is shown it; null for a person they are not shown. */
async function peopleFor(userId: string, id: string): Promise<(string | null)[]> {
  const query =
    'query ($id: ID!) { leaderboard(id: $id) { entries(first: 9) { edges { node { rank participant { id } } } } } }';
  const { leaderboard } = board.parse(await shared().ask(userId, query, { id }));
  return leaderboard.entries.edges.map(({ node }) => node.participant?.id ?? null);
}

test('whoever is blocked gets no reference to the other, in whatever order blocks are heard, also from an emptied Redis', async () => {
  const [id, ana, ben] = [uuidv7(), uuidv7(), uuidv7()];
  await shared().publish(created({ competitionId: id }), scored(id, ana, 9), scored(id, ben, 5));
  await until('the board', async () => (await peopleFor(NOBODY, id)).length === 2);
  const friendshipId = uuidv7();
  const news = (version: number, definition: typeof UserBlocked): Message =>
    createEvent(definition, friendshipId, { version, friendshipId, userId: ana, blockedId: ben }, new Date());
  await shared().publish(news(5, UserBlocked), news(4, UserUnblocked), news(3, UserBlocked), news(5, UserBlocked));
  const hidden = () => until('the block', async () => (await peopleFor(ben, id)).join() === `,${ben}`);
  await hidden();
  for (const who of [ana, NOBODY]) expect(await peopleFor(who, id)).toEqual([ana, ben]);
  await shared().emptyRedis();
  await hidden();
  await shared().publish(news(6, UserUnblocked), news(5, UserBlocked));
  await until('the end of the block', async () => (await peopleFor(ben, id))[0] === ana);
});

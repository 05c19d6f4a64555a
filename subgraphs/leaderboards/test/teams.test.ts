import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { expect, onTestFinished, test } from 'vitest';
import { Redis } from 'ioredis';
import { z } from 'zod';
import type { Message } from '#platform/events/envelope.ts';
import { startTestRedis } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { anyOrder } from '#platform/testing/anyOrder.ts';
import { sourcesOf } from '../consumers/handlers.ts';
import { createBlockerStore } from '../store/blockers.ts';
import { createBoardStore, type BoardStore } from '../store/boards.ts';
import { createForgettingStore } from '../store/forgetting.ts';
import { createFriendStore } from '../store/friends.ts';
import { READY } from '../store/keys.ts';
import { NOBODY, shareLeaderboards, type Running } from './support.ts';
import { created, finalized, scored, teamScored } from './told.ts';

const shared = shareLeaderboards();

const answer = z.object({
  leaderboard: z.object({
    participantCount: z.int(),
    teamEntries: z.array(z.object({ rank: z.int(), score: z.number(), team: z.object({ id: z.string() }) })),
  }),
});
async function teamsOf({ ask }: Running, id: string): Promise<[string, number, number][]> {
  const query = 'query ($id: ID!) { leaderboard(id: $id) { participantCount teamEntries { rank score team { id } } } }';
  const { leaderboard } = answer.parse(await ask(NOBODY, query, { id }));
  return leaderboard.teamEntries.map(({ team, rank, score }) => [team.id, rank, score]);
}
const teamsAre = (id: string, wanted: readonly unknown[]): Promise<boolean> =>
  until('the teams', async () => JSON.stringify(await teamsOf(shared(), id)) === JSON.stringify(wanted));

test('teams are ranked beside people, in whatever order all is heard', async () => {
  const [id, red, blue, lost, ana] = [uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const { publish } = shared();
  await publish(teamScored(id, red, 10), teamScored(id, lost, 99), scored(id, ana, 3), created({ competitionId: id }));
  await publish(teamScored(id, blue, 10, { reachedAt: '2026-05-01T01:00:00.000Z' }));
  await publish(teamScored(id, lost, null, { version: 2 }));
  await teamsAre(id, [
    [blue, 1, 10],
    [red, 1, 10],
  ]);
});

test('a board tells of a change of its teams too', async () => {
  const [id, red] = [uuidv7(), uuidv7()];
  await shared().publish(created({ competitionId: id }));
  const updates = shared().listen(NOBODY, id);
  onTestFinished(async () => void (await updates.return(undefined)));
  const first = await updates.next();
  const second = updates.next();
  await shared().publish(teamScored(id, red, 5));
  expect(((await second).value?.position ?? '') > (first.value?.position ?? '')).toBe(true);
});

test('the final places of teams stand, and come back when Redis is emptied', async () => {
  const [id, red, blue] = [uuidv7(), uuidv7(), uuidv7()];
  const reachedAt = '2026-05-03T08:00:00.000Z';
  const places = [
    { teamId: blue, rank: 1, score: 8, reachedAt, activityCount: 1 },
    { teamId: red, rank: 2, score: 7, reachedAt, activityCount: 1 },
  ];
  await shared().publish(created({ competitionId: id }), teamScored(id, red, 50));
  await teamsAre(id, [[red, 1, 50]]);
  await shared().publish(finalized(id, [], 1, 1, places));
  const final = [
    [blue, 1, 8],
    [red, 2, 7],
  ];
  await teamsAre(id, final);
  await shared().publish(teamScored(id, red, 500, { version: 99 }));
  const marker = uuidv7();
  await shared().publish(created({ competitionId: marker }), teamScored(marker, red, 1));
  await teamsAre(marker, [[red, 1, 1]]);
  await shared().emptyRedis();
  await teamsAre(id, final);
});

async function useStore(): Promise<{ store: BoardStore; hear(message: Message): Promise<void> }> {
  const redis = await startTestRedis();
  onTestFinished(redis.dispose);
  const client = new Redis(redis.value.url);
  onTestFinished(() => client.disconnect());
  await client.set(READY, 'this run');
  const store = createBoardStore(client, () => undefined);
  const friends = createFriendStore(client, () => undefined);
  const blockers = createBlockerStore(client, () => undefined);
  const forgetting = createForgettingStore(client);
  const hearing = { boards: store, friends, blockers, forgetting, changed: () => undefined };
  const handlers = sourcesOf(hearing).flatMap((source) => source.handlers);
  return {
    store,
    hear: async ({ envelope }) => {
      await handlers.find(({ definition }) => definition.type === envelope.type)?.handle(envelope, 1);
    },
  };
}

test('the newest score of each team counts, however events are mixed up and repeated', async () => {
  const { store, hear } = await useStore();
  const teams = [uuidv7(), uuidv7(), uuidv7()];
  const told = fc.record({ team: fc.constantFrom(...teams), score: fc.option(fc.integer({ min: 1, max: 3 })) });
  const history = fc.array(told, { minLength: 1, maxLength: 8 }).chain((all) => {
    const versions = all.map((each, index) => ({ ...each, version: index + 1 }));
    return fc
      .subarray(versions)
      .chain((repeated) => {
        const steps = [...versions, ...repeated, null];
        return anyOrder(steps);
      })
      .map((steps) => ({ versions, steps }));
  });
  await fc.assert(
    fc.asyncProperty(history, async ({ versions, steps }) => {
      const id = uuidv7();
      for (const step of steps) {
        await hear(
          step ? teamScored(id, step.team, step.score, { version: step.version }) : created({ competitionId: id }),
        );
      }
      const expected = teams
        .map((team) => ({ team, score: versions.findLast((each) => each.team === team)?.score ?? null }))
        .filter(({ score }) => score !== null)
        .sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || (a.team < b.team ? -1 : 1));
      const found = await store.readTeams(id, 100);
      expect(found?.map(({ userId, score }) => ({ team: userId, score }))).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

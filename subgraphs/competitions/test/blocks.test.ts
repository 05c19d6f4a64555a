import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DataExportRequested, UserBlocked, UserUnblocked } from '#events/users.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import { EXPORTS, hasGiven } from '#platform/events/exportParts.ts';
import { ensureStream } from '#platform/events/streams.ts';
import { transaction } from '#platform/postgres/connection.ts';
import { until } from '#platform/testing/until.ts';
import { join, newCompetition } from './asking.ts';
import { NOBODY, shareCompetitions } from './support.ts';

const shared = shareCompetitions();

const shown = z.object({
  competition: z.object({
    organizer: z.object({ id: z.string() }).nullable(),
    participants: z.object({
      edges: z.array(z.object({ node: z.object({ user: z.object({ id: z.string() }).nullable() }) })),
    }),
  }),
});
/** The ids of people that somebody is shown. */
async function peopleFor(userId: string, competitionId: string): Promise<string[]> {
  const query = `query ($id: ID!) {
    competition(id: $id) { organizer { id } participants(first: 10) { edges { node { user { id } } } } }
  }`;
  const { competition } = shown.parse(await shared().ask(userId, query, { id: competitionId }));
  const people = [competition.organizer, ...competition.participants.edges.map(({ node }) => node.user)];
  return people.flatMap((person) => (person ? [person.id] : []));
}

test('whoever is blocked gets no reference to the other, in whatever order blocks are heard', async () => {
  const [ana, ben, cid] = [uuidv7(), uuidv7(), uuidv7()];
  const { id } = await newCompetition(shared(), ana);
  for (const who of [ana, ben]) await join(shared(), who, id);
  const friendshipId = uuidv7();
  const news = (version: number, definition: typeof UserBlocked): Message =>
    createEvent(definition, friendshipId, { version, friendshipId, userId: ana, blockedId: ben }, new Date());
  for (const message of [news(4, UserUnblocked), news(5, UserBlocked), news(5, UserBlocked), news(3, UserBlocked)]) {
    await shared().publish(message);
  }
  await until('the block', async () => (await peopleFor(ben, id)).join() === ben);
  for (const who of [ana, cid, NOBODY]) expect(await peopleFor(who, id)).toEqual([ana, ana, ben]);
  await shared().publish(news(6, UserUnblocked));
  await shared().publish(news(5, UserBlocked));
  await until('the end of the block', async () => (await peopleFor(ben, id)).length === 3);
});

test('blocks are heard while what is kept of somebody else is read for their archive', async () => {
  const [ana, ben, cid, friendshipId, exportId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const { id } = await newCompetition(shared(), ana);
  const { pool, broker, publish } = shared();
  await ensureStream(broker.manager, EXPORTS);
  await transaction(pool, async (tx) => {
    await tx.query('LOCK TABLE workouts');
    await publish(createEvent(DataExportRequested, exportId, { version: 1, exportId, userId: cid }, new Date()));
    const block = { friendshipId, version: 1, userId: ana, blockedId: ben };
    await publish(createEvent(UserBlocked, friendshipId, block, new Date()));
    await until('the block', async () => (await peopleFor(ben, id)).length === 0);
    expect(await hasGiven(broker, exportId, 'competitions')).toBe(false);
  });
  await until('the export', () => hasGiven(broker, exportId, 'competitions'));
});

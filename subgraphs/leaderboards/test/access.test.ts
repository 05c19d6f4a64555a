import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { until } from '#platform/testing/until.ts';
import { readBoard } from './reading.ts';
import { NOBODY, shareLeaderboards, useLeaderboards, type Running } from './support.ts';
import { cancelled, created, joined, scored } from './told.ts';

const shared = shareLeaderboards();

/** A competition by invitation with two who may see its board, known to the subgraph. */
async function invitation(running: Running): Promise<{ id: string; organizer: string; member: string }> {
  const [id, organizer, member] = [uuidv7(), uuidv7(), uuidv7()];
  await running.publish(
    created({ competitionId: id, organizerId: organizer, visibility: 'INVITE' }),
    joined(id, member),
    scored(id, member, 1),
  );
  await until('the board', async () => (await readBoard(running, member, id))?.entries.edges.length === 1);
  return { id, organizer, member };
}

const boardAsEntity = async (running: Running, userId: string, typename: string, id: string): Promise<unknown> => {
  const { _entities: entities } = await running.ask(
    userId,
    `query ($representations: [_Any!]!) {
      _entities(representations: $representations) {
        ... on Leaderboard { participantCount entries { edges { node { score } } } }
        ... on Competition { leaderboard { id participantCount final entries { edges { node { score } } } viewerEntry { rank } } }
      }
    }`,
    { representations: [{ __typename: typename, id }] },
  );
  return Array.isArray(entities) ? entities[0] : undefined;
};

describe('the board of a competition by invitation', () => {
  test('is seen by its organizer and participants alone', async () => {
    const { id, organizer, member } = await invitation(shared());
    const seen = await Promise.all(
      [organizer, member, uuidv7(), NOBODY].map(async (who) => (await readBoard(shared(), who, id)) !== null),
    );
    expect(seen).toEqual([true, true, false, false]);
  });

  test('stays closed to strangers by every way in', async () => {
    const { id } = await invitation(shared());
    const stranger = uuidv7();
    for (const who of [stranger, NOBODY]) {
      expect(await boardAsEntity(shared(), who, 'Leaderboard', id)).toBeNull();
      expect(await boardAsEntity(shared(), who, 'Competition', id)).toEqual({ leaderboard: null });
      await expect(shared().listen(who, id).next()).rejects.toThrow('NOT_FOUND');
    }
  });

  test('lets in who has just joined, when word of it comes', async () => {
    const running = await useLeaderboards({ admissionWaitMs: 15_000 });
    const { id } = await invitation(running);
    const late = uuidv7();
    const reading = readBoard(running, late, id);
    const listening = running.listen(late, id).next();
    await running.publish(joined(id, late));
    expect(await reading).toMatchObject({ participantCount: 2 });
    expect((await listening).value?.leaderboard.participantCount).toBe(2);
  });
});

describe('the board of a competition just made', () => {
  test('is waited for', async () => {
    const running = await useLeaderboards({ admissionWaitMs: 15_000 });
    const id = uuidv7();
    const reading = readBoard(running, NOBODY, id);
    const listening = running.listen(NOBODY, id).next();
    await running.publish(created({ competitionId: id }));
    expect(await reading).toMatchObject({ participantCount: 0, final: false, entries: { edges: [] } });
    expect((await listening).value?.entries).toEqual([]);
  });

  test('is empty, not null, where the competition is known and word of it has not come', async () => {
    const id = uuidv7();
    await shared().publish(scored(id, uuidv7(), 7), joined(id, uuidv7()));
    expect(await boardAsEntity(shared(), uuidv7(), 'Competition', id)).toEqual({
      leaderboard: { id, participantCount: 0, final: false, entries: { edges: [] }, viewerEntry: null },
    });
  });

  test('is not known by its id, nor can it be listened to, when word never comes', async () => {
    const id = uuidv7();
    expect(await readBoard(shared(), uuidv7(), id)).toBeNull();
    await expect(shared().listen(uuidv7(), id).next()).rejects.toThrow('NOT_FOUND');
  });
});

test.each(['x', '', '019a0000'])('an id that is none (%s) is nothing', async (id) => {
  expect(await readBoard(shared(), NOBODY, id)).toBeNull();
  expect(await boardAsEntity(shared(), NOBODY, 'Leaderboard', id)).toBeNull();
  await expect(shared().listen(NOBODY, id).next()).rejects.toThrow('NOT_FOUND');
});

test('the board of a competition that is no more is there for nobody, whatever was heard last', async () => {
  const [id, other] = [uuidv7(), uuidv7()];
  await shared().publish(created({ competitionId: id }));
  await until('the board', async () => (await readBoard(shared(), NOBODY, id)) !== null);
  await shared().publish(cancelled(id), cancelled(other), created({ competitionId: other }));
  for (const each of [id, other]) {
    await until('no board', async () => (await readBoard(shared(), NOBODY, each)) === null);
    await expect(shared().listen(NOBODY, each).next()).rejects.toThrow('NOT_FOUND');
  }
});

import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { UserDeleted } from '#events/users.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { until } from '#platform/testing/until.ts';
import { askForCompetition, join, newCompetition } from './asking.ts';
import { NOBODY, shareCompetitions } from './support.ts';

const shared = shareCompetitions();

const COMPETITION = 'query ($id: ID!) { competition(id: $id) { id } }';
const isThere = async (id: string): Promise<boolean> =>
  (await shared().ask(NOBODY, COMPETITION, { id }))['competition'] !== null;

const goes = (userId: string): Promise<void> =>
  shared().publish(createEvent(UserDeleted, userId, { version: 1, userId }, new Date()));

/** What was told of a competition last by an event of this name. */
const told = (name: string, id: string) =>
  shared().broker.manager.streams.getMessage('EVENTS_COMPETITIONS', {
    last_by_subj: `events.competitions.${name}.${id}`,
  });

/** Makes a competition with a team, of which others have been told. */
async function competitionOf(organizerId: string): Promise<string> {
  const { id } = await newCompetition(shared(), organizerId, { title: 'Party of Anna', teams: [{ name: 'Annas' }] });
  await until('word of it', () => told('CompetitionCreated', id));
  return id;
}

describe('a competition whose organizer deletes their account', () => {
  test('goes where nobody takes part, and with it what it was called', async () => {
    const ana = uuidv7();
    const id = await competitionOf(ana);
    await goes(ana);
    await until('it to be gone', async () => !(await isThere(id)));
    const word = await until('word of that', () => told('CompetitionCancelled', id));
    expect(word.json()).toMatchObject({ data: { competitionId: id } });
    expect(await told('CompetitionCreated', id)).toBeNull();
    const { userErrors } = await join(shared(), uuidv7(), id);
    expect(userErrors).toEqual([{ code: 'NOT_FOUND', path: ['competitionId'] }]);
  });

  test('goes on for those who take part, and goes with the last of them', async () => {
    const [ana, ben, cid] = [uuidv7(), uuidv7(), uuidv7()];
    const [id, alone] = [await competitionOf(ana), await competitionOf(ana)];
    for (const who of [ana, ben, cid]) await join(shared(), who, id);
    await goes(ana);
    await until('the other to be gone', async () => !(await isThere(alone)));
    await goes(ben);
    // What comes next is heard after that.
    const later = await competitionOf(cid);
    await goes(cid);
    await until('the last one’s to be gone', async () => !(await isThere(later)));
    await until('it to be gone', async () => !(await isThere(id)));
    expect(await told('CompetitionCreated', id)).toBeNull();
  });

  test('stays while somebody takes part', async () => {
    const [ana, ben] = [uuidv7(), uuidv7()];
    const [id, alone] = [await competitionOf(ana), await competitionOf(ana)];
    await join(shared(), ben, id);
    await goes(ana);
    await until('word of the other', () => told('CompetitionCancelled', alone));
    expect(await isThere(id)).toBe(true);
    expect(await told('CompetitionCreated', id)).not.toBeNull();
  });

  test('is not made after that', async () => {
    const ana = uuidv7();
    const id = await competitionOf(ana);
    await goes(ana);
    await until('it to be gone', async () => !(await isThere(id)));
    await expect(askForCompetition(shared(), ana)).rejects.toThrow('UNAUTHENTICATED');
  });
});

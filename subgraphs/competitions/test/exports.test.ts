import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DataExportRequested } from '#events/users.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { jsonGiven } from '#platform/testing/exports.ts';
import { join, newCompetition } from './asking.ts';
import { useCompetitions, type Running } from './support.ts';
import { enter, joinTeam, newSquad } from './teamSupport.ts';

const participations = z.array(z.object({ title: z.string(), team_name: z.string().nullable() }));

/** What somebody is given who takes their data along. */
async function filesOf({ publish, broker }: Running, userId: string) {
  const exportId = uuidv7();
  await publish(createEvent(DataExportRequested, exportId, { version: 1, exportId, userId }, new Date()));
  return jsonGiven(broker, exportId, 'competitions');
}

test('Who takes their data along reads what the competitions and teams are called that they took part in', async () => {
  const running = await useCompetitions();
  const [organizerId, userId] = [uuidv7(), uuidv7()];
  const alone = await newCompetition(running, organizerId, { title: 'Each alone' });
  const teams = await newCompetition(running, organizerId, { title: 'All together', teams: [{ name: 'Rollers' }] });
  const query = 'query ($id: ID!) { competition(id: $id) { teams { id } } }';
  const answer = z.object({ competition: z.object({ teams: z.tuple([z.object({ id: z.string() })]) }) });
  const [team] = answer.parse(await running.ask(organizerId, query, { id: teams.id })).competition.teams;
  await join(running, userId, alone.id);
  expect(await joinTeam(running, userId, { competitionId: teams.id, teamId: team.id })).toMatchObject({
    userErrors: [],
  });
  const files = await filesOf(running, userId);
  const given = participations.parse(files.get('competitions/participations.json'));
  expect(new Map(given.map((each) => [each.title, each.team_name]))).toEqual(
    new Map([
      ['Each alone', null],
      ['All together', 'Rollers'],
    ]),
  );
});

test('Who takes their data along reads what they have called teams, in competitions of their own and of others', async () => {
  const running = await useCompetitions();
  const [ana, ben] = [uuidv7(), uuidv7()];
  const squad = newSquad();
  for (const userId of [ana, ben]) await running.publish(squad.joined(userId, 'OWNER'));
  const settings = { title: 'Of Ana', teams: [{ name: 'First' }, { name: 'Second' }] };
  const { id: competitionId } = await newCompetition(running, ana, settings);
  expect(await enter(running, ben, { competitionId, squadId: squad.id, name: 'Bens' })).toMatchObject({
    userErrors: [],
  });
  const teams = z.array(z.object({ title: z.string(), name: z.string() }));
  const named = async (userId: string) => {
    const files = await filesOf(running, userId);
    return teams.parse(files.get('competitions/teams.json')).map(({ title, name }) => `${title}: ${name}`);
  };
  expect((await named(ana)).toSorted()).toEqual(['Of Ana: First', 'Of Ana: Second']);
  expect(await named(ben)).toEqual(['Of Ana: Bens']);
});

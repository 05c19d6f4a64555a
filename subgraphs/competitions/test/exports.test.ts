import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DataExportRequested } from '#events/users.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { jsonGiven } from '#platform/testing/exports.ts';
import { join, newCompetition } from './asking.ts';
import { useCompetitions } from './support.ts';
import { joinTeam } from './teamSupport.ts';

const participations = z.array(z.object({ title: z.string(), team_name: z.string().nullable() }));

test('Who takes their data along reads what the competitions and teams are called that they took part in', async () => {
  const running = await useCompetitions();
  const [organizerId, userId, exportId] = [uuidv7(), uuidv7(), uuidv7()];
  const alone = await newCompetition(running, organizerId, { title: 'Each alone' });
  const teams = await newCompetition(running, organizerId, { title: 'All together', teams: [{ name: 'Rollers' }] });
  const query = 'query ($id: ID!) { competition(id: $id) { teams { id } } }';
  const answer = z.object({ competition: z.object({ teams: z.tuple([z.object({ id: z.string() })]) }) });
  const [team] = answer.parse(await running.ask(organizerId, query, { id: teams.id })).competition.teams;
  await join(running, userId, alone.id);
  expect(await joinTeam(running, userId, { competitionId: teams.id, teamId: team.id })).toMatchObject({
    userErrors: [],
  });
  await running.publish(createEvent(DataExportRequested, exportId, { version: 1, exportId, userId }, new Date()));
  const files = await jsonGiven(running.broker, exportId, 'competitions');
  const given = participations.parse(files.get('competitions/participations.json'));
  expect(new Map(given.map((each) => [each.title, each.team_name]))).toEqual(
    new Map([
      ['Each alone', null],
      ['All together', 'Rollers'],
    ]),
  );
});

import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { generateActivity } from '../fixtures/generate.ts';
import { importActivity } from '#client/activities.ts';
import {
  CompetitionDocument,
  DeleteAccountDocument,
  LeaderboardDocument,
  RewardsDocument,
  RoomDocument,
  SendMessageDocument,
  UpdateProfileDocument,
  ViewerDocument,
  WorkoutDocument,
} from '#client/__generated__/graphql.ts';
import type { Person } from '#client/people.ts';
import { until } from '#platform/testing/until.ts';
import { join, newCompetition } from './support/competitions.ts';
import { newPerson } from './support/people.ts';
import { findTraces } from './support/traces.ts';

const gatewayUrl = inject('gatewayUrl');
const password = 'correct horse battery staple';
const kept = {
  postgresUrl: inject('postgresUrl'),
  mongoUrl: inject('mongoUrl'),
  redisUrl: inject('redisUrl'),
  natsUrl: inject('natsUrl'),
  folders: [path.join(inject('dataDir'), 'storage'), path.join(inject('dataDir'), 'mailbox'), inject('logDir')],
};
const startedAt = new Date('2026-05-01T06:30:00.000Z');

/** Somebody who has left something in every domain. */
async function livelyPerson(ben: Person) {
  const ana = await newPerson(gatewayUrl, 'quetzal');
  const body = { birthDate: '1971-02-28', weightKilograms: 61.2345678, heightCentimeters: 171.8765 };
  const input = { displayName: `Itzel ${ana.username.slice(8)} Xochitl`, restingHeartRateBpm: 47, ...body };
  const { updateProfile } = await ana.client.run(UpdateProfileDocument, { input });
  expect(updateProfile.userErrors).toEqual([]);
  const { id: competitionId } = await newCompetition(ana);
  await Promise.all([join(ana, competitionId), join(ben, competitionId)]);
  const activity = generateActivity({ seed: 71, sport: 'RUNNING', format: 'FIT', startedAt });
  const { workout } = await importActivity(ana.client, { ...activity, fileName: `run of ${ana.username}.fit` });
  const roomId = await until('the room', async () => {
    const { competition } = await ben.client.run(CompetitionDocument, { id: competitionId });
    return competition?.room?.id;
  });
  await until('a message in it', async () => {
    const { sendMessage } = await ana.client.run(SendMessageDocument, {
      input: { roomId, body: 'Good luck!', clientMessageId: 'one' },
    });
    return sendMessage.message;
  });
  await until('an entry', async () => (await entries(ben, competitionId)).includes(ana.username));
  await until('tokens', async () => {
    const { viewer } = await ana.client.run(RewardsDocument, {});
    return viewer?.rewardAccount?.transactions.edges.length;
  });
  const words = [ana.username, input.displayName, ...Object.values(body).map(String)];
  return { ana, competitionId, roomId, workoutId: workout?.id ?? '', words };
}

async function entries({ client }: Person, competitionId: string): Promise<(string | undefined)[]> {
  const { competition } = await client.run(LeaderboardDocument, { competitionId, first: 10 });
  return competition?.leaderboard?.entries.edges.map(({ node }) => node.participant?.username) ?? [];
}

test('who deletes their account is found nowhere any more: in no store, stream, folder or log', async () => {
  const ben = await newPerson(gatewayUrl, 'ben');
  const { ana, competitionId, roomId, workoutId, words } = await livelyPerson(ben);
  const before = await findTraces(kept, words);
  // The search itself is shown to find what is there.
  for (const place of ['laurel_users', 'laurel_workouts', 'PROFILES', 'mailbox'])
    expect(before.join('\n')).toContain(place);
  expect(before.filter((place) => /\.log|EVENTS_/.test(place))).toEqual([]);

  const { deleteAccount } = await ana.client.run(DeleteAccountDocument, { input: { password } });
  expect(deleteAccount.userErrors).toEqual([]);
  await until('nothing to be found', async () => (await findTraces(kept, words)).length === 0, 60_000).catch(async () =>
    expect(await findTraces(kept, words)).toEqual([]),
  );

  // What others see goes on without errors.
  await until('the board without them', async () => (await entries(ben, competitionId)).length === 0);
  const { room } = await ben.client.run(RoomDocument, { id: roomId, last: 10 });
  const deleted = { id: ana.id, username: 'deleted' };
  expect(room?.messages.edges.map(({ node }) => node.author)).toEqual([deleted]);
  const { competition } = await ben.client.run(CompetitionDocument, { id: competitionId });
  expect(competition?.organizer).toEqual(deleted);
  expect((await ben.client.run(WorkoutDocument, { id: workoutId })).workout).toBeNull();
  await until('their token to be refused', () =>
    ana.client.run(ViewerDocument, {}).then(
      () => false,
      () => true,
    ),
  );
}, 180_000);

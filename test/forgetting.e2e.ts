import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import {
  CompetitionDocument,
  DataExportUpdatedDocument,
  DeleteAccountDocument,
  RequestDataExportDocument,
  RewardsDocument,
  RoomDocument,
  TrainingCalendarDocument,
  ViewerDocument,
  WorkoutDocument,
  WorkoutsDocument,
} from '#client/__generated__/graphql.ts';
import { registerPerson, type Person } from '#client/people.ts';
import { unreadable } from '#platform/testing/exports.ts';
import { until } from '#platform/testing/until.ts';
import { boardOf, livelyPerson, somewhere } from './support/livelyPerson.ts';
import { newPerson, password } from './support/people.ts';
import { leaveUnderWay } from './support/traceLeaving.ts';
import { findTraces } from './support/traces.ts';
import { readArchive } from './support/zips.ts';

const gatewayUrl = inject('gatewayUrl');
const kept = {
  postgresUrl: inject('postgresUrl'),
  mongoUrl: inject('mongoUrl'),
  redisUrl: inject('redisUrl'),
  natsUrl: inject('natsUrl'),
  folders: [
    ...['storage', 'mailbox', 'nats', 'redis'].map((name) => path.join(inject('dataDir'), name)),
    inject('logDir'),
  ],
};

/** What there is of somebody who has used everything. */
const PARTS = [
  ...['account', 'sessions', 'api-keys', 'people', 'goals', 'privacy-zones', 'body-weights', 'exports'].map(
    (name) => `users/${name}.json`,
  ),
  ...['workouts', 'imports', 'uploads', 'schedules', 'liveWorkouts', 'groupSessions', 'diaries'].map(
    (name) => `workouts/${name}.json`,
  ),
  ...['organized', 'teams', 'participations', 'workouts'].map((name) => `competitions/${name}.json`),
  ...['account', 'transactions', 'achievements', 'workouts'].map((name) => `rewards/${name}.json`),
  ...['nfts/nfts.json', 'chat/rooms.json', 'chat/messages.json'],
];

/** Asks for an archive, and looks into it as soon as it is said to be ready. @returns its address. */
async function exportOf(
  ana: Person,
  { workoutId, words, enemyId }: { workoutId: string; words: readonly string[]; enemyId: string },
): Promise<string> {
  const { requestDataExport } = await ana.client.run(RequestDataExportDocument, {});
  const id = requestDataExport.dataExport?.id ?? '';
  let url: string | null = null;
  for await (const { dataExportUpdated } of ana.client.listen(DataExportUpdatedDocument, { id })) {
    url = dataExportUpdated.downloadUrl;
    if (dataExportUpdated.status === 'READY') break;
  }
  if (url === null) throw new Error('no address');
  // The public address of the stack stands in the link; the test reaches it as it knows it.
  const address = new URL(new URL(url).pathname + new URL(url).search, gatewayUrl).href;
  const { files: archive } = await readArchive(await fetch(address));
  expect(archive.get('users/account.json')).toContain(ana.username);
  expect(archive.get('workouts/workouts.json')).toContain(workoutId);
  expect(archive.get('competitions/participations.json')).toContain(ana.id);
  expect(archive.get('chat/messages.json')).toContain('Good luck!');
  expect(archive.get('rewards/transactions.json')).toContain(ana.id);
  for (const [name, text] of archive)
    if (name.endsWith('.json')) expect([name, unreadable(JSON.parse(text))]).toEqual([name, []]);
  const everything = [...archive.values()].join('\n');
  expect([...archive.keys()]).toEqual(expect.arrayContaining(PARTS));
  expect([...archive].find(([name]) => name.startsWith('workouts/samples/'))?.[1]).toContain(
    String(somewhere.latitude),
  );
  // By whom they are blocked they do not learn here either.
  expect(everything).not.toContain(enemyId);
  for (const word of words) expect([word, everything.includes(word)]).toEqual([word, true]);
  expect([...archive.keys()].filter((name) => name.startsWith('workouts/files/uploads/')).length).toBeGreaterThan(0);
  expect([...archive.keys()].filter((name) => name.startsWith('workouts/files/media/'))).toHaveLength(3);
  expect(archive.get('users/account.json')).not.toContain('argon2');
  expect(await archives(ana.id)).toHaveLength(1);
  return address;
}

const archives = (userId: string): Promise<string[]> =>
  readdir(path.join(inject('dataDir'), 'storage', 'users', 'exports', userId)).catch(() => []);

const expectNoTrace = (words: readonly string[]): Promise<unknown> =>
  until('nothing to be found', async () => (await findTraces(kept, words)).length === 0, 90_000).catch(async () =>
    expect(await findTraces(kept, words)).toEqual([]),
  );

test('who deletes their account is found nowhere any more: in no store, stream, folder or log', async () => {
  const ben = await newPerson(gatewayUrl, 'ben');
  const left = await livelyPerson(gatewayUrl, ben);
  const { ana, competitionId, roomId, workoutId, photoUrl, deviceKey, mark, lonely, words } = left;
  const all = [...words, ana.username, deviceKey];
  const before = await findTraces(kept, all);
  // The search itself is shown to find what is there.
  for (const place of [
    'laurel_users',
    'laurel_workouts',
    'laurel_chat',
    'PROFILES',
    'SQUADS',
    'Redis',
    'mailbox',
    '.aof',
  ])
    expect(before.join('\n')).toContain(place);
  // Samples stand sealed in their stream, those of others in the same files; of a competition the title is told.
  const others = before.filter((place) => !place.startsWith(lonely));
  expect(others.filter((place) => /\.log|EVENTS_|SAMPLES/.test(place))).toEqual([]);
  for (const place of ['laurel_competitions', 'laurel_chat', 'EVENTS_COMPETITIONS'])
    expect(before.filter((each) => each.startsWith(lonely)).join('\n')).toContain(place);
  // A key is known to who made it alone.
  expect(before.filter((place) => place.includes(deviceKey.toLowerCase()))).toEqual([]);
  for (const word of words)
    expect([word, before.some((place) => place.startsWith(word.toLowerCase()))]).toEqual([word, true]);

  expect((await fetch(photoUrl)).status).toBe(200);
  const archiveUrl = await exportOf(ana, left);
  const { viewer } = await ana.client.run(TrainingCalendarDocument, { from: '2026-01-01', to: '2026-01-02' });
  const calendarUrl = new URL(new URL(viewer?.trainingCalendarUrl ?? '').pathname, gatewayUrl).href;
  expect((await fetch(calendarUrl)).status).toBe(200);
  await leaveUnderWay(gatewayUrl, ana, mark);
  await ana.client.run(RequestDataExportDocument, {});
  const { deleteAccount } = await ana.client.run(DeleteAccountDocument, { input: { password } });
  expect(deleteAccount.userErrors).toEqual([]);
  await expectNoTrace(all);
  expect((await fetch(calendarUrl)).status).toBe(404);

  expect((await fetch(archiveUrl)).status).toBe(404);
  expect((await fetch(photoUrl)).status).toBe(404);
  expect(await archives(ana.id)).toEqual([]);

  // What others see goes on without errors.
  await until('the board without them', async () => (await boardOf(ben, competitionId)).length === 0);
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

  // Somebody may have the name and the address now, and has nothing else of theirs; nor does anything come back.
  const { username } = ana;
  const account = { username, email: `${username}@example.org`, password };
  const again = await registerPerson(gatewayUrl, account);
  expect(again.id).not.toBe(ana.id);
  const { viewer: anew } = await again.client.run(RewardsDocument, {});
  expect(anew?.rewardAccount?.transactions.edges).toEqual([]);
  expect((await again.client.run(WorkoutsDocument, { first: 10 })).viewer?.workouts?.edges).toEqual([]);
  await expectNoTrace(words);
}, 240_000);

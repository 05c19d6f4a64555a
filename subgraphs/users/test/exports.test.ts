import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { exportsUnderWay } from '#platform/events/exportParts.ts';
import { untilHeard, untilUnheard } from '#platform/testing/notices.ts';
import { listen, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import type { Viewer } from '#platform/viewer.ts';
import { readArchive } from '../../../test/support/zips.ts';
import { exportTopic } from '../exports/exporter.ts';
import { call } from './accountSupport.ts';
import {
  archivesIn,
  exportsOf,
  fetchArchive,
  giveOthersParts,
  openTestBroker,
  OTHERS,
  readyExport,
  requestExport,
} from './exportSupport.ts';
import { goodPassword, logIn, newPerson, tokensOf, viewerOf, startTestUsers } from './support.ts';

const users = await startTestUsers();
const broker = await openTestBroker(users.nats.url);
const HOUR_MS = 3_600_000;

const SUBSCRIPTION = 'subscription ($id: ID!) { dataExportUpdated(id: $id) { status downloadUrl } }';
async function follow(viewer: Viewer, id: string) {
  const listening = await listen(users.url, TEST_SECRET, viewer, SUBSCRIPTION, { id });
  onTestFinished(() => listening.close());
  const update = z.object({ dataExportUpdated: z.object({ status: z.string(), downloadUrl: z.string().nullable() }) });
  return {
    ...listening,
    told: () => listening.results.map(({ data }) => update.parse(data).dataExportUpdated),
  };
}

/** What everybody has who uses all of it: something in every table of users. */
async function fillTables({ viewer }: { viewer: Viewer & { kind: 'person' } }): Promise<void> {
  const mutations = [
    'updateProfile(input: { displayName: "Ana of the Hills", weightKilograms: 61.5 })',
    'recordBodyWeight(input: { weightKilograms: 62.5, measuredOn: "2026-01-01" })',
    'addPrivacyZone(input: { latitude: 46.05, longitude: 14.5, radiusMeters: 200, title: "Home" })',
    'setGoal(input: { metric: WORKOUT_COUNT, targetValue: 3, targetDate: "2030-01-01" })',
    'createApiKey(input: { name: "Watch of Ana" })',
    'createSquad(input: { name: "Hill people" })',
  ];
  for (const mutation of mutations) {
    const { data, errors } = await users.ask(viewer, `mutation { it: ${mutation} { userErrors { code path } } }`);
    expect([data, errors]).toEqual([{ it: { userErrors: [] } }, undefined]);
  }
}

const act = (viewer: Viewer, field: 'requestFriend' | 'blockUser' | 'unblockUser', userId: string) =>
  call(users, field, { userId }, viewer);

/** Invites somebody to the one squad that somebody has. */
async function invite(viewer: Viewer, userId: string): Promise<void> {
  const { data } = await users.ask(viewer, '{ viewer { squads { edges { node { id } } } } }');
  const squads = z.object({ edges: z.tuple([z.object({ node: z.object({ id: z.string() }) })]) });
  const [{ node }] = z.object({ viewer: z.object({ squads }) }).parse(data).viewer.squads.edges;
  expect(await call(users, 'inviteToSquad', { squadId: node.id, userId }, viewer)).toEqual([]);
}

describe('an export', () => {
  test('is ready when every domain has given its part, whoever listens is told, and its link is good for an hour', async () => {
    const { viewer } = await newPerson(users);
    const id = await requestExport(users, viewer);
    const listening = await follow(viewer, id);
    await until('the first state', () => listening.told().length === 1);
    await giveOthersParts(broker, id);
    await listening.ended;
    const [pending, ready] = listening.told();
    expect([pending, ready?.status]).toEqual([{ status: 'PENDING', downloadUrl: null }, 'READY']);
    const response = await fetchArchive(users, ready?.downloadUrl ?? '');
    expect(response.headers.get('content-type')).toBe('application/zip');
    const { names, files } = await readArchive(response);
    for (const domain of OTHERS) {
      expect(JSON.parse(files.get(`${domain}/things.json`) ?? '')).toEqual([{ of: domain }]);
      expect(files.get(`${domain}/large.bin`)).toHaveLength(1_300_000);
    }
    expect(new Set(names).size).toBe(names.length);
    // What broke off goes on.
    const end = await fetchArchive(users, ready?.downloadUrl ?? '', { range: 'bytes=-22' });
    expect([end.status, Buffer.from(await end.arrayBuffer()).readUInt32LE()]).toEqual([206, 0x06054b50]);
    await until('the parts to be gone', async () => !(await exportsUnderWay(broker)).includes(id));
    // Who listens now is told at once, and that is all.
    const late = await follow(viewer, id);
    await late.ended;
    expect(late.told().map(({ status }) => status)).toEqual(['READY']);
    users.putClockOn(HOUR_MS);
    expect((await fetchArchive(users, ready?.downloadUrl ?? '')).status).toBe(404);
    const again = await readyExport(users, viewer, id);
    expect((await fetchArchive(users, again.downloadUrl)).status).toBe(200);
  });

  test('lets go who waits for it and leaves', async () => {
    const { viewer } = await newPerson(users);
    const listening = await follow(viewer, await requestExport(users, viewer));
    await until('the first state', () => listening.told().length === 1);
    await untilHeard(broker, exportTopic(viewer.userId));
    await listening.close();
    await untilUnheard(broker, exportTopic(viewer.userId));
  });

  test('has all that users keeps, but no secrets, and not by whom the person is blocked', async () => {
    const [ana, ben, cem, dia] = [
      await newPerson(users),
      await newPerson(users),
      await newPerson(users),
      await newPerson(users),
    ];
    await fillTables(ana);
    expect(
      await call(users, 'changeEmail', { newEmail: `new-${ana.email}`, password: goodPassword }, ana.viewer),
    ).toEqual([]);
    await act(ana.viewer, 'requestFriend', ben.viewer.userId);
    await invite(ana.viewer, ben.viewer.userId);
    await act(ana.viewer, 'blockUser', cem.viewer.userId);
    await act(dia.viewer, 'blockUser', ana.viewer.userId);
    const id = await requestExport(users, ana.viewer);
    await giveOthersParts(broker, id);
    const { downloadUrl } = await readyExport(users, ana.viewer, id);
    const { files } = await readArchive(await fetchArchive(users, downloadUrl));
    const own = [...files].filter(([name]) => name.startsWith('users/'));
    const all = own.map(([, text]) => text).join('\n');
    const told = [
      ana.username,
      ana.email,
      `new-${ana.email}`,
      'Ana of the Hills',
      '61.5',
      '62.5',
      'Home',
      '46.05',
      'Watch of Ana',
      'Hill people',
    ];
    for (const word of [...told, ben.viewer.userId, cem.viewer.userId, 'WORKOUT_COUNT', ana.tokens.id, id]) {
      expect(all).toContain(word);
    }
    expect(all).not.toMatch(/argon2|_hash/);
    expect(all).not.toContain(dia.viewer.userId);
    expect(all).not.toContain(dia.username);
    const people = z.array(z.object({ username: z.string() })).parse(JSON.parse(files.get('users/people.json') ?? ''));
    expect(new Set(people.map(({ username }) => username))).toEqual(new Set([ben.username, cem.username]));
    expect(JSON.parse(files.get('users/squad-invitations.json') ?? '')).toMatchObject([
      { name: 'Hill people', username: ben.username, inviter_username: ana.username },
    ]);
    for (const [name, text] of own) expect([name, Array.isArray(JSON.parse(text))]).toEqual([name, true]);
  });

  test('does not tell of blocks of the person that were taken back', async () => {
    const [ana, ben, cem] = [await newPerson(users), await newPerson(users), await newPerson(users)];
    expect(await act(ana.viewer, 'requestFriend', ben.viewer.userId)).toEqual([]);
    for (const { viewer } of [ben, cem]) {
      for (const field of ['blockUser', 'unblockUser'] as const)
        expect(await act(viewer, field, ana.viewer.userId)).toEqual([]);
    }
    expect(await act(ana.viewer, 'requestFriend', ben.viewer.userId)).toEqual([]);
    const id = await requestExport(users, ana.viewer);
    await giveOthersParts(broker, id);
    const { downloadUrl } = await readyExport(users, ana.viewer, id);
    const { files } = await readArchive(await fetchArchive(users, downloadUrl));
    expect(JSON.parse(files.get('users/people.json') ?? '')).toEqual([
      {
        ...{ user_id: ben.viewer.userId, username: ben.username, display_name: ben.username },
        ...{ requester_id: ana.viewer.userId, addressee_id: ben.viewer.userId, requested_at: expect.any(String) },
        ...{ friends_since: null, blocked_at: null },
      },
    ]);
  });

  test('that is under way is not told of to a session that was ended', async () => {
    const { viewer, email } = await newPerson(users);
    const id = await requestExport(users, viewer);
    expect(await call(users, 'logOut', {}, viewer)).toEqual([]);
    const asked = await users.ask(viewer, 'mutation { requestDataExport { dataExport { id } } }');
    expect(asked.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await requestExport(users, viewerOf(tokensOf(await logIn(users, email))))).toBe(id);
  });

  test('tells of an invitation also when the account of who sent it is gone', async () => {
    const [ana, ben] = [await newPerson(users), await newPerson(users)];
    await call(users, 'createSquad', { name: 'Lake people' }, ben.viewer);
    await invite(ben.viewer, ana.viewer.userId);
    // Else the squad would be gone too.
    await users.pool.query('UPDATE squad_invitations SET inviter_id = NULL WHERE user_id = $1', [ana.viewer.userId]);
    const id = await requestExport(users, ana.viewer);
    await giveOthersParts(broker, id);
    const { downloadUrl } = await readyExport(users, ana.viewer, id);
    const { files } = await readArchive(await fetchArchive(users, downloadUrl));
    expect(JSON.parse(files.get('users/squad-invitations.json') ?? '')).toMatchObject([
      { name: 'Lake people', username: ana.username, inviter_username: null },
    ]);
  });

  test('asked for again is the same while it is under way, and another one afterwards', async () => {
    const { viewer } = await newPerson(users);
    const asked = await Promise.all([1, 2, 3].map(() => requestExport(users, viewer)));
    expect(new Set(asked).size).toBe(1);
    const [id = ''] = asked;
    await giveOthersParts(broker, id);
    await readyExport(users, viewer, id);
    expect(await requestExport(users, viewer)).not.toBe(id);
  });

  test('takes the place of the one before once it is ready', async () => {
    const { viewer } = await newPerson(users);
    const before = await requestExport(users, viewer);
    await giveOthersParts(broker, before);
    const { downloadUrl } = await readyExport(users, viewer, before);
    const id = await requestExport(users, viewer);
    expect((await fetchArchive(users, downloadUrl)).status).toBe(200);
    await giveOthersParts(broker, id);
    const newest = await readyExport(users, viewer, id);
    await until('the one before to be over', async () => (await archivesIn(users, viewer)).length === 1);
    const [, former] = await until('to be told so', async () => {
      const found = await exportsOf(users, viewer);
      return found[1]?.status === 'EXPIRED' && found;
    });
    expect(former).toEqual({ id: before, status: 'EXPIRED', downloadUrl: null });
    expect((await fetchArchive(users, downloadUrl)).status).toBe(404);
    expect((await fetchArchive(users, newest.downloadUrl)).status).toBe(200);
  });

  test('given to more than once has every file once', async () => {
    const { viewer } = await newPerson(users);
    const id = await requestExport(users, viewer);
    await giveOthersParts(broker, id, OTHERS.slice(1));
    await giveOthersParts(broker, id, OTHERS.slice(1));
    await giveOthersParts(broker, id);
    const { downloadUrl } = await readyExport(users, viewer, id);
    const { names } = await readArchive(await fetchArchive(users, downloadUrl));
    expect(new Set(names).size).toBe(names.length);
  });

  test('of which there were five in a day is refused until there may be another; one under way is no other', async () => {
    const { viewer } = await newPerson(users);
    for (let i = 0; i < 5; i++) {
      const id = await requestExport(users, viewer);
      expect(await requestExport(users, viewer)).toBe(id);
      await giveOthersParts(broker, id);
      await readyExport(users, viewer, id);
    }
    const sixth = 'mutation { requestDataExport { dataExport { id } userErrors { code retryAfterSeconds } } }';
    const { data } = await users.ask(viewer, sixth);
    const answer = z.object({
      requestDataExport: z.object({
        dataExport: z.null(),
        userErrors: z.tuple([z.object({ code: z.literal('RATE_LIMITED'), retryAfterSeconds: z.int() })]),
      }),
    });
    const [{ retryAfterSeconds }] = answer.parse(data).requestDataExport.userErrors;
    expect(retryAfterSeconds).toBeGreaterThan(4 * 3600);
    users.putClockOn(retryAfterSeconds * 1000);
    await requestExport(users, viewer);
  });

  test('is its person’s alone', async () => {
    const [ana, ben] = [await newPerson(users), await newPerson(users)];
    const id = await requestExport(users, ana.viewer);
    await giveOthersParts(broker, id);
    const { downloadUrl } = await readyExport(users, ana.viewer, id);
    for (const wanted of [id, 'no id']) {
      const refused = await follow(ben.viewer, wanted);
      await refused.ended;
      expect(refused.results).toMatchObject([{ errors: [{ extensions: { code: 'NOT_FOUND' } }] }]);
    }
    expect(await exportsOf(users, ben.viewer)).toEqual([]);
    const other = await requestExport(users, ben.viewer);
    const forged = [
      downloadUrl.replace(/token=./, 'token=z'),
      `${downloadUrl.slice(0, -2)}AA`,
      downloadUrl.replace(/\?.*/, ''),
      downloadUrl.replace(id, other),
      downloadUrl.replace(id, 'no-id'),
    ];
    for (const url of forged) expect((await fetchArchive(users, url)).status).toBe(404);
  });
});

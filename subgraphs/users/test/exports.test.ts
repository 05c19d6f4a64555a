import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { openBroker } from '#platform/events/broker.ts';
import {
  endExport,
  exportsUnderWay,
  giveToExport,
  hasGiven,
  jsonFile,
  type ExportFile,
} from '#platform/events/exportParts.ts';
import { createService } from '#platform/lifecycle.ts';
import { transaction } from '#platform/postgres/connection.ts';
import { openDiskStorage } from '#platform/storage/open.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { untilHeard, untilUnheard } from '#platform/testing/notices.ts';
import { listen, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import type { Viewer } from '#platform/viewer.ts';
import { readArchive } from '../../../test/support/zips.ts';
import { makeArchive, zipped } from '../exports/archive.ts';
import { exportTopic } from '../exports/exporter.ts';
import { call } from './accountSupport.ts';
import {
  exportsOf,
  fetchArchive,
  giveOthersParts,
  openTestBroker,
  OTHERS,
  readyExport,
  requestExport,
} from './exportSupport.ts';
import {
  goodPassword,
  logIn,
  newPerson,
  openTestPlace,
  startMortalUsers,
  startUsersAt,
  tokensOf,
  viewerOf,
} from './support.ts';

const place = await openTestPlace();
const users = await startUsersAt(place);
const broker = await openTestBroker(users.nats.url);
const HOUR_MS = 3_600_000;

const archivesIn = ({ mailbox }: { mailbox: string }, { userId }: { userId: string }): Promise<string[]> =>
  readdir(path.join(mailbox, 'storage', 'exports', userId)).catch(() => []);

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

const act = (viewer: Viewer, field: 'requestFriend' | 'blockUser', userId: string) =>
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

test('The link to an archive is good for nothing from the moment the account is deleted', async () => {
  const { viewer } = await newPerson(users);
  const id = await requestExport(users, viewer);
  await giveOthersParts(broker, id);
  const { downloadUrl } = await readyExport(users, viewer, id);
  expect((await fetchArchive(users, downloadUrl)).status).toBe(200);
  // Without the broker the archive cannot be removed yet.
  await users.nats.stop();
  await call(users, 'deleteAccount', { password: goodPassword }, viewer);
  expect((await fetchArchive(users, downloadUrl)).status).toBe(404);
  await users.nats.start();
  await until('the archive to be gone', async () => (await archivesIn(users, viewer)).length === 0);
});

test('Of an account that is deleted while its archive is made nothing stays', async () => {
  const { viewer } = await newPerson(users);
  const ready = await requestExport(users, viewer);
  await giveOthersParts(broker, ready);
  const { downloadUrl } = await readyExport(users, viewer, ready);
  const id = await requestExport(users, viewer);
  await giveOthersParts(broker, id, OTHERS.slice(1));
  expect(await archivesIn(users, viewer)).toHaveLength(1);
  await Promise.all([
    giveOthersParts(broker, id, OTHERS.slice(0, 1)),
    call(users, 'deleteAccount', { password: goodPassword }, viewer),
  ]);
  await until('the archives to be gone', async () => (await archivesIn(users, viewer)).length === 0);
  await until('the exports to be gone', async () => {
    const { rowCount } = await users.pool.query('SELECT FROM data_exports WHERE account_id = $1', [viewer.userId]);
    return rowCount === 0;
  });
  expect((await fetchArchive(users, downloadUrl)).status).toBe(404);
  expect(await archivesIn(users, viewer)).toEqual([]);
});

describe('what a domain gives of somebody who deletes their account', () => {
  /** Lets an account be deleted, when users have given their own part, and what was given to its export be erased. */
  async function leave(viewer: Viewer & { kind: 'person' }, exportId: string): Promise<void> {
    await until('users to give', () => hasGiven(broker, exportId, 'users'));
    await call(users, 'deleteAccount', { password: goodPassword }, viewer);
    await until('the export to be gone', async () => {
      const { rowCount } = await users.pool.query('SELECT FROM data_exports WHERE account_id = $1', [viewer.userId]);
      return rowCount === 0;
    });
  }

  test('meanwhile is gone as soon as it is given', async () => {
    const { viewer } = await newPerson(users);
    const exportId = await requestExport(users, viewer);
    async function* slowly(): AsyncGenerator<ExportFile> {
      yield jsonFile('workouts/first.json', []);
      yield jsonFile('workouts/second.json', []);
      await leave(viewer, exportId);
      expect(await exportsUnderWay(broker)).not.toContain(exportId);
      yield jsonFile('workouts/third.json', []);
    }
    await giveToExport(broker, { exportId, domain: 'workouts' }, slowly());
    expect(await exportsUnderWay(broker)).not.toContain(exportId);
  });

  test('at the last moment is gone, too', async () => {
    const { viewer } = await newPerson(users);
    const exportId = await requestExport(users, viewer);
    async function* late(): AsyncGenerator<ExportFile> {
      yield jsonFile('workouts/all.json', []);
      await leave(viewer, exportId);
    }
    await giveToExport(broker, { exportId, domain: 'workouts' }, late());
    expect(await exportsUnderWay(broker)).not.toContain(exportId);
  });

  test('before that is gone, and after that it is given to nobody', async () => {
    const { viewer } = await newPerson(users);
    const exportId = await requestExport(users, viewer);
    await giveOthersParts(broker, exportId, ['workouts']);
    expect(await exportsUnderWay(broker)).toContain(exportId);
    await leave(viewer, exportId);
    expect(await exportsUnderWay(broker)).not.toContain(exportId);
    await giveOthersParts(broker, exportId);
    expect(await exportsUnderWay(broker)).not.toContain(exportId);
  });
});

test.each([
  ['file', 1],
  ['piece of a file', 20],
])(
  'An archive takes the next %s when the one before is on its way out, however slowly it is read',
  async (_, pieces) => {
    const [FILES, BYTES] = [40 / pieces, 200_000];
    let [taken, read, most] = [0, 0, 0];
    function* contents(): Generator<Uint8Array> {
      for (let i = 0; i < pieces; i++) {
        taken += BYTES;
        yield randomBytes(BYTES);
      }
    }
    async function* files(): AsyncGenerator<ExportFile> {
      for (let i = 0; i < FILES; i++) yield { path: `${i}.bin`, contents: contents() };
      yield { path: 'empty.bin', contents: [] };
    }
    const chunks: Buffer[] = [];
    for await (const chunk of zipped(files(), new Date())) {
      most = Math.max(most, taken - read);
      // Whatever could be taken meanwhile is.
      for (let turn = 0; turn < 20; turn++) await setImmediate();
      chunks.push(z.instanceof(Buffer).parse(chunk));
      read += chunks.at(-1)?.length ?? 0;
    }
    // Each of the streams on the way holds a piece or two; what is asked is that it does not grow with the file or their number.
    expect(most).toBeLessThanOrEqual(8 * BYTES);
    const { names, files: texts } = await readArchive(new Response(Buffer.concat(chunks)));
    expect([names.length, texts.get('empty.bin')]).toEqual([FILES + 1, '']);
  },
);

test('an archive that nobody writes down any more may lose what is given to it: nothing else comes of that', async () => {
  const [reading, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  async function* contents(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(1);
    reading.resolve();
    await over.promise;
    throw new Error('it is given anew');
  }
  async function* files(): AsyncGenerator<ExportFile> {
    yield await Promise.resolve({ path: 'a.bin', contents: contents() });
  }
  const archive = zipped(files(), new Date());
  archive.resume();
  await reading.promise;
  archive.destroy();
  await once(archive, 'close');
  over.resolve();
  // An error that nobody hears would end the process, and fails the test.
  await setImmediate();
});

describe('an archive that cannot be made', () => {
  test('is tried again, and holds up nobody else’s', async () => {
    const [ana, ben] = [await newPerson(users), await newPerson(users)];
    const folder = path.join(users.mailbox, 'storage', 'exports', ana.viewer.userId);
    await mkdir(path.dirname(folder), { recursive: true });
    // Where its folder should be is a file.
    await writeFile(folder, '');
    const stuck = await requestExport(users, ana.viewer);
    const id = await requestExport(users, ben.viewer);
    for (const each of [stuck, id]) await giveOthersParts(broker, each);
    await readyExport(users, ben.viewer, id);
    expect(await exportsOf(users, ana.viewer)).toMatchObject([{ id: stuck, status: 'PENDING' }]);
    await rm(folder);
    await readyExport(users, ana.viewer, stuck);
  }, 90_000);

  test('since a domain answers nobody holds up none of those that can, however many there are', async () => {
    const { viewer } = await newPerson(users);
    const id = await requestExport(users, viewer);
    const older = `INSERT INTO data_exports (id, account_id, status, requested_at)
      SELECT gen_random_uuid(), gen_random_uuid(), 'PENDING', requested_at - interval '1 minute'
      FROM data_exports, generate_series(1, 45) WHERE id = $1 RETURNING id`;
    const { rows } = await users.pool.query(older, [id]);
    const ids = z.array(z.object({ id: z.string() })).parse(rows);
    onTestFinished(async () => {
      await users.pool.query('DELETE FROM data_exports WHERE id = ANY($1)', [ids.map((each) => each.id)]);
    });
    await giveOthersParts(broker, id);
    await readyExport(users, viewer, id);
  }, 90_000);

  test('or removed holds up nobody else’s that is too old', async () => {
    const [ana, ben] = [await newPerson(users), await newPerson(users)];
    for (const { viewer } of [ana, ben]) {
      const id = await requestExport(users, viewer);
      await giveOthersParts(broker, id);
      await readyExport(users, viewer, id);
    }
    const [archive = ''] = await archivesIn(users, ana.viewer);
    const kept = path.join(users.mailbox, 'storage', 'exports', ana.viewer.userId, archive);
    await rm(kept);
    await mkdir(path.join(kept, 'what no archive has'), { recursive: true });
    const age = `UPDATE data_exports SET requested_at = requested_at - interval '9 days' WHERE account_id = $1`;
    for (const { viewer } of [ana, ben]) await users.pool.query(age, [viewer.userId]);
    // Which looks at once.
    await startUsersAt(place);
    const statusOf = async (viewer: Viewer) => (await exportsOf(users, viewer)).map(({ status }) => status);
    await until('the other to be over', async () => (await statusOf(ben.viewer))[0] === 'EXPIRED');
    expect(await statusOf(ana.viewer)).toEqual(['READY']);
  }, 90_000);

  /** Gives parts that cannot be packed any smaller. */
  async function giveNoise(exportId: string): Promise<void> {
    async function* noise(domain: string): AsyncGenerator<ExportFile> {
      yield { path: `${domain}/small.bin`, contents: [randomBytes(300_000)] };
      for (let i = 0; i < 4; i++) yield { path: `${domain}/${i}.bin`, contents: [randomBytes(2_000_000)] };
    }
    for (const domain of ['users', ...OTHERS]) await giveToExport(broker, { exportId, domain }, noise(domain));
  }

  test('since the folder for temporary files is full is tried again: the process stays', async () => {
    const exportId = uuidv7();
    await giveNoise(exportId);
    const making = fileURLToPath(new URL('./processes/archiving.ts', import.meta.url));
    const told = [process.execPath, making, users.nats.url, exportId, await temporaryFolder()];
    // No file may be longer than 100 kB.
    const { stdout } = await promisify(execFile)('sh', ['-c', 'ulimit -f 200; exec "$0" "$@"', ...told]);
    expect(stdout).toBe('EFBIG: file too large, write\n'.repeat(2));
    await endExport(broker, exportId);
  }, 60_000);

  test.skipIf(process.platform !== 'linux')(
    'since the broker goes away holds no file open',
    async () => {
      const temporary = await temporaryFolder();
      vi.stubEnv('TMPDIR', temporary);
      onTestFinished(() => void vi.unstubAllEnvs());
      const exportId = uuidv7();
      await giveNoise(exportId);
      const { service, close } = createService('test', 'silent');
      const lost = await openBroker(service, users.nats.url);
      const storage = await openDiskStorage(await temporaryFolder());
      const dataExport = { accountId: uuidv7(), status: 'PENDING', requestedAt: new Date(), readyAt: null } as const;
      const making = makeArchive(lost, storage, { ...dataExport, id: exportId, byteLength: null });
      const failing = expect(making).rejects.toThrow();
      await until('a file aside', async () => (await openIn(temporary)) === 1);
      await close();
      await failing;
      await until('the file to be closed', async () => (await openIn(temporary)) === 0);
      await endExport(broker, exportId);
    },
    60_000,
  );

  async function openIn(folder: string): Promise<number> {
    const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
    return (await Promise.all(links)).filter((link) => link.startsWith(folder)).length;
  }
});

const [shared, hurried, mortals] = [await openTestPlace(), await openTestPlace(), await openTestPlace()];

describe('several instances', () => {
  test('make an archive once, and it stays; when it is a week old it is gone, and a month later forgotten', async () => {
    const placesBroker = await openTestBroker(shared.nats.url);
    const [one, two] = [await startUsersAt(shared), await startUsersAt(shared)];
    const { viewer } = await newPerson(one);
    for (let i = 0; i < 3; i++) {
      const id = await requestExport(one, viewer);
      await giveOthersParts(placesBroker, id);
      const { downloadUrl } = await readyExport(two, viewer, id);
      await until('the parts to be gone', async () => !(await exportsUnderWay(placesBroker)).includes(id));
      for (const each of [one, two]) expect((await fetchArchive(each, downloadUrl)).status).toBe(200);
    }
    await startUsersAt(shared, 8 * 24 * HOUR_MS);
    await until('the archives to be gone', async () => (await archivesIn(one, viewer)).length === 0);
    // The archive goes first.
    await until('the exports to be over', async () => {
      const sql = `SELECT FROM data_exports WHERE account_id = $1 AND status <> 'EXPIRED'`;
      return (await one.pool.query(sql, [viewer.userId])).rowCount === 0;
    });
    const sql = 'SELECT FROM data_exports WHERE account_id = $1';
    expect((await one.pool.query(sql, [viewer.userId])).rowCount).toBe(3);
    await startUsersAt(shared, 31 * 24 * HOUR_MS);
    await until('the exports to be forgotten', async () => {
      return (await one.pool.query(sql, [viewer.userId])).rowCount === 0;
    });
  }, 120_000);

  test('leave an archive alone that one of them makes at the moment when it is given up', async () => {
    const one = await startUsersAt(hurried);
    const [ana, ben] = [await newPerson(one), await newPerson(one)];
    const id = await requestExport(one, ana.viewer);
    const later = await requestExport(one, ben.viewer);
    await transaction(one.pool, async (tx) => {
      // As the one does that makes it.
      await tx.query('SELECT FROM data_exports WHERE id = $1 FOR UPDATE', [id]);
      const key = `exports/${ana.viewer.userId}/${id}.zip`;
      await (await openDiskStorage(hurried.config.STORAGE_DIR)).put(key, Buffer.from('an archive'));
      await startUsersAt(hurried, 24 * HOUR_MS);
      await until('the next one to be given up', async () => {
        const [found] = await exportsOf(one, ben.viewer);
        return found?.id === later && found.status === 'EXPIRED';
      });
      const made = `UPDATE data_exports SET status = 'READY', ready_at = now(), byte_length = 10 WHERE id = $1`;
      await tx.query(made, [id]);
    });
    const { downloadUrl } = await readyExport(one, ana.viewer, id);
    expect(await (await fetchArchive(one, downloadUrl)).text()).toBe('an archive');
  }, 60_000);

  test('that die at every step still make one whole archive', async () => {
    const making = ['users.export.zipped', 'storage.before-rename', 'users.export.archived'];
    const steps = ['exports.chunk-given', 'exports.given', ...making, 'users.export.ready'];
    const placesBroker = await openTestBroker(mortals.nats.url);
    const temporary = await temporaryFolder();
    const settings = { ...mortals.config, TMPDIR: temporary };
    const mortal = await startMortalUsers(settings, [
      ...steps.map((step) => `${step}=1`),
      ...steps.map((step) => `${step}=0.5`),
    ]);
    await until('the service', () => answers(mortal), 60_000);
    const { viewer } = await newPerson(mortal);
    const id = await requestExport(mortal, viewer);
    await giveOthersParts(placesBroker, id);
    await until('its deaths', () => mortal.deaths() >= steps.length, 90_000);
    const { downloadUrl } = await readyExport(mortal, viewer, id);
    await until('the service', () => answers(mortal), 60_000);
    const { names } = await readArchive(await fetchArchive(mortal, downloadUrl));
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name.endsWith('large.bin'))).toHaveLength(OTHERS.length);
    await until('the parts to be gone', async () => !(await exportsUnderWay(placesBroker)).includes(id), 60_000);
    expect(await readdir(temporary)).toEqual([]);
    // What the one left that died while it wrote into the storage goes with the person.
    const partials = path.join(mortals.mailbox, 'storage', '.partial');
    expect(await readdir(partials)).not.toEqual([]);
    await call(mortal, 'deleteAccount', { password: goodPassword }, viewer);
    await until('all of the archives to be gone', async () => {
      return (await readdir(partials)).length + (await archivesIn(mortals, viewer)).length === 0;
    });
  }, 180_000);
});

const answers = ({ url }: { url: string }): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

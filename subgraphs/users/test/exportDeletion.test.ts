import { describe, expect, test } from 'vitest';
import { exportsUnderWay, giveToExport, hasGiven, jsonFile, type ExportFile } from '#platform/events/exportParts.ts';
import { until } from '#platform/testing/until.ts';
import type { Viewer } from '#platform/viewer.ts';
import { call } from './accountSupport.ts';
import {
  archivesIn,
  fetchArchive,
  giveOthersParts,
  openTestBroker,
  OTHERS,
  readyExport,
  requestExport,
} from './exportSupport.ts';
import { goodPassword, newPerson, startTestUsers } from './support.ts';

const users = await startTestUsers();
const broker = await openTestBroker(users.nats.url);

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

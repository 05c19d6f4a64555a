import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportsUnderWay } from '#platform/events/exportParts.ts';
import { transaction } from '#platform/postgres/connection.ts';
import { openDiskStorage } from '#platform/storage/open.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { testService } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { readArchive } from '../../../test/support/zips.ts';
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
import { goodPassword, newPerson, openTestPlace, startMortalUsers, startUsersAt } from './support.ts';

const HOUR_MS = 3_600_000;
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
      await (await openDiskStorage(testService(), hurried.config.STORAGE_DIR)).put(key, Buffer.from('an archive'));
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

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
import { endExport, giveToExport, type ExportFile } from '#platform/events/exportParts.ts';
import { createService } from '#platform/lifecycle.ts';
import { openDiskStorage } from '#platform/storage/open.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { until } from '#platform/testing/until.ts';
import type { Viewer } from '#platform/viewer.ts';
import { readArchive } from '../../../test/support/zips.ts';
import { makeArchive, zipped } from '../exports/archive.ts';
import {
  archivesIn,
  exportsOf,
  giveOthersParts,
  openTestBroker,
  OTHERS,
  readyExport,
  requestExport,
} from './exportSupport.ts';
import { newPerson, openTestPlace, startUsersAt } from './support.ts';

const place = await openTestPlace();
const users = await startUsersAt(place);
const broker = await openTestBroker(users.nats.url);

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
      const storage = await openDiskStorage(service, await temporaryFolder());
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

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createService } from '#platform/lifecycle.ts';
import { startTestNats, type Disposable, type StoreProcess } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { zipOf, type ToZip } from '../../../test/support/zips.ts';
import { createOpenArchives } from '../imports/archive/openArchives.ts';
import { importUpload } from '../imports/importFile.ts';
import { startImports } from '../imports/start.ts';
import { filesOf } from '../store/importDocument.ts';
import { openFilesOf, ownTmpdir } from './asideFiles.ts';
import { importOf, openImportingTools } from './importing.ts';
import { somebody } from './support.ts';

let nats: Disposable<StoreProcess>;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.dispose());

const archiveOf = (files: number) =>
  zipOf(Array.from({ length: files }, (_, i): ToZip => [`${i}.fit`, new TextEncoder().encode(`no activity ${i}`)]));

/** Tools for which every archive is a large one and every batch of its files takes a turn, and how often a file was fetched. */
async function openSlowTools() {
  const tools = await openImportingTools(nats.value.url);
  const fetched: string[] = [];
  const getStream: typeof tools.storage.getStream = (key, part) => {
    fetched.push(key);
    return tools.storage.getStream(key, part);
  };
  let nowMs = Date.now();
  const now = (): Date => new Date((nowMs += 2000));
  return { tools: { ...tools, storage: { ...tools.storage, getStream }, maxBytes: 1000, now }, fetched };
}

describe.skipIf(process.platform !== 'linux')('a large archive', () => {
  it('is fetched once, however many turns it takes, and held open until its end', async () => {
    const folder = await ownTmpdir();
    const { tools, fetched } = await openSlowTools();
    const { _id } = await importOf(tools, somebody(), await archiveOf(50), true);
    const turn = async (): Promise<unknown> => {
      const wanted = await tools.imports.get(_id);
      return wanted && importUpload(tools, wanted);
    };
    const turns = [];
    for (const isOpen of [1, 1, 0]) {
      turns.push(await turn());
      await until('the file to be as it is meant', async () => (await openFilesOf(folder)) === isOpen);
    }
    expect(turns).toEqual(['MORE', 'MORE', { status: 'COMPLETED', workoutId: null, failure: null }]);
    expect(fetched).toHaveLength(1);
  });

  it('is open no more when it was cancelled, or the process ends', async () => {
    const folder = await ownTmpdir();
    const { tools } = await openSlowTools();
    const { service, close } = createService('workouts', 'silent');
    const queue = startImports(service, { IMPORT_LEASE_MS: 5000, IMPORT_CONCURRENCY: 1 }, tools);
    const begin = async (): Promise<string> => {
      const { _id, ownerId } = await importOf(
        { ...tools, now: () => new Date() },
        somebody(),
        await archiveOf(100),
        true,
      );
      await tools.imports.release(_id, 'me');
      queue.add(_id, ownerId);
      await until('some of its files', async () => {
        const found = await tools.imports.get(_id);
        return found && filesOf(found)?.some(({ status }) => status !== 'PENDING');
      });
      return _id;
    };
    expect(await tools.imports.cancel(await begin(), new Date())).toMatchObject({ status: 'CANCELLED' });
    await until('the archive to be closed', async () => (await openFilesOf(folder)) === 0);
    const left = await begin();
    await close();
    expect(await openFilesOf(folder)).toBe(0);
    expect(await tools.imports.get(left)).toMatchObject({ isOpen: true });
  });
});

it('no more archives wait opened than there is room for, and those that wait already stay', async () => {
  const closed: string[] = [];
  const archive = (name: string) => ({ files: [], close: async () => void closed.push(name) });
  const open = createOpenArchives(2);
  const [a, b, c] = [archive('a'), archive('b'), archive('c')];
  await open.leave('a', a);
  await open.leave('b', b);
  await open.leave('c', c);
  expect(closed).toEqual(['c']);
  expect([open.take('a'), open.take('c'), open.take('a')]).toEqual([a, undefined, undefined]);
  await open.close('a');
  expect(closed).toEqual(['c']);
  await open.closeAll();
  expect(closed).toEqual(['c', 'b']);
});

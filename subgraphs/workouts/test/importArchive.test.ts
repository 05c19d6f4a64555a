import { expect, it, onTestFinished } from 'vitest';
import { zipOf } from '../../../test/support/zips.ts';
import { z } from 'zod';
import { leaseOf } from '#platform/lease.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { createTestMongo, startTestNats, testService } from '#platform/testing/stores.ts';
import { importArchive, type ArchiveTools } from '../imports/archive/importArchive.ts';
import { createOpenArchives } from '../imports/archive/openArchives.ts';
import { importUpload } from '../imports/importFile.ts';
import { filesOf, isOver } from '../store/importDocument.ts';
import { openImports } from '../store/imports.ts';
import { archiveOf } from './archiveImport.ts';
import { importOf, openImportingTools } from './importing.ts';
import { somebody } from './support.ts';
import { activity } from './uploading.ts';

const zipped = Array.from({ length: 50 }, (_, index) => ({
  fileName: `${index}.fit`,
  refused: null,
  read: () => Promise.resolve(Buffer.from([index])),
}));
const open = () => Promise.resolve({ files: zipped, close: () => Promise.resolve() });

it('an archive comes on in every turn, however slow the stores are', async () => {
  let nowMs = 0;
  let notes = '';
  const tools: ArchiveTools = {
    imports: {
      saveFiles: (_id, _holder, files) => {
        // Longer than a turn.
        nowMs += 10_000;
        notes = JSON.stringify(files);
        return Promise.resolve(true);
      },
      isOurs: () => Promise.resolve(true),
    },
    importContents: (contents) =>
      Promise.resolve(contents.map(() => ({ status: 'COMPLETED', workoutId: 'a-workout', failure: null }))),
    notify: () => undefined,
    openArchives: createOpenArchives(1),
    now: () => new Date(nowMs),
  };
  const wanted = archiveOf(0, 1, true);
  const turns: unknown[] = [];
  for (let turn = 0; turn < 5 && turns.at(-1) === (turn === 0 ? undefined : 'MORE'); turn += 1)
    turns.push(await importArchive(tools, { ...wanted, archive: notes === '' ? null : notes }, open));
  expect(turns).toEqual(['MORE', 'MORE', { status: 'COMPLETED', workoutId: null, failure: null }]);
});

it('an archive that is cancelled while files of it are read keeps none of these, and is let go with what was done before', async () => {
  const mongo = await openMongo(testService(), createTestMongo());
  onTestFinished(async () => {
    await mongo.run((database) => database.dropDatabase());
  });
  const imports = await openImports(mongo);
  const now = () => new Date();
  const { _id, ownerId, newWorkoutId, sport, title, visibility, requestId } = archiveOf(0, 1, true);
  const asked = { _id, ownerId, newWorkoutId, sport, title, visibility, requestId, isArchive: true, createdAt: now() };
  const { workoutImport: wanted } = await imports.create(asked, leaseOf('a process', now(), 60_000));
  let kept = 0;
  const tools: ArchiveTools = {
    imports,
    importContents: async (contents, mayKeep) => {
      if (kept > 0) expect(await imports.cancel(_id, now())).toMatchObject({ status: 'CANCELLED' });
      if (!(await mayKeep())) return [];
      kept += contents.length;
      return contents.map(() => ({ status: 'COMPLETED', workoutId: 'a-workout', failure: null }));
    },
    notify: () => undefined,
    openArchives: createOpenArchives(1),
    now,
  };
  expect(await importArchive(tools, wanted, open)).toBe('STOPPED');
  const left = await imports.get(_id);
  if (!left) throw new Error('the import is gone');
  expect(left.status).toBe('CANCELLED');
  expect(isOver(left, now())).toBe(true);
  expect(filesOf(left)?.filter(({ status }) => status === 'COMPLETED')).toHaveLength(kept);
  expect(kept).toBeLessThan(50);
});

it('files that were read of an archive, and not kept since it was cancelled, are nobody’s: whoever imports them has them first', async () => {
  const nats = await startTestNats();
  onTestFinished(() => nats.dispose());
  const tools = await openImportingTools(nats.value.url);
  const bytes = activity({ durationSeconds: 300 }).bytes;
  const archive = await importOf(tools, somebody(), await zipOf([['a.fit', bytes]]), true);
  const reader = {
    ...tools.reader,
    read: async (...asked: Parameters<typeof tools.reader.read>) => {
      await tools.imports.cancel(archive._id, new Date());
      return tools.reader.read(...asked);
    },
  };
  expect(await importUpload({ ...tools, reader }, archive)).toBe('STOPPED');
  const { workoutId } = z
    .object({ workoutId: z.string() })
    .parse(await importUpload(tools, await importOf(tools, somebody(), bytes)));
  expect((await tools.workouts.get(workoutId))?.flags).toEqual([]);
});

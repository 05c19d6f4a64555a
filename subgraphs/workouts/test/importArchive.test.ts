import { expect, it } from 'vitest';
import { importArchive, type ArchiveTools } from '../imports/archive/importArchive.ts';
import { archiveOf } from './archiveImport.ts';

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
    },
    importContents: (contents) =>
      Promise.resolve(contents.map(() => ({ status: 'COMPLETED', workoutId: 'a-workout', failure: null }))),
    notify: () => undefined,
    now: () => new Date(nowMs),
  };
  const zipped = Array.from({ length: 50 }, (_, index) => ({
    fileName: `${index}.fit`,
    refused: null,
    read: () => Promise.resolve(Buffer.from([index])),
  }));
  const open = () => Promise.resolve({ files: zipped, close: () => Promise.resolve() });
  const wanted = archiveOf(0, 1, true);
  const turns: unknown[] = [];
  for (let turn = 0; turn < 5 && turns.at(-1) === (turn === 0 ? undefined : 'MORE'); turn += 1)
    turns.push(await importArchive(tools, { ...wanted, archive: notes === '' ? null : notes }, open));
  expect(turns).toEqual(['MORE', 'MORE', { status: 'COMPLETED', workoutId: null, failure: null }]);
});

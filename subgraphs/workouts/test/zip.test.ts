import { readdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { until } from '#platform/testing/until.ts';
import { titleOf } from '../domain/title.ts';
import { openZipBytes, openZipStream } from '../imports/archive/zip.ts';
import { openFilesOf, ownTmpdir } from './asideFiles.ts';
import { tellingSize, zipOf } from '../../../test/support/zips.ts';

const LIMITS = { maxFiles: 10, maxBytes: 1_000_000, maxTotalBytes: 1_000_000 };

it('an archive that is read by way of a file has none in any folder, from its first byte on', async () => {
  const folder = await ownTmpdir();
  const seen: string[][] = [];
  const zip = await zipOf([['a.txt', new TextEncoder().encode('what was recorded')]]);
  const contents = async function* () {
    for (const byte of zip) {
      yield Buffer.from([byte]);
      seen.push(await readdir(folder));
    }
  };
  const archive = await openZipStream(Readable.from(contents(), { objectMode: false }), LIMITS);
  seen.push(await readdir(folder));
  const [file] = archive.files;
  expect(new TextDecoder().decode(await file?.read())).toBe('what was recorded');
  await archive.close();
  expect(seen.length).toBeGreaterThan(100);
  expect(seen.flat()).toEqual([]);
});

it.skipIf(process.platform !== 'linux')('an archive that cannot be read holds no file open', async () => {
  const folder = await ownTmpdir();
  const openFiles = (): Promise<number> => openFilesOf(folder);
  const broken = new Error('the storage went away');
  const breaking = async function* () {
    yield Buffer.from('PK');
    expect(await openFiles()).toBe(1);
    throw broken;
  };
  await expect(openZipStream(Readable.from(breaking(), { objectMode: false }), LIMITS)).rejects.toBe(broken);
  await expect(openZipStream(Readable.from([Buffer.from('no zip')]), LIMITS)).rejects.toMatchObject({
    failure: { code: 'MALFORMED_FILE' },
  });
  await expect(openZipStream(Readable.from([Buffer.from(await zipOf([]))]), LIMITS)).rejects.toMatchObject({
    failure: { code: 'EMPTY_ARCHIVE' },
  });
  await until('the files to be closed', async () => (await openFiles()) === 0);
});

it('a file that takes up more of the archive than a file may is not read, whatever it says it unpacks to', async () => {
  const noise = Uint8Array.from({ length: 1_100_000 }, () => Math.floor(Math.random() * 256));
  const zip = tellingSize(await zipOf([['noise.fit', noise]]), 5);
  const archive = await openZipBytes(zip, LIMITS);
  expect(archive.files).toMatchObject([{ fileName: 'noise.fit', refused: { code: 'FILE_TOO_LARGE' } }]);
  await archive.close();
});

it('names however long and odd are read as fast as others', async () => {
  const odd = `a${'/__MACOSX'.repeat(7_000)}/\nx`;
  const zip = await zipOf(Array.from({ length: 200 }, (_each, i) => [`${i}${odd}`, new Uint8Array(1)] as const));
  const archive = await openZipBytes(zip, { ...LIMITS, maxFiles: 200 });
  expect(new Set(archive.files.map(({ refused }) => refused?.code))).toEqual(new Set(['UNSAFE_FILE_NAME']));
  await archive.close();
});

it('names that a file or an archive brings turn the direction of nothing that they are shown in', async () => {
  const archive = await openZipBytes(await zipOf([['a\u202egpx.fit', new Uint8Array(1)]]), LIMITS);
  expect(archive.files).toMatchObject([{ fileName: 'a gpx.fit' }]);
  await archive.close();
  const named = { name: 'Lake\u202e\n run\u2069', sport: 'RUNNING', startedAt: null, timeZone: 'UTC' } as const;
  expect(titleOf(named)).toBe('Lake run');
});

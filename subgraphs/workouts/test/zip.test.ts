import { readdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { until } from '#platform/testing/until.ts';
import { titleOf } from '../domain/title.ts';
import { openZipBytes, openZipStream, type Archive, type ArchiveLimits } from '../imports/archive/zip.ts';
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

it('files that are all made of the same bytes of an archive are not read one after the other', async () => {
  const noise = Uint8Array.from({ length: 10_000 }, () => Math.floor(Math.random() * 256));
  const zip = Buffer.from(await zipOf([['noise.fit', noise]]));
  const end = Buffer.from(zip.subarray(-22));
  const [listAt, length] = [end.readUInt32LE(16), end.readUInt32LE(12)];
  const list = zip.subarray(listAt, listAt + length);
  end.writeUInt16LE(9, 10);
  end.writeUInt32LE(9 * length, 12);
  const nine = Buffer.concat([zip.subarray(0, listAt), ...new Array<Buffer>(9).fill(list), end]);
  await expect(openZipBytes(nine, LIMITS)).rejects.toMatchObject({ failure: { code: 'ARCHIVE_TOO_LARGE' } });
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

const ways: [string, (bytes: Uint8Array, limits: ArchiveLimits) => Promise<Archive>][] = [
  ['in memory', openZipBytes],
  ['by way of a file', (bytes, limits) => openZipStream(Readable.from([Buffer.from(bytes)]), limits)],
];
const text = (bytes: string): Buffer => Buffer.from(bytes, 'latin1');

describe.each(ways)('an archive that tells of what lies outside it costs no more than itself, %s', (_way, open) => {
  const outside = [2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];
  /** A zip64 archive whose number at a place behind the last such signature is another. */
  const telling = async (signature: string, at: number, number: bigint): Promise<Buffer> => {
    const zip = Buffer.from(await zipOf([['a.txt', text('what was recorded')]], { zip64: true }));
    zip.writeBigUInt64LE(number, zip.lastIndexOf(text(signature)) + at);
    return zip;
  };

  it.each(outside)('as where its list is told of (%d)', async (number) => {
    for (const zip of [await telling('PK\x06\x07', 8, number), await telling('PK\x06\x06', 48, number)])
      await expect(open(zip, LIMITS)).rejects.toMatchObject({ failure: { code: 'MALFORMED_FILE' } });
  });

  it.each(outside)('as where a file is, or how long (%d)', async (number) => {
    // Behind the name and the time stand the lengths, and then the place.
    const sizes = 46 + 'a.txt'.length + 9 + 4;
    for (const at of [sizes + 8, sizes + 16]) {
      const archive = await open(await telling('PK\x01\x02', at, number), LIMITS);
      await expect(archive.files[0]?.read()).rejects.toMatchObject({ failure: { code: 'MALFORMED_FILE' } });
      await archive.close();
    }
  });
});

describe('what stands behind the end of an archive is passed over', () => {
  const END_RECORD = text('PK\x05\x06');
  /** The archive with more behind it, and as much of that called its comment. */
  const withBehind = (zip: Uint8Array, behind: Uint8Array, commentLength = 0): Buffer => {
    const copy = Buffer.concat([zip, behind]);
    copy.writeUInt16LE(commentLength, zip.length - 2);
    return copy;
  };
  const good = (zip64 = false) => zipOf([['a.txt', text('what was recorded')]], { zip64 });
  const anEmptyOne = Buffer.concat([END_RECORD, Buffer.alloc(18)]);
  const behind: [string, Buffer, number][] = [
    ['zeros', Buffer.alloc(1000), 0],
    ['the most zeros', Buffer.alloc(65_535), 0],
    ['a newline', text('\n'), 0],
    ['a comment', text('by ana'), 6],
    ['a comment and zeros', text('by ana\0\0\0'), 6],
    ['a comment that is cut off', text('by'), 6],
    ['a comment that is cut off altogether', text(''), 6],
    ['a comment with the signature of an end', Buffer.concat([text('by '), END_RECORD, text(' and '.repeat(9))]), 52],
    ['a comment with the end of an empty archive', Buffer.concat([text('by '), anEmptyOne]), 25],
    ['the end of an empty archive', anEmptyOne, 0],
  ];

  for (const [way, open] of ways) {
    it.each(behind)(`${way}: %s`, async (_, bytes, commentLength) => {
      for (const zip of [await good(), await good(true)]) {
        const archive = await open(withBehind(zip, bytes, commentLength), LIMITS);
        const read = await Promise.all(archive.files.map((file) => file.read()));
        expect(read.map((each) => Buffer.from(each).toString())).toEqual(['what was recorded']);
        await archive.close();
      }
    });

    it.each([false, true])(`${way}, also where something stands before it (zip64: %o)`, async (zip64) => {
      const zip = Buffer.from(await good(zip64));
      const endAt = zip.lastIndexOf(zip64 ? text('PK\x06\x06') : END_RECORD);
      const gap = text('PK\x05\x05\x02\x00ok');
      const gapped = Buffer.concat([zip.subarray(0, endAt), gap, zip.subarray(endAt)]);
      const locator = gapped.lastIndexOf(text('PK\x06\x07'));
      if (zip64) gapped.writeBigUInt64LE(BigInt(endAt + gap.length), locator + 8);
      for (const bytes of [gapped, withBehind(gapped, text('\n'))]) {
        const archive = await open(bytes, LIMITS);
        expect(archive.files).toMatchObject([{ fileName: 'a.txt' }]);
        await archive.close();
      }
    });

    it(`${way}, but neither more than a comment may have, nor an end of another list of files`, async () => {
      const zip = await good();
      const nested = await zipOf([['inner.zip', zip, { compress: false }]]);
      const isCutOff = nested.subarray(0, Buffer.from(nested).lastIndexOf(text('PK\x01\x02')));
      for (const bytes of [withBehind(zip, Buffer.alloc(65_536)), zip.subarray(0, -1), zip.subarray(0, -30), isCutOff])
        await expect(open(bytes, LIMITS)).rejects.toMatchObject({ failure: { code: 'MALFORMED_FILE' } });
    });

    it(`${way}: it lets an archive unpack to no more`, async () => {
      const bomb = await zipOf([['zeros.fit', new Uint8Array(4_000_000)]]);
      const limits = { maxFiles: 1, maxBytes: 10_000_000, maxTotalBytes: 10_000_000 };
      await expect(open(withBehind(bomb, Buffer.alloc(60_000)), limits)).rejects.toMatchObject({
        failure: { code: 'ARCHIVE_TOO_LARGE' },
      });
    });
  }
});

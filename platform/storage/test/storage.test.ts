import fs from 'node:fs';
import { readdir, utimes, writeFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readConfig } from '#platform/config.ts';
import { masked } from '#platform/server/masking.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { testService } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { openDiskStorage, openS3Storage, openStorage, storageSettings } from '../open.ts';
import { allOf, StorageError, type ByteRange, type ObjectStorage } from '../storage.ts';
import { refuse, startBucket, type Bucket } from './bucket.ts';

const bucketConfig = (url: string) => ({
  STORAGE_DIR: 'unused',
  S3_BUCKET: 'files',
  S3_REGION: 'us-east-1',
  S3_ENDPOINT: url,
  S3_ACCESS_KEY_ID: 'key',
  S3_SECRET_ACCESS_KEY: 'secret',
});

const openers: Record<string, () => Promise<ObjectStorage>> = {
  'a folder': async () => openStorage(testService(), { STORAGE_DIR: await temporaryFolder(), S3_REGION: 'us-east-1' }),
  'a bucket': async () => openStorage(testService(), bucketConfig((await startBucket()).url)),
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const stream = (...chunks: string[]): Readable =>
  Readable.from(
    chunks.map((chunk) => Buffer.from(chunk)),
    { objectMode: false },
  );

const readAll = (stream: Readable | undefined): Promise<string> => text(stream ?? Readable.from([]));

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => error,
  );

const failing = (): Readable =>
  new Readable({
    read() {
      this.push(Buffer.from('begin'));
      this.destroy(new Error('the sender left'));
    },
  });

describe.each(Object.entries(openers))('storage in %s', (_name, open) => {
  it('gives back what it was given, and undefined for what it was not', async () => {
    const storage = await open();
    await storage.put('a/one', bytes('hello'));
    expect(await storage.get('a/one')).toEqual(bytes('hello'));
    expect(await storage.get('a/two')).toBeUndefined();
    await storage.ping();
  });

  it('gives a part of what it was given', async () => {
    const storage = await open();
    await storage.put('long', bytes('0123456789'));
    const read = async (key: string, part?: ByteRange): Promise<string | undefined> => {
      const stream = await storage.getStream(key, part);
      return stream && text(stream);
    };
    expect(await read('long', { first: 2, last: 4 })).toBe('234');
    expect(await read('long')).toBe('0123456789');
    expect(await read('long', allOf(10))).toBe('0123456789');
    expect(await read('long', allOf(0))).toBe('0123456789');
    for (const part of [undefined, { first: 0, last: 1 }]) expect(await read('none', part)).toBeUndefined();
  });

  it('keeps streams, also empty ones, and replaces what is there', async () => {
    const storage = await open();
    await storage.putStream('s', stream('part one, ', 'part two'), 18);
    expect(await storage.get('s')).toEqual(bytes('part one, part two'));
    await storage.putStream('s', stream('new'), 3);
    expect(await storage.get('s')).toEqual(bytes('new'));
    await storage.putStream('empty', stream(), 0);
    expect(await storage.get('empty')).toEqual(bytes(''));
  });

  it('keeps nothing of a stream that fails, and says why', async () => {
    const storage = await open();
    await expect(storage.putStream('f', failing(), 10)).rejects.toThrow('the sender left');
    expect(await storage.get('f')).toBeUndefined();
  });

  it.each([
    ['is empty', '', 0],
    ['ends before', '01234', 7],
    ['ends within', '01234', 3],
  ])('fails a part of what %s by now, as if it were away', async (_how, kept, first) => {
    const storage = await open();
    await storage.put('shorter', bytes(kept));
    const failure = await failureOf(storage.getStream('shorter', { first, last: 9 }).then(readAll));
    expect(failure).toBeInstanceOf(StorageError);
    expect(masked(failure).extensions.code).toBe('STORE_UNAVAILABLE');
  });

  it('removes objects, and does not mind when there is none', async () => {
    const storage = await open();
    await storage.put('a', bytes('x'));
    await storage.delete('a');
    await storage.delete('a');
    expect(await storage.get('a')).toBeUndefined();
  });
});

describe('storage on disk', () => {
  it('removes with an object what a process that died while it wrote has left of it, and nothing else', async () => {
    const root = await temporaryFolder();
    const partial = path.join(root, '.partial');
    const storage = await openDiskStorage(testService(), root);
    const held = new PassThrough();
    const [gone, kept] = [storage.putStream('of/ana', held, 5), storage.putStream('of/ben', held, 5)];
    const [ana = '', ben = ''] = await until('both to be written', async () => {
      const names = await readdir(partial);
      return names.length === 2 && names;
    });
    held.end('12345');
    await Promise.all([gone, kept]);
    // As another process would have left them.
    for (const name of [ana, ben]) await writeFile(path.join(partial, name), 'x');
    await storage.delete('of/ana');
    expect(await readdir(partial)).toHaveLength(1);
    await storage.delete('of/ben');
    expect(await readdir(partial)).toEqual([]);
  });

  it('does not mind that an object is removed while it is written', async () => {
    const storage = await openDiskStorage(testService(), await temporaryFolder());
    const held = new PassThrough();
    const put = storage.putStream('of/ana', held, 5);
    held.write('123');
    await storage.delete('of/ana');
    held.end('45');
    await put;
    expect(await storage.get('of/ana')).toEqual(bytes('12345'));
  });

  it('refuses keys that lead out of its folder', async () => {
    const storage = await openDiskStorage(testService(), await temporaryFolder());
    await expect(storage.put('../outside', bytes('x'))).rejects.toThrow();
  });

  it('leaves no partial files behind a failure', async () => {
    const root = await temporaryFolder();
    const storage = await openDiskStorage(testService(), root);
    await expect(storage.putStream('f', failing(), 10)).rejects.toThrow('the sender left');
    expect(await readdir(path.join(root, '.partial'))).toEqual([]);
  });

  it('removes old partial files of processes that died, also of those that die long after it was opened', async () => {
    const root = await temporaryFolder();
    const partial = path.join(root, '.partial');
    const longAgo = new Date(Date.now() - 48 * 3_600_000);
    const leave = async (name: string): Promise<void> => {
      await writeFile(path.join(partial, name), 'x');
      await utimes(path.join(partial, name), longAgo, longAgo);
    };
    const isGone = async (name: string): Promise<boolean> => !(await readdir(partial)).includes(name);
    await mkdir(partial);
    await writeFile(path.join(partial, 'young'), 'x');
    await leave('before');
    await openDiskStorage(testService(), root, 10);
    expect(await isGone('before')).toBe(true);
    await leave('later');
    await until('what came later to go', () => isGone('later'));
    expect(await readdir(partial)).toEqual(['young']);
  });
});

describe('the settings of a storage', () => {
  const read = (given: Record<string, string>) => () => readConfig('files', storageSettings('a folder'), given);

  it('name the bucket where there is an endpoint, which is a URL', () => {
    const S3_ENDPOINT = 'https://storage.example';
    expect(read({ S3_ENDPOINT })).toThrow('S3_BUCKET: must be set when S3_ENDPOINT is');
    expect(read({ S3_ENDPOINT, S3_BUCKET: 'files' })).not.toThrow();
    expect(read({ S3_ENDPOINT: 'minio:9000', S3_BUCKET: 'files' })).toThrow(
      'S3_ENDPOINT: must be a URL that begins with http:// or https://',
    );
  });

  it('hold both keys or neither', () => {
    const [S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY] = ['key', 'secret'];
    expect(read({ S3_ACCESS_KEY_ID })).toThrow('S3_SECRET_ACCESS_KEY: must be set when S3_ACCESS_KEY_ID is');
    expect(read({ S3_SECRET_ACCESS_KEY })).toThrow('S3_ACCESS_KEY_ID: must be set when S3_SECRET_ACCESS_KEY is');
    expect(read({ S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY })).not.toThrow();
  });
});

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => masked(error).extensions.code,
  );

const isCallback = (given: unknown): given is (error: Error) => void => typeof given === 'function';

describe('storage on a disk that fails', () => {
  it.each([undefined, { first: 0, last: 9 }])('fails a stream midway with a StorageError (%j)', async (part) => {
    const storage = await openDiskStorage(testService(), await temporaryFolder());
    await storage.put('folder/file', bytes('x'));
    // Such as a folder: it is opened, and cannot be read.
    const failure = await failureOf(storage.getStream('folder', part).then(readAll));
    expect(failure).toBeInstanceOf(StorageError);
    expect(failure).toMatchObject({ cause: { code: 'EISDIR' } });
  });

  it('fails what it cannot write with a StorageError, also where the stream is not at its end', async () => {
    const storage = await openDiskStorage(testService(), await temporaryFolder());
    const write = vi.spyOn(fs, 'write').mockImplementation((...args: unknown[]) => {
      const done = args.at(-1);
      if (isCallback(done)) done(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
    });
    onTestFinished(() => write.mockRestore());
    const contents = new PassThrough();
    contents.write('begin');
    const failure = await failureOf(storage.putStream('f', contents, 10));
    expect(failure).toBeInstanceOf(StorageError);
    expect(failure).toMatchObject({ cause: { cause: { code: 'ENOSPC' } } });
    expect(contents.destroyed).toBe(true);
  });
});

/** All that is done with a storage, by name. */
const calls: Record<string, (storage: ObjectStorage) => Promise<unknown>> = {
  put: (storage) => storage.put('a', bytes('x')),
  putStream: (storage) => storage.putStream('a', stream('x'), 1),
  get: (storage) => storage.get('a'),
  getStream: async (storage) => readAll(await storage.getStream('a')),
  'getStream of a part': async (storage) => readAll(await storage.getStream('a', { first: 0, last: 0 })),
  delete: (storage) => storage.delete('a'),
  ping: (storage) => storage.ping(),
};

describe('storage in a bucket that does not do its part', () => {
  const PATIENCE = { connectMs: 5000, answerMs: 500, stallMs: 500 };

  async function openKept(): Promise<{ bucket: Bucket; storage: ObjectStorage }> {
    const bucket = await startBucket();
    const storage = await openS3Storage(bucketConfig(bucket.url), PATIENCE);
    await storage.put('a', bytes('kept'));
    return { bucket, storage };
  }

  it('gives up what is left unanswered: it is away', async () => {
    const { bucket, storage } = await openKept();
    const codesOfAll = () => Promise.all(Object.values(calls).map((call) => codeOf(call(storage))));
    bucket.instead = () => undefined;
    expect(await codesOfAll()).toEqual(Object.keys(calls).map(() => 'STORE_UNAVAILABLE'));
    bucket.instead = undefined;
    expect(await codesOfAll()).toEqual(Object.keys(calls).map(() => 'done'));
  });

  it('asks once more for what it left unanswered', async () => {
    const { bucket, storage } = await openKept();
    bucket.instead = () => {
      bucket.instead = undefined;
    };
    expect(await storage.get('a')).toEqual(bytes('kept'));
  });

  it.each(['get', 'getStream', 'getStream of a part'])('gives up a %s that stops midway', async (name) => {
    const { bucket, storage } = await openKept();
    bucket.instead = (_request, response) => void response.writeHead(200, { 'content-length': 4 }).write('ke');
    const failure = await failureOf(calls[name]?.(storage) ?? Promise.resolve());
    expect(failure).toBeInstanceOf(StorageError);
    expect(masked(failure).extensions.code).toBe('STORE_UNAVAILABLE');
  });

  it.each(['get', 'getStream of a part'])(
    'fails a %s that answers less than is kept, as if it were away',
    async (name) => {
      const { bucket, storage } = await openKept();
      const read: Record<string, () => Promise<unknown>> = {
        get: () => storage.get('a', 4),
        'getStream of a part': async () => readAll(await storage.getStream('a', allOf(4))),
      };
      const failure = (): Promise<unknown> => failureOf(read[name]?.() ?? Promise.resolve());
      bucket.instead = (_request, response) => void response.writeHead(200, { 'content-length': 2 }).end('ke');
      expect(await failure()).toBeInstanceOf(StorageError);
      expect(await codeOf(read[name]?.() ?? Promise.resolve())).toBe('STORE_UNAVAILABLE');
      bucket.instead = undefined;
      expect(await failure()).toBe('done');
    },
  );

  it('is away where nobody knows its name', async () => {
    const storage = await openS3Storage(bucketConfig('http://nowhere.invalid'), PATIENCE);
    const codes = await Promise.all(Object.values(calls).map((call) => codeOf(call(storage))));
    expect(codes).toEqual(codes.map(() => 'STORE_UNAVAILABLE'));
  });

  it('takes also much at once', async () => {
    const { storage } = await openKept();
    await storage.put('large', new Uint8Array(3_000_000));
    expect(await storage.get('large')).toHaveLength(3_000_000);
  });

  it('takes a stream for as long as it goes on', async () => {
    const { storage } = await openKept();
    const length = 50;
    async function* steadily(): AsyncGenerator<Buffer> {
      for (let left = length; left > 0; left -= 1) {
        await delay((2 * PATIENCE.stallMs) / length);
        yield Buffer.from('x');
      }
    }
    await storage.putStream('slow', Readable.from(steadily(), { objectMode: false }), length);
    expect(await storage.get('slow')).toHaveLength(length);
  });

  it.each([
    [500, 'InternalError'],
    [503, 'SlowDown'],
    [429, 'TooManyRequests'],
    [400, 'RequestTimeout'],
    [403, 'AccessDenied'],
    [404, 'NoSuchBucket'],
  ])('is unavailable where it answers %i %s, whatever was to be done', async (status, code) => {
    const { bucket, storage } = await openKept();
    bucket.instead = (request, response) => void request.resume().once('end', () => refuse(response, status, code));
    const codes = await Promise.all(Object.values(calls).map((call) => codeOf(call(storage))));
    expect(codes).toEqual(codes.map(() => 'STORE_UNAVAILABLE'));
    for (const call of Object.values(calls)) await expect(call(storage)).rejects.toBeInstanceOf(StorageError);
  });
});

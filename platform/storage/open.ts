import path from 'node:path';
import { finished, PassThrough, pipeline, Readable, Transform } from 'node:stream';
import { Disk } from 'flydrive';
import type { z } from 'zod';
import { setting } from '#platform/config.ts';
import type { Service } from '#platform/lifecycle.ts';
import { startSweeper } from '#platform/sweeper.ts';
import { DurableDisk, isMissing } from './durableDisk.ts';
import { notWhole, StorageError, type ByteRange, type ObjectStorage } from './storage.ts';

/** Where a service keeps its files: the folder STORAGE_DIR, or a bucket when S3_BUCKET is set. */
export const storageSettings = (folder: string) => ({
  STORAGE_DIR: setting.text(folder),
  S3_BUCKET: setting.optionalText(),
  S3_REGION: setting.text('us-east-1'),
  /** Of a service other than AWS, such as MinIO. */
  S3_ENDPOINT: setting.optionalUrl('web').meta({ needs: 'S3_BUCKET' }),
  /** Without a pair of keys those of the machine are taken. */
  S3_ACCESS_KEY_ID: setting.optionalText().meta({ needs: 'S3_SECRET_ACCESS_KEY' }),
  S3_SECRET_ACCESS_KEY: setting.optionalText().meta({ needs: 'S3_ACCESS_KEY_ID' }),
});

/** The settings of a storage. */
export type StorageConfig = z.infer<z.ZodObject<ReturnType<typeof storageSettings>>>;

/** Opens the storage that the settings describe. */
export async function openStorage(service: Service, config: StorageConfig): Promise<ObjectStorage> {
  const bucket = config.S3_BUCKET;
  if (bucket === undefined) return openDiskStorage(service, config.STORAGE_DIR);
  return openS3Storage({ ...config, S3_BUCKET: bucket });
}

/** How often it is looked for what processes that died have left in a folder. */
const LOOK_MS = 3_600_000;

/** Opens a folder of the local disk, made when it is missing. What processes that died left half-written in it goes after a day. */
export async function openDiskStorage(service: Service, folder: string, everyMs = LOOK_MS): Promise<ObjectStorage> {
  const driver = new DurableDisk(path.resolve(folder));
  const sweep = (): Promise<void> => driver.removeAbandoned(Date.now());
  // A folder that cannot be used is said at once.
  await sweep();
  startSweeper({
    service,
    name: 'storage',
    everyMs,
    sweep,
    failure: 'could not remove what was left half-written',
  });
  const disk = new Disk(driver);
  return overDisk(disk, {
    put: (key, contents) => disk.putStream(key, contents),
    get: (key, part) => (part ? driver.getStream(key, part) : disk.getStream(key)),
  });
}

/** How long a bucket is waited for. */
interface Patience {
  /** For a connection. */
  readonly connectMs: number;
  /** For an answer, or for it to go on. */
  readonly answerMs: number;
  /** For a stream to go on: who sends or reads it at the other end may pause. */
  readonly stallMs: number;
}

/** Who waits is told within the 15 s that the gateway gives a subgraph, also after a second attempt. */
const PATIENCE: Patience = { connectMs: 3_000, answerMs: 5_000, stallMs: 30_000 };
const ATTEMPTS = 2;

/** Opens a bucket of AWS S3 or of a service that is compatible. What it leaves unanswered fails as if it were away. */
export async function openS3Storage(
  config: StorageConfig & { S3_BUCKET: string },
  patience = PATIENCE,
): Promise<ObjectStorage> {
  // The SDK is large, so only who has a bucket loads it.
  const [{ S3Driver }, { GetObjectCommand, S3Client, S3ServiceException }] = await Promise.all([
    import('flydrive/drivers/s3'),
    import('@aws-sdk/client-s3'),
  ]);
  const { S3_BUCKET: bucket } = config;
  const { connectMs: connectionTimeout, answerMs, stallMs } = patience;
  const settings = clientSettings(config);
  const client = new S3Client({
    ...settings,
    requestHandler: { connectionTimeout, socketTimeout: answerMs },
    // Not every service answers whether it takes what is to come, which the SDK waits for longer than that.
    expectContinueHeader: false,
  });
  const streaming = new S3Client({
    ...settings,
    requestHandler: {
      connectionTimeout,
      socketTimeout: stallMs,
      throwOnRequestTimeout: true,
      // Streams last as long as who is at the other end takes: none waits for another to end.
      httpAgent: { maxSockets: Infinity },
      httpsAgent: { maxSockets: Infinity },
    },
  });
  const diskOf = (each: typeof client): Disk =>
    new Disk(new S3Driver({ client: each, bucket, visibility: 'private', supportsACL: false }));
  const streams = diskOf(streaming);
  return overDisk(diskOf(client), {
    put: (key, contents, contentLength) => streams.putStream(key, contents, { contentLength }),
    get: async (key, part) => {
      const range = part && { Range: `bytes=${part.first}-${part.last}` };
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...range });
      const { Body } = await streaming.send(command, { requestTimeout: answerMs }).catch((error: unknown) => {
        const endsBefore = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 416;
        throw part && endsBefore ? notWhole(key, `less than ${part.first + 1} bytes`, error) : error;
      });
      if (!(Body instanceof Readable)) throw new Error(`the bucket gave nothing of ${key}`);
      return Body;
    },
  });
}

function clientSettings(config: StorageConfig) {
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey, S3_ENDPOINT: endpoint } = config;
  return {
    region: config.S3_REGION,
    maxAttempts: ATTEMPTS,
    // Compatible services know the plain protocol best: paths for buckets, no checksum trailers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey } }),
  } as const;
}

const PING_KEY = 'ping';

/** How streams are kept, and objects, or parts of them, given as streams. */
interface Streams {
  put(key: string, contents: Readable, byteLength: number): Promise<void>;
  get(key: string, part: ByteRange | undefined): Promise<Readable>;
}

function overDisk(disk: Disk, streams: Streams): ObjectStorage {
  return {
    putStream: async (key, contents, byteLength) => {
      try {
        // A length of 0 is left out by the S3 driver, and S3 takes no stream of unknown length.
        if (byteLength === 0) await putEmpty(disk, key, contents);
        else await streams.put(key, passedOn(contents), byteLength);
      } catch (error) {
        const own = contents.errored;
        contents.destroy();
        // flydrive says only that it could not write.
        throw own ?? failed(error);
      }
    },
    put: (key, contents) => orFailed(() => disk.put(key, contents)),
    get: async (key, byteLength) => {
      const bytes = await orFailed(() => found(() => disk.getBytes(key)));
      if (bytes && byteLength !== undefined && bytes.length !== byteLength)
        throw notWhole(key, bytesOf(bytes.length, byteLength));
      return bytes;
    },
    getStream: async (key, part) => {
      const bytes = await orFailed(() => found(() => streams.get(key, part)));
      return bytes && whole(key, bytes, part && part.last - part.first + 1);
    },
    delete: (key) => orFailed(() => disk.delete(key)),
    ping: () => orFailed(() => disk.put(PING_KEY, new Uint8Array([1]))),
  };
}

async function orFailed<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw failed(error);
  }
}

const failed = (cause: unknown): StorageError =>
  cause instanceof StorageError ? cause : new StorageError('the storage failed', { cause });

const bytesOf = (given: number, byteLength: number): string => `${given} of ${byteLength} bytes`;

/** Passes a stream on to the storage, which destroys with an error of its own what it is given: the stream has only its own. */
function passedOn(contents: Readable): Readable {
  const passed = contents.pipe(new PassThrough());
  // It may fail also when nobody waits for it any more.
  passed.on('error', () => undefined);
  finished(contents, (error) => error && passed.destroy(error));
  return passed;
}

/** Passes on what the storage gives, and fails with a StorageError; also at the end, when there were less bytes than were asked for. */
function whole(key: string, bytes: Readable, byteLength: number | undefined): Readable {
  let given = 0;
  const counted = new Transform({
    transform: (chunk: Buffer, _encoding, pass) => {
      given += chunk.length;
      pass(null, chunk);
    },
    flush: (end) =>
      end(byteLength === undefined || given === byteLength ? null : notWhole(key, bytesOf(given, byteLength))),
  });
  // Before the pipeline does, with the error as it is.
  finished(bytes, (error) => error && counted.destroy(failed(error)));
  return pipeline(bytes, counted, () => undefined);
}

async function found<Found>(read: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await read();
  } catch (error) {
    if (saysMissing(error)) return undefined;
    throw error;
  }
}

/** Whether a disk or a bucket says that there is no such object; that there is no such bucket says nothing of the object. */
const saysMissing = (error: unknown): boolean =>
  error instanceof Error && (isMissing(error) || error.name === 'NoSuchKey' || saysMissing(error.cause));

async function putEmpty(disk: Disk, key: string, contents: Readable): Promise<void> {
  for await (const chunk of contents) throw new Error(`a stream said to be empty gave ${String(chunk)}`);
  await disk.put(key, new Uint8Array());
}

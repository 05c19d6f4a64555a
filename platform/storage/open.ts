import path from 'node:path';
import { Readable } from 'node:stream';
import { Disk } from 'flydrive';
import type { z } from 'zod';
import { setting } from '#platform/config.ts';
import type { Service } from '#platform/lifecycle.ts';
import { startSweeper } from '#platform/sweeper.ts';
import { DurableDisk } from './durableDisk.ts';
import type { ByteRange, ObjectStorage } from './storage.ts';

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
  return overDisk(new Disk(driver), (key, part) => driver.getStream(key, part));
}

/** Opens a bucket of AWS S3 or of a service that is compatible. */
async function openS3Storage(config: StorageConfig & { S3_BUCKET: string }): Promise<ObjectStorage> {
  // The SDK is large, so only who has a bucket loads it.
  const [{ S3Driver }, { GetObjectCommand, S3Client }] = await Promise.all([
    import('flydrive/drivers/s3'),
    import('@aws-sdk/client-s3'),
  ]);
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey, S3_ENDPOINT: endpoint } = config;
  const client = new S3Client({
    region: config.S3_REGION,
    // Compatible services know the plain protocol best: paths for buckets, no checksum trailers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey } }),
  });
  const bucket = config.S3_BUCKET;
  const driver = new S3Driver({ client, bucket, visibility: 'private', supportsACL: false });
  return overDisk(new Disk(driver), async (key, { first, last }) => {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=${first}-${last}` });
    const { Body } = await client.send(command);
    if (!(Body instanceof Readable)) throw new Error(`the bucket gave nothing of ${key}`);
    return Body;
  });
}

const PING_KEY = 'ping';

type ReadPart = (key: string, part: ByteRange) => Promise<Readable>;

function overDisk(disk: Disk, readPart: ReadPart): ObjectStorage {
  const found = async <Found>(key: string, read: () => Promise<Found>): Promise<Found | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (await disk.exists(key)) throw error;
      return undefined;
    }
  };
  return {
    putStream: async (key, contents, byteLength) => {
      try {
        // A length of 0 is left out by the S3 driver, and S3 takes no stream of unknown length.
        if (byteLength === 0) await putEmpty(disk, key, contents);
        else await disk.putStream(key, contents, { contentLength: byteLength });
      } catch (error) {
        // flydrive says only that it could not write.
        throw contents.errored ?? error;
      }
    },
    put: (key, contents) => disk.put(key, contents),
    get: (key) => found(key, () => disk.getBytes(key)),
    getStream: (key, part) => found(key, () => (part ? readPart(key, part) : disk.getStream(key))),
    delete: (key) => disk.delete(key),
    ping: () => disk.put(PING_KEY, new Uint8Array([1])),
  };
}

async function putEmpty(disk: Disk, key: string, contents: Readable): Promise<void> {
  for await (const chunk of contents) throw new Error(`a stream said to be empty gave ${String(chunk)}`);
  await disk.put(key, new Uint8Array());
}

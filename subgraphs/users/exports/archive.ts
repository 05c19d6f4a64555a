import { createReadStream, fstatSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Broker } from '#platform/events/broker.ts';
import { filesGiven, type ExportFile } from '#platform/events/exportParts.ts';
import { failpoint } from '#platform/failpoints.ts';
import { writeAside } from '#platform/storage/aside.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import type { DataExport } from '../store/dataExports.ts';

/** Every domain that keeps something of a person of its own; boards hold only what competitions give. */
export const EXPORTING_DOMAINS = ['users', 'workouts', 'competitions', 'rewards', 'nfts', 'chat'] as const;

/** Where an archive lies. */
export const archiveKey = ({ accountId, id }: Pick<DataExport, 'accountId' | 'id'>): string =>
  `exports/${accountId}/${id}.zip`;

/**
 * Makes the archive of what all domains have given, and keeps it; by way of a file aside, since its length must be known first.
 * @returns its length in bytes.
 */
export async function makeArchive(broker: Broker, storage: ObjectStorage, dataExport: DataExport): Promise<number> {
  const file = await writeAside(zipped(given(broker, dataExport.id), dataExport.requestedAt));
  // Closes the file in the end, when no reading is under way.
  const contents = createReadStream('', { fd: file, start: 0 });
  try {
    const { size } = fstatSync(file);
    failpoint('users.export.zipped');
    await storage.putStream(archiveKey(dataExport), contents, size);
    return size;
  } finally {
    contents.destroy();
  }
}

async function* given(broker: Broker, exportId: string): AsyncGenerator<ExportFile> {
  for (const domain of EXPORTING_DOMAINS) yield* filesGiven(broker, exportId, domain);
}

/**
 * Files in an archive, as it grows: the next piece is taken when the one before is on its way out, so that no more than some lie in
 * memory, however slowly the archive is read and however large a file is. What keeps the files from coming is what the stream fails with.
 */
export function zipped(files: AsyncIterable<ExportFile>, mtime: Date): Readable {
  const zip = new ZipFile();
  const archive = new PassThrough();
  // Nobody writes it down any more.
  const abandoned = new AbortController();
  archive.once('close', () => abandoned.abort());
  zip.outputStream.pipe(archive);
  const fill = async (): Promise<void> => {
    for await (const { path, contents } of files) {
      const stream = Readable.from(contents);
      // It may fail also when nobody waits for it any more.
      stream.on('error', () => undefined);
      zip.addReadStream(stream, path, { mtime });
      try {
        await finished(stream, { signal: abandoned.signal });
      } finally {
        stream.destroy();
      }
    }
    zip.end();
  };
  fill().catch((error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))));
  return archive;
}

import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Broker } from '#platform/events/broker.ts';
import { filesGiven } from '#platform/events/exportParts.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import type { DataExport } from '../store/dataExports.ts';

/** Every domain that keeps something of a person of its own; boards hold only what competitions give. */
export const EXPORTING_DOMAINS = ['users', 'workouts', 'competitions', 'rewards', 'nfts', 'chat'] as const;

/** Where an archive lies. */
export const archiveKey = ({ accountId, id }: Pick<DataExport, 'accountId' | 'id'>): string =>
  `exports/${accountId}/${id}.zip`;

/** Makes the archive of what all domains have given, and keeps it. @returns its length in bytes. */
export async function makeArchive(broker: Broker, storage: ObjectStorage, dataExport: DataExport): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'laurel-export-'));
  const file = path.join(folder, 'archive.zip');
  try {
    const zip = new ZipFile();
    const written = pipeline(zip.outputStream, createWriteStream(file));
    for (const domain of EXPORTING_DOMAINS) {
      for await (const part of filesGiven(broker, dataExport.id, domain)) {
        zip.addBuffer(Buffer.from(part.bytes), part.path, { mtime: dataExport.requestedAt });
      }
    }
    zip.end();
    await written;
    const { size } = await stat(file);
    await storage.putStream(archiveKey(dataExport), createReadStream(file), size);
    return size;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

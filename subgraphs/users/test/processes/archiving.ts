// Makes the archive of an export for a test of it, twice, whatever comes of it, and says that on standard output. Arguments: the
// broker, the export, the folder for archives.
import { openBroker } from '#platform/events/broker.ts';
import { createService } from '#platform/lifecycle.ts';
import { openDiskStorage } from '#platform/storage/open.ts';
import { makeArchive } from '../../exports/archive.ts';

const [natsUrl = '', id = '', folder = ''] = process.argv.slice(2);
const { service, close } = createService('archiving', 'silent');
const broker = await openBroker(service, natsUrl, true);
const storage = await openDiskStorage(service, folder);
const dataExport = { id, accountId: 'somebody', status: 'PENDING', requestedAt: new Date() } as const;
for (let i = 0; i < 2; i++) {
  const outcome = await makeArchive(broker, storage, { ...dataExport, readyAt: null, byteLength: null }).then(
    () => 'made',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  process.stdout.write(`${outcome}\n`);
}
await close();

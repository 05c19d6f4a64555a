import type { Broker } from '#platform/events/broker.ts';
import { createNotices } from '#platform/events/notices.ts';
import type { Service } from '#platform/lifecycle.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { createOneAtATime } from '#platform/oneAtATime.ts';
import { openStorage } from '#platform/storage/open.ts';
import { openReaders } from '../files/open.ts';
import { openToldProfile } from '../profiles.ts';
import type { WorkoutsConfig } from '../config.ts';
import { openStores } from '../store/openStores.ts';
import { openTracks } from '../store/tracks.ts';
import type { RecordingTools } from './tools.ts';

/** What recordings are computed anew with, outside the running service. */
export async function openRecordingTools(
  service: Service,
  config: WorkoutsConfig,
  broker: Broker,
): Promise<RecordingTools> {
  const storage = await openStorage(service, config);
  const stores = await openStores(await openMongo(service, config.MONGO_URL), openTracks(storage), service.log);
  return {
    ...stores,
    storage,
    reader: openReaders(service, config),
    notices: createNotices(broker),
    toldProfile: await openToldProfile(broker),
    log: service.log,
    now: () => new Date(),
    oneAtATime: createOneAtATime(),
    // The running service finds the events by itself.
    wakeRelay: () => undefined,
    maxBytes: config.MAX_UPLOAD_BYTES,
    profileWaitMs: 0,
  };
}

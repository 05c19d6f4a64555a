import { v7 as uuidv7 } from 'uuid';
import { onTestFinished } from 'vitest';
import { openBroker } from '#platform/events/broker.ts';
import { createService } from '#platform/lifecycle.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { openStorage } from '#platform/storage/open.ts';
import { createOpenArchives } from '../imports/archive/openArchives.ts';
import { startLive } from '../live/start.ts';
import { openRecordingTools } from '../recordings/openTools.ts';
import { openStores } from '../store/openStores.ts';
import { openTracks } from '../store/tracks.ts';
import { testConfig } from './support.ts';

/** What imports and recordings are kept with, and no relay that would make good what was left undone. */
export async function openImportingTools(natsUrl: string) {
  const { service, close } = createService('workouts', 'silent');
  onTestFinished(close);
  const config = await testConfig(natsUrl);
  const broker = await openBroker(service, config.NATS_URL);
  const storage = await openStorage(service, config);
  const stores = await openStores(await openMongo(service, config.MONGO_URL), openTracks(storage), service.log);
  const recordings = { ...(await openRecordingTools(service, config, broker)), ...stores };
  const live = await startLive(service, config, broker, recordings);
  const limits = { maxFiles: 100, maxBytes: config.MAX_UPLOAD_BYTES, maxTotalBytes: config.MAX_UPLOAD_BYTES };
  return { ...recordings, limits, live, openArchives: createOpenArchives(1) };
}
export type ImportingTools = Awaited<ReturnType<typeof openImportingTools>>;

/** An import of these bytes that was taken to be done. */
export async function importOf(
  { storage, uploads, imports }: ImportingTools,
  ownerId: string,
  bytes: Uint8Array,
  isArchive = false,
) {
  const [_id, createdAt] = [uuidv7(), new Date()];
  const storageKey = `uploads/${_id}.${uuidv7()}`;
  await storage.put(storageKey, bytes);
  const upload = { _id, ownerId, purpose: 'WORKOUT_FILE' as const, fileName: 'a', byteLength: bytes.length };
  await uploads.create({ ...upload, createdAt, expiresAt: createdAt });
  const opened = await uploads.get(_id);
  if (!opened) throw new Error('no upload');
  const picture = { mediaId: null, variantKeys: [], width: null, height: null };
  await uploads.store(opened, { storageKey, isArchive, sha256: 'x', ...picture }, []);
  const asked = { sport: null, title: null, visibility: null, requestId: null, isArchive, createdAt };
  const lease = { holder: 'me', now: createdAt, until: new Date(createdAt.getTime() + 3_600_000) };
  return (await imports.create({ _id, ownerId, newWorkoutId: uuidv7(), ...asked }, lease)).workoutImport;
}

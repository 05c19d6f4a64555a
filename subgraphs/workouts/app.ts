import { v7 as uuidv7 } from 'uuid';
import type { SubgraphConfig } from '#platform/config.ts';
import { openAppendLog } from '#platform/events/appendLog.ts';
import { openBroker, type Broker } from '#platform/events/broker.ts';
import { consume } from '#platform/events/consumer.ts';
import { createNotices } from '#platform/events/notices.ts';
import { startRelay } from '#platform/events/relay.ts';
import { ensureStream, eventsOf, PROFILES, SAMPLES } from '#platform/events/streams.ts';
import type { Service } from '#platform/lifecycle.ts';
import { openMongo, pingMongo } from '#platform/mongo/connection.ts';
import { createFreshEvents } from '#platform/mongo/freshEvents.ts';
import { mongoOutbox } from '#platform/mongo/outbox.ts';
import { openRedis } from '#platform/redis/connection.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { loadTypeDefs } from '#platform/server/typeDefs.ts';
import { openStorage, type StorageConfig } from '#platform/storage/open.ts';
import { onAvatarDropped } from './consumers/avatarDropped.ts';
import { dataExportRequested } from './consumers/dataExportRequested.ts';
import { onProfile } from './consumers/profiles.ts';
import { userDeleted } from './consumers/userDeleted.ts';
import { openForgotten } from './forgetting/forgotten.ts';
import { onRelations } from './consumers/relations.ts';
import type { Context, Shared } from './context.ts';
import { openReaderPool, type ReaderPool } from './files/pool.ts';
import { startPictureClearing } from './images/clearing.ts';
import { addMediaRoute } from './images/route.ts';
import { importUpload, type ImportTools } from './imports/importFile.ts';
import { createOneAtATime } from './imports/oneAtATime.ts';
import { startImportQueue, type ImportQueue } from './imports/queue.ts';
import { createImportWorker, leaseOf } from './imports/worker.ts';
import { forgetPerson } from './live/finish.ts';
import { createSampleLimits } from './live/limits.ts';
import { createSampleLog } from './live/samples.ts';
import { startLiveSweep } from './live/sweep.ts';
import type { LiveTools } from './live/tools.ts';
import { createLiveViews } from './live/views.ts';
import { createLoaders } from './loaders.ts';
import type { RecordingTools } from './recordings/tools.ts';
import { startClearing } from './recordings/leftovers.ts';
import { resolvers } from './resolvers/index.ts';
import { type ImportStore } from './store/imports.ts';
import { LIVE_WORKOUTS } from './store/liveWorkouts.ts';
import { openStores } from './store/openStores.ts';
import { openTracks } from './store/tracks.ts';
import { UPLOADS } from './store/uploads.ts';
import { WORKOUTS } from './store/workouts.ts';
import { createCalendarUrls } from './training/calendarUrl.ts';
import { addCalendarRoute } from './training/route.ts';
import { addUploadRoute } from './uploads/route.ts';
import { addOriginalRoute } from './uploads/originalRoute.ts';
import { createOriginalUrls, createUploadUrls } from './uploads/uploadUrl.ts';

/** What the subgraph is started with. */
export type WorkoutsConfig = SubgraphConfig &
  StorageConfig & {
    readonly MONGO_URL: string;
    readonly REDIS_URL: string;
    readonly LIVE_IDLE_MS: number;
    readonly SAMPLE_CALLS_PER_MINUTE: number;
    readonly MAX_UPLOAD_BYTES: number;
    readonly MAX_ARCHIVE_BYTES: number;
    readonly MAX_ARCHIVE_UNPACKED_BYTES: number;
    readonly MAX_ARCHIVE_FILES: number;
    readonly UNUSED_PHOTO_MS: number;
    readonly MAX_WAITING_IMPORTS: number;
    readonly IMPORT_CONCURRENCY: number;
    readonly IMPORT_TIMEOUT_MS: number;
    readonly IMPORT_MEMORY_MB: number;
    readonly IMPORT_LEASE_MS: number;
    readonly PROFILE_WAIT_MS: number;
  };

const now = (): Date => new Date();

/** Starts the workouts subgraph; it is closed with the service. Answers the URL it listens at. */
export async function startWorkouts(service: Service, config: WorkoutsConfig): Promise<string> {
  const { log } = service;
  const mongo = await openMongo(service, config.MONGO_URL);
  const storage = await openStorage(config);
  const broker = await openBroker(service, config.NATS_URL);
  await ensureStream(broker.manager, eventsOf('workouts'));
  const notices = createNotices(broker);
  const fresh = createFreshEvents();
  const stores = await openStores(mongo, openTracks(storage), log, fresh);
  const follow = { [WORKOUTS]: stores.workouts.note };
  const relay = startRelay(
    service,
    broker,
    await mongoOutbox(mongo, [UPLOADS, WORKOUTS, LIVE_WORKOUTS], { log, follow, fresh }),
  );

  const tools = {
    ...stores,
    storage,
    reader: openReaders(service, config),
    notices,
    log,
    now,
    oneAtATime: createOneAtATime(),
    wakeRelay: relay.wake,
    maxBytes: config.MAX_UPLOAD_BYTES,
    limits: {
      maxFiles: config.MAX_ARCHIVE_FILES,
      maxBytes: config.MAX_UPLOAD_BYTES,
      maxTotalBytes: config.MAX_ARCHIVE_UNPACKED_BYTES,
    },
    profileWaitMs: config.PROFILE_WAIT_MS,
    unusedPhotoMs: config.UNUSED_PHOTO_MS,
  };
  const queue = startImports(service, config, tools);
  startClearing(service, tools);
  startPictureClearing(service, tools);
  const live = await startLive(service, config, broker, tools);
  const forgotten = await openForgotten(
    service,
    { mongo, storage },
    {
      now,
      also: (personId) => forgetPerson(live, personId),
    },
  );
  const aboutPeople = [
    userDeleted(forgotten),
    dataExportRequested({ mongo, storage, samples: live.samples }, broker),
    ...onRelations(stores.relations),
    onAvatarDropped(storage),
  ];
  await consume({ service, broker, stream: eventsOf('users'), handlers: aboutPeople });
  await consume({ service, broker, stream: PROFILES, handlers: [onProfile(stores.profiles, forgotten, notices)] });

  const urls = createUploadUrls(config.VIEWER_TOKEN_SECRET, config.PUBLIC_URL);
  const originalUrls = createOriginalUrls(config.VIEWER_TOKEN_SECRET, config.PUBLIC_URL);
  const calendarUrls = createCalendarUrls(config.VIEWER_TOKEN_SECRET, config.PUBLIC_URL);
  const shared: Shared = {
    ...stores,
    recordings: tools,
    photos: tools,
    live,
    queue,
    notices,
    urls,
    calendarUrls,
    originalUrls,
    publicUrl: config.PUBLIC_URL,
    maxUploadBytes: config.MAX_UPLOAD_BYTES,
    maxArchiveBytes: config.MAX_ARCHIVE_BYTES,
    maxWaitingImports: config.MAX_WAITING_IMPORTS,
    now,
  };
  return startSubgraph<Context>({
    service,
    config,
    typeDefs: loadTypeDefs('workouts'),
    resolvers,
    context: (request) => ({
      ...shared,
      ...request,
      loaders: createLoaders({ ...stores, views: live.views }, request.viewer),
    }),
    health: { mongo: () => pingMongo(mongo), broker: () => broker.ping(), storage: () => storage.ping() },
    routes: async (app) => {
      addMediaRoute(app, storage);
      addOriginalRoute(app, { ...tools, originalUrls });
      addCalendarRoute(app, { ...tools, calendarUrls });
      await addUploadRoute(app, { ...tools, urls });
    },
  });
}

async function startLive(
  service: Service,
  config: WorkoutsConfig,
  broker: Broker,
  tools: Omit<LiveTools, 'samples' | 'limits' | 'views' | 'holder' | 'leaseMs' | 'idleMs'>,
): Promise<LiveTools> {
  const samples = createSampleLog(await openAppendLog(broker, SAMPLES));
  const redis = openRedis(service, config.REDIS_URL);
  const views = createLiveViews(redis, samples, service.log);
  const limits = createSampleLimits(redis, service.log, config.SAMPLE_CALLS_PER_MINUTE, tools.now);
  const live = {
    ...tools,
    samples,
    limits,
    views,
    holder: uuidv7(),
    leaseMs: config.IMPORT_LEASE_MS,
    idleMs: config.LIVE_IDLE_MS,
  };
  startLiveSweep(service, live);
  return live;
}

function openReaders(service: Service, config: WorkoutsConfig): ReaderPool {
  const reader = openReaderPool({
    workers: config.IMPORT_CONCURRENCY,
    timeoutMs: config.IMPORT_TIMEOUT_MS,
    maxHeapMegabytes: config.IMPORT_MEMORY_MB,
  });
  service.onClose('file readers', () => reader.close());
  // Has one load its program, which the first file would wait for otherwise.
  reader.read(new Uint8Array(), { now: 0 }).catch((error: unknown) => {
    service.log.warn({ err: error }, 'no reader started');
  });
  return reader;
}

function startImports(
  service: Service,
  config: WorkoutsConfig,
  tools: ImportTools & { readonly imports: ImportStore },
): ImportQueue {
  const [holder, leaseMs] = [uuidv7(), config.IMPORT_LEASE_MS];
  return startImportQueue({
    ...tools,
    service,
    work: createImportWorker({ ...tools, holder, leaseMs, importUpload: (wanted) => importUpload(tools, wanted) }),
    lease: () => leaseOf(holder, now(), leaseMs),
    concurrency: config.IMPORT_CONCURRENCY,
  });
}

/** What recordings are computed anew with, outside the running service. */
export async function openRecordingTools(
  service: Service,
  config: WorkoutsConfig,
  broker: Broker,
): Promise<RecordingTools> {
  const storage = await openStorage(config);
  const stores = await openStores(await openMongo(service, config.MONGO_URL), openTracks(storage), service.log);
  return {
    ...stores,
    storage,
    reader: openReaders(service, config),
    notices: createNotices(broker),
    log: service.log,
    now,
    oneAtATime: createOneAtATime(),
    // The running service finds the events by itself.
    wakeRelay: () => undefined,
    maxBytes: config.MAX_UPLOAD_BYTES,
    profileWaitMs: 0,
  };
}

import { openBroker } from '#platform/events/broker.ts';
import { consume } from '#platform/events/consumer.ts';
import { createNotices } from '#platform/events/notices.ts';
import { startRelay } from '#platform/events/relay.ts';
import { ensureStream, eventsOf, PROFILES } from '#platform/events/streams.ts';
import type { Service } from '#platform/lifecycle.ts';
import { openMongo, pingMongo } from '#platform/mongo/connection.ts';
import { createFreshEvents } from '#platform/mongo/freshEvents.ts';
import { mongoOutbox } from '#platform/mongo/outbox.ts';
import { createOneAtATime } from '#platform/oneAtATime.ts';
import { startRewriting } from '#platform/redis/rewriting.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { loadTypeDefs } from '#platform/server/typeDefs.ts';
import { openStorage } from '#platform/storage/open.ts';
import type { WorkoutsConfig } from './config.ts';
import { onAccountClaimed } from './consumers/accountClaimed.ts';
import { onAvatarDropped } from './consumers/avatarDropped.ts';
import { dataExportRequested } from './consumers/dataExportRequested.ts';
import { onProfile } from './consumers/profiles.ts';
import { userDeleted } from './consumers/userDeleted.ts';
import { openForgotten } from './forgetting/forgotten.ts';
import { onRelations } from './consumers/relations.ts';
import type { Context, Shared } from './context.ts';
import { forgetInGroups } from './groups/forget.ts';
import { leaveGroupsOf } from './groups/leave.ts';
import { startGroupSweep } from './groups/sweep.ts';
import type { GroupTools } from './groups/tools.ts';
import { openReaders } from './files/open.ts';
import { startPictureClearing } from './images/clearing.ts';
import { createPictureGate } from './images/keepImage.ts';
import { addMediaRoute } from './images/route.ts';
import { openToldProfile } from './profiles.ts';
import { startImports } from './imports/start.ts';
import { forgetPerson } from './live/finish.ts';
import { startLive } from './live/start.ts';
import { createLoaders } from './loaders.ts';
import { startClearing } from './recordings/leftovers.ts';
import { resolvers } from './resolvers/index.ts';
import { GROUP_SESSIONS } from './store/groupSessions.ts';
import { LIVE_WORKOUTS } from './store/liveWorkouts.ts';
import { openStores } from './store/openStores.ts';
import { openTracks } from './store/tracks.ts';
import { UPLOADS } from './store/uploads.ts';
import { WORKOUTS } from './store/workouts.ts';
import { createCalendarUrls } from './training/calendarUrl.ts';
import { addCalendarRoute } from './training/route.ts';
import { startUploadClearing } from './uploads/clearing.ts';
import { addUploadRoute } from './uploads/route.ts';
import { addOriginalRoute } from './uploads/originalRoute.ts';
import { createOriginalUrls, createUploadUrls } from './uploads/uploadUrl.ts';

/** Starts the workouts subgraph; it is closed with the service. `now` is the clock. Answers the URL it listens at. */
export async function startWorkouts(service: Service, config: WorkoutsConfig, now = () => new Date()): Promise<string> {
  const opened = await openTools(service, config, now);
  const { mongo, broker, stores, tools } = opened;
  const queue = startImports(service, config, tools);
  startClearing(service, tools);
  startPictureClearing(service, tools);
  startUploadClearing(service, tools);
  const live = await startLive(service, config, broker, tools);
  const groups: GroupTools = { ...live, groupSessions: stores.groupSessions, relations: stores.relations };
  startGroupSweep(service, groups);
  await startConsumers(service, config, opened, groups);
  const shared: Shared = {
    ...stores,
    ...urlsOf(config),
    recordings: tools,
    photos: tools,
    live,
    groups,
    queue,
    notices: tools.notices,
    maxUploadBytes: config.MAX_UPLOAD_BYTES,
    maxArchiveBytes: config.MAX_ARCHIVE_BYTES,
    maxWaitingImports: config.MAX_WAITING_IMPORTS,
    unusedUploadMs: config.UNUSED_UPLOAD_MS,
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
      loaders: createLoaders({ ...stores, views: live.views, now }, request.viewer),
    }),
    health: { mongo: () => pingMongo(mongo), broker: () => broker.ping(), storage: () => tools.storage.ping() },
    routes: async (app) => {
      addMediaRoute(app, tools.storage);
      addOriginalRoute(app, { ...tools, originalUrls: shared.originalUrls });
      addCalendarRoute(app, { ...tools, calendarUrls: shared.calendarUrls });
      await addUploadRoute(app, { ...tools, urls: shared.urls });
    },
  });
}

type Opened = Awaited<ReturnType<typeof openTools>>;

/** Opens the stores and the broker, tells what the stores have to tell, and makes what all else works with. */
async function openTools(service: Service, config: WorkoutsConfig, now: () => Date) {
  const { log } = service;
  const mongo = await openMongo(service, config.MONGO_URL);
  const storage = await openStorage(service, config);
  const broker = await openBroker(service, config.NATS_URL);
  await ensureStream(broker.manager, eventsOf('workouts'));
  const fresh = createFreshEvents();
  const stores = await openStores(mongo, openTracks(storage), log, fresh);
  const follow = { [WORKOUTS]: stores.workouts.note };
  const outbox = await mongoOutbox(mongo, [UPLOADS, WORKOUTS, LIVE_WORKOUTS, GROUP_SESSIONS], { log, follow, fresh });
  service.onClose('outbox', () => outbox.settle());
  const relay = startRelay(service, broker, outbox);
  const tools = {
    ...stores,
    storage,
    reader: openReaders(service, config),
    notices: createNotices(broker),
    toldProfile: await openToldProfile(broker),
    log,
    now,
    oneAtATime: createOneAtATime(),
    pictureGate: createPictureGate(),
    wakeRelay: relay.wake,
    maxBytes: config.MAX_UPLOAD_BYTES,
    limits: {
      maxFiles: config.MAX_ARCHIVE_FILES,
      maxBytes: config.MAX_UPLOAD_BYTES,
      maxTotalBytes: config.MAX_ARCHIVE_UNPACKED_BYTES,
    },
    profileWaitMs: config.PROFILE_WAIT_MS,
    unusedPhotoMs: config.UNUSED_PHOTO_MS,
    leftoverMs: config.LEFTOVER_MS,
    unusedUploadMs: config.UNUSED_UPLOAD_MS,
  };
  return { mongo, broker, stores, tools };
}

/** Hears what users tells. */
async function startConsumers(
  service: Service,
  config: WorkoutsConfig,
  { mongo, broker, stores, tools: { storage, notices, now } }: Opened,
  groups: GroupTools,
): Promise<void> {
  const rewriting = startRewriting(service, config.REDIS_URL);
  const also = async (personId: string): Promise<void> => {
    await forgetPerson(groups, personId);
    await forgetInGroups(groups, personId);
    rewriting.ask();
  };
  const forgotten = await openForgotten(service, { mongo, storage }, { now, also });
  const aboutPeople = [
    userDeleted(forgotten),
    dataExportRequested({ mongo, storage, samples: groups.samples }, broker),
    ...onRelations(stores.relations, (userId, blockedId) => leaveGroupsOf(groups, userId, blockedId)),
    onAccountClaimed(stores.schedules, forgotten),
    onAvatarDropped(storage),
  ];
  await consume({ service, broker, stream: eventsOf('users'), handlers: aboutPeople });
  await consume({ service, broker, stream: PROFILES, handlers: [onProfile(stores.profiles, forgotten, notices)] });
}

/** What makes the addresses that are told. */
const urlsOf = ({ VIEWER_TOKEN_SECRET: secret, PUBLIC_URL: publicUrl }: WorkoutsConfig) => ({
  publicUrl,
  urls: createUploadUrls(secret, publicUrl),
  originalUrls: createOriginalUrls(secret, publicUrl),
  calendarUrls: createCalendarUrls(secret, publicUrl),
});

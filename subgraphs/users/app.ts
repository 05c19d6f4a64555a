import type { FastifyInstance } from 'fastify';
import { openBroker } from '#platform/events/broker.ts';
import { consume } from '#platform/events/consumer.ts';
import { createNotices } from '#platform/events/notices.ts';
import { startRelay } from '#platform/events/relay.ts';
import { ensureStream, eventsOf, PROFILES, REVOCATIONS, SQUADS } from '#platform/events/streams.ts';
import { EXPORTS } from '#platform/events/exportParts.ts';
import { openStorage } from '#platform/storage/open.ts';
import type { Service } from '#platform/lifecycle.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { openDatabase } from '#platform/postgres/database.ts';
import { postgresOutbox, type ReadState } from '#platform/postgres/outbox.ts';
import { openRedis } from '#platform/redis/connection.ts';
import { startRewriting } from '#platform/redis/rewriting.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { loadTypeDefs } from '#platform/server/typeDefs.ts';
import { startClearing } from './clearing.ts';
import type { UsersConfig } from './config.ts';
import { accountDeleted } from './consumers/accountDeleted.ts';
import { pairChanged } from './consumers/pairChanged.ts';
import { peopleChanged, profileChanged } from './consumers/peopleChanged.ts';
import { uploadStored } from './consumers/uploadStored.ts';
import { workoutDeleted } from './consumers/workoutDeleted.ts';
import { workoutRecorded } from './consumers/workoutRecorded.ts';
import { dataExportRequested } from './consumers/dataExportRequested.ts';
import { createContext, type Services } from './context.ts';
import { accessTokenIssuer } from './credentials/accessTokens.ts';
import { addApiKeyRoute } from './credentials/apiKeyRoute.ts';
import { createLimits } from './credentials/limits.ts';
import { createMailedTokens } from './credentials/mailedTokens.ts';
import { createPasswords } from './credentials/passwords.ts';
import { deriveSigningKeys, readSeeds } from './credentials/signingKeys.ts';
import { startExporter } from './exports/exporter.ts';
import { addExportRoute, createExportLinks } from './exports/links.ts';
import { startMailer } from './mail/mailer.ts';
import { openMailTransport } from './mail/transport.ts';
import { createFriendFeed } from './live/friendFeed.ts';
import { createGoalFeed } from './live/goalFeed.ts';
import { addOutsideRoute } from './outside/route.ts';
import { addPages } from './pages/routes.ts';
import { readProfileState } from './states/profileState.ts';
import { isSquadName, readSquadName } from './states/squadNameState.ts';
import { resolvers } from './resolvers/index.ts';
import { createPeopleCache } from './store/peopleCache.ts';
import { findPublicPeople } from './store/publicPeople.ts';

const migrations = new URL('./migrations/', import.meta.url);
/** What is written to here. */
const STREAMS = [eventsOf('users'), PROFILES, SQUADS, REVOCATIONS, EXPORTS];
/** Verifiers may keep the keys this long. */
const JWKS_MAX_AGE_SECONDS = 300;
/** A cache that takes longer is no help. */
const CACHE_TIMEOUT_MS = 200;

/** Reads whatever of ours is kept newest only: profiles, and what squads are called. */
const readState = (now: () => Date): ReadState => {
  const readProfile = readProfileState(now);
  return (db, subject) => (isSquadName(subject) ? readSquadName(db, subject, now()) : readProfile(db, subject));
};

/** A running users subgraph. */
export interface Users {
  readonly url: string;
  readonly pool: Pool;
}

/** Wires and starts the users subgraph; closed with the service. `now` is the clock. */
export async function startUsers(service: Service, config: UsersConfig, now = () => new Date()): Promise<Users> {
  const opened = await openTools(service, config, now);
  const { store, broker } = opened;
  await startConsumers(service, opened);
  const services = await createServices(service, config, opened);
  const url = await startSubgraph({
    service,
    config,
    typeDefs: loadTypeDefs('users'),
    resolvers,
    context: createContext(services),
    health: { postgres: () => store.pool.query('SELECT 1'), broker: () => broker.ping() },
    routes: (app) => addRoutes(app, config, services, opened),
  });
  return { url, pool: store.pool };
}

type Opened = Awaited<ReturnType<typeof openTools>>;

/** Opens the stores, the broker and the ways out, and starts what works by itself: relay, mailer, clearing, exporter. */
async function openTools(service: Service, config: UsersConfig, now: () => Date) {
  const pool = await openDatabase(service, config.DATABASE_URL, migrations);
  const broker = await openBroker(service, config.NATS_URL);
  for (const stream of STREAMS) await ensureStream(broker.manager, stream);
  const redis = openRedis(service, config.REDIS_URL, { commandTimeout: CACHE_TIMEOUT_MS, enableOfflineQueue: false });
  const peopleCache = createPeopleCache(redis, (...asked) => findPublicPeople(pool, ...asked), service.log);
  const rewriting = startRewriting(service, config.REDIS_URL);
  const relay = startRelay(service, broker, postgresOutbox(pool, readState(now)));
  const seeds = readSeeds(config.SIGNING_KEY_SEED);
  const keys = await deriveSigningKeys(seeds);
  const mailedTokens = createMailedTokens(seeds);
  const transport = openMailTransport(config);
  const mailer = startMailer({ service, pool, transport, tokens: mailedTokens, publicUrl: config.PUBLIC_URL, now });
  startClearing({ service, pool, now });
  const storage = await openStorage(service, config);
  const notices = createNotices(broker);
  const store = { pool, relay, notices, now };
  const exporter = startExporter({ service, broker, storage, ...store });
  return { store, broker, peopleCache, rewriting, keys, mailedTokens, transport, mailer, storage, exporter };
}

/** Hears what users itself tells, and workouts. */
async function startConsumers(service: Service, opened: Opened): Promise<void> {
  const { store, broker, peopleCache: cache, storage, transport, rewriting, exporter } = opened;
  const { pool, notices } = store;
  const aboutPeople = [
    ...pairChanged(notices),
    ...peopleChanged(cache),
    accountDeleted({ pool, broker, storage, transport, cache, rewriting }),
    dataExportRequested(pool, broker, exporter),
  ];
  await consume({ service, broker, stream: eventsOf('users'), handlers: aboutPeople });
  await consume({ service, broker, stream: PROFILES, handlers: [profileChanged(cache)] });
  const aboutWorkouts = [...workoutRecorded(store), workoutDeleted(store), uploadStored(store)];
  await consume({ service, broker, stream: eventsOf('workouts'), handlers: aboutWorkouts });
}

/** What requests are answered with. */
async function createServices(service: Service, config: UsersConfig, opened: Opened): Promise<Services> {
  const { store, keys, mailedTokens, mailer, peopleCache } = opened;
  const { pool, notices, now } = store;
  return {
    ...store,
    publicUrl: config.PUBLIC_URL,
    goalFeed: createGoalFeed({ ...store, log: service.log }),
    friendFeed: createFriendFeed({ pool, notices, log: service.log }),
    passwords: await createPasswords(),
    issueAccessToken: accessTokenIssuer(keys, config.TOKEN_ISSUER),
    limits: createLimits({ pool, now, secret: config.VIEWER_TOKEN_SECRET, allowances: allowancesOf(config) }),
    mailedTokens,
    mailer,
    exportLinks: createExportLinks(config.VIEWER_TOKEN_SECRET, config.PUBLIC_URL),
    peopleCache,
  };
}

/** What is answered beside GraphQL. */
async function addRoutes(
  app: FastifyInstance,
  config: UsersConfig,
  services: Services,
  { storage, keys }: Opened,
): Promise<void> {
  const { pool, relay, mailer, exportLinks, now } = services;
  await addPages(app, createContext(services));
  addExportRoute(app, { pool, storage, links: exportLinks, now });
  addOutsideRoute(app, { pool, relay, mailer, now }, config.VIEWER_TOKEN_SECRET);
  addApiKeyRoute(app, { pool, now, viewerTokenSecret: config.VIEWER_TOKEN_SECRET });
  app.get('/.well-known/jwks.json', async (_request, reply) => {
    await reply.header('cache-control', `public, max-age=${JWKS_MAX_AGE_SECONDS}`).send(keys.jwks);
  });
}

const QUARTER_HOUR_MS = 15 * 60_000;
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** Every domain reads all it keeps of a person for an archive, which then is good for a week. */
const EXPORTS_PER_DAY = 5;
/** An address that is taken tells less than a password that is right, and is met by mistake more often. */
const PROBES_PER_TRY = 10;

const allowancesOf = (config: UsersConfig) => ({
  password: {
    perAccount: config.PASSWORD_TRIES_PER_ACCOUNT,
    perAddress: config.PASSWORD_TRIES_PER_ADDRESS,
    withinMs: QUARTER_HOUR_MS,
  },
  probe: { perAddress: PROBES_PER_TRY * config.PASSWORD_TRIES_PER_ADDRESS, withinMs: QUARTER_HOUR_MS },
  reset: { perAccount: config.MAILS_PER_ACCOUNT, perAddress: config.MAILS_PER_ADDRESS, withinMs: HOUR_MS },
  export: { perAccount: EXPORTS_PER_DAY, withinMs: DAY_MS },
});

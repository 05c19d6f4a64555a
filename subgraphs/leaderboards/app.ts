import type { Redis } from 'ioredis';
import type { SubgraphConfig } from '#platform/config.ts';
import { openBroker } from '#platform/events/broker.ts';
import { consume } from '#platform/events/consumer.ts';
import { readHistory } from '#platform/events/history.ts';
import { createNotices } from '#platform/events/notices.ts';
import type { Service } from '#platform/lifecycle.ts';
import { createSealedCursors, MAX_PAGE } from '#platform/pagination.ts';
import { openRedis } from '#platform/redis/connection.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { loadTypeDefs } from '#platform/server/typeDefs.ts';
import { createAdmission } from './admission.ts';
import { sourcesOf } from './consumers/handlers.ts';
import type { Boards } from './context.ts';
import { watchFilling, type Filling } from './filling.ts';
import { createFeeds } from './live/feeds.ts';
import { FILLED, topicOf } from './live/topics.ts';
import { resolvers } from './resolvers/index.ts';
import { createBlockerStore } from './store/blockers.ts';
import { createBoardStore } from './store/boards.ts';
import { createForgettingStore } from './store/forgetting.ts';
import { createFriendStore } from './store/friends.ts';
import { createShowPerson } from './visibility.ts';

/** How long a viewer who may be let in by an event on its way is kept waiting. */
const ADMISSION_WAIT_MS = 2000;
/** How long Redis may take for a command: long, since who catches up sends it many at once. */
const REDIS_TIMEOUT_MS = 5000;

/** The settings of this subgraph. */
export interface LeaderboardsConfig extends SubgraphConfig {
  readonly REDIS_URL: string;
  readonly LEADERBOARD_MAX_UPDATES_PER_SECOND: number;
}

/** Starts the leaderboards subgraph on its stores. Answers the URL it listens at. */
export async function startLeaderboards(
  service: Service,
  config: LeaderboardsConfig,
  admissionWaitMs = ADMISSION_WAIT_MS,
): Promise<string> {
  const redis = openRedis(service, config.REDIS_URL, { commandTimeout: REDIS_TIMEOUT_MS });
  const broker = await openBroker(service, config.NATS_URL);
  const notices = createNotices(broker);

  const stores = createStores(redis, () => filling.check());
  const silent = sourcesOf({ ...stores, changed: () => undefined });
  const filling = watchFilling({
    service,
    redis,
    fill: async (signal) => {
      for (const source of silent) await readHistory({ service, broker, ...source, signal });
    },
    onFilled: () => notices.send(FILLED, {}),
  });
  const changed = (id: string): void => notices.send(topicOf(id), {});
  const live = sourcesOf({ ...stores, changed });
  for (const source of live) await consume({ service, broker, ...source });

  const boards = boardsOf(stores, filling);
  const feeds = createFeeds({
    service,
    notices,
    readTop: (id) => boards.page(id, undefined, MAX_PAGE),
    intervalMs: 1000 / config.LEADERBOARD_MAX_UPDATES_PER_SECOND,
  });
  const admit = createAdmission({
    notices,
    readBoard: async (id, viewerId) => (await boards.page(id, viewerId, 0)).board,
    waitMs: admissionWaitMs,
  });
  const cursors = createSealedCursors(config.VIEWER_TOKEN_SECRET, 'laurel leaderboard cursors');
  return startSubgraph({
    service,
    config,
    typeDefs: loadTypeDefs('leaderboards'),
    resolvers,
    context: ({ viewer }) => ({ viewer, boards, feeds, cursors, admit, showPerson: createShowPerson(boards, viewer) }),
    health: { redis: () => redis.ping(), broker: () => broker.ping() },
  });
}

const createStores = (redis: Redis, onEmptied: () => void) => ({
  boards: createBoardStore(redis, onEmptied),
  friends: createFriendStore(redis, onEmptied),
  blockers: createBlockerStore(redis, onEmptied),
  forgetting: createForgettingStore(redis),
});

/** What is read of the stores, once all is in them. */
const boardsOf = ({ boards, friends, blockers }: ReturnType<typeof createStores>, filling: Filling): Boards => ({
  page: (...args) => filling.whenFilled(() => boards.read(...args)),
  around: (...args) => filling.whenFilled(() => boards.around(...args)),
  teams: (...args) => filling.whenFilled(() => boards.readTeams(...args)),
  entryOf: (...args) => filling.whenFilled(() => boards.entryOf(...args)),
  blockersOf: (blockedId) => filling.whenFilled(() => blockers.of(blockedId)),
  friendEntries: (...args) => filling.whenFilled(() => friends.entries(...args)),
});

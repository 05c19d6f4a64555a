import { Redis } from 'ioredis';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { openBroker } from '#platform/events/broker.ts';
import type { Message } from '#platform/events/envelope.ts';
import { ensureStream, eventsOf, SCORES, TEAM_SCORES } from '#platform/events/streams.ts';
import { createService } from '#platform/lifecycle.ts';
import { startTestNats, startTestRedis, type StoreProcess } from '#platform/testing/stores.ts';
import { ask, person, TEST_SECRET, testSubgraphConfig } from '#platform/testing/subgraph.ts';
import { anonymous, type Viewer } from '#platform/viewer.ts';
import { startLeaderboards } from '../app.ts';
import { listenAt, type Update } from './boards.ts';

/** Nobody is logged in: in place of a person's id. */
export const NOBODY = '';
const viewerOf = (userId: string): Viewer => (userId === NOBODY ? anonymous : person(userId));

/** Stores of their own, and how the other domains speak on them. */
export interface Stores {
  readonly redis: StoreProcess;
  readonly nats: StoreProcess;
  /** Publishes as another domain's relay would, newest state or event. */
  publish(...messages: Message[]): Promise<void>;
  /** Empties Redis, as an operator's mistake would. */
  emptyRedis(): Promise<void>;
  dispose(): Promise<void>;
}

async function createStores(): Promise<Stores> {
  const [redis, nats] = await Promise.all([startTestRedis(), startTestNats()]);
  const { service, close } = createService('publisher', 'silent');
  const broker = await openBroker(service, nats.value.url);
  for (const stream of [eventsOf('competitions'), eventsOf('users'), SCORES, TEAM_SCORES])
    await ensureStream(broker.manager, stream);
  return {
    redis: redis.value,
    nats: nats.value,
    publish: async (...messages) => {
      await Promise.all(
        messages.map(({ subject, envelope }) =>
          broker.streams.publish(subject, JSON.stringify(envelope), { msgID: uuidv7() }),
        ),
      );
    },
    emptyRedis: async () => {
      const client = new Redis(redis.value.url);
      await client.flushall();
      client.disconnect();
    },
    dispose: async () => {
      await close();
      await Promise.all([redis.dispose(), nats.dispose()]);
    },
  };
}

/** Stores for the test under way. */
export async function useStores(): Promise<Stores> {
  const stores = await createStores();
  onTestFinished(stores.dispose);
  return stores;
}

/** The subgraph as a test runs it. */
export interface Running extends Stores {
  /** Where it listens. */
  readonly url: string;
  /** Asks on behalf of a person. @throws when the answer has errors. */
  ask(userId: string, query: string, variables?: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  /** Listens to a board on behalf of a person, over graphql-ws as the gateway does. */
  listen(userId: string, competitionId: string, first?: number): AsyncGenerator<Update, undefined>;
  /** Stops this instance, as SIGTERM would. */
  close(): Promise<void>;
}

async function startInstance(stores: Stores, updatesPerSecond: number, admissionWaitMs: number): Promise<Running> {
  const { service, close } = createService('leaderboards', 'silent');
  const config = {
    ...testSubgraphConfig(stores.nats.url),
    REDIS_URL: stores.redis.url,
    LEADERBOARD_MAX_UPDATES_PER_SECOND: updatesPerSecond,
  };
  const url = await startLeaderboards(service, config, admissionWaitMs);
  return {
    ...stores,
    url,
    ask: async (userId, query, variables) => {
      const answer = await ask(url, TEST_SECRET, viewerOf(userId), query, variables);
      if (answer.errors) throw new Error(JSON.stringify(answer.errors));
      return answer.data ?? {};
    },
    listen: (userId, competitionId, first) => listenAt(url, viewerOf(userId), { competitionId, first }),
    close,
  };
}

/** An instance of the subgraph for the test under way, on stores of its own unless some are given. */
export async function useLeaderboards({
  stores,
  updatesPerSecond = 100,
  admissionWaitMs = 2000,
}: { stores?: Stores; updatesPerSecond?: number; admissionWaitMs?: number } = {}): Promise<Running> {
  const running = await startInstance(stores ?? (await useStores()), updatesPerSecond, admissionWaitMs);
  onTestFinished(running.close);
  return running;
}

/** One instance for all tests of a file that mind only boards of their own. */
export function shareLeaderboards(): () => Running {
  let shared: Running | undefined;
  beforeAll(async () => {
    shared = await startInstance(await createStores(), 100, 500);
  });
  afterAll(async () => {
    await shared?.close();
    await shared?.dispose();
  });
  return () => {
    if (!shared) throw new Error('the subgraph did not start');
    return shared;
  };
}

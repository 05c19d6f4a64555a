import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { ScoreChanged } from '#events/competitions.ts';
import type { EventData } from '#events/define.ts';
import { openBroker, type Broker } from '#platform/events/broker.ts';
import { envelopeSchema, type Message } from '#platform/events/envelope.ts';
import { createService } from '#platform/lifecycle.ts';
import { openPostgres, type Pool } from '#platform/postgres/connection.ts';
import { migrate } from '#platform/postgres/migrate.ts';
import { createTestDatabase, startTestNats, testService, type StoreProcess } from '#platform/testing/stores.ts';
import { ask, person, TEST_SECRET, testSubgraphConfig } from '#platform/testing/subgraph.ts';
import { anonymous } from '#platform/viewer.ts';
import { startCompetitions } from '../app.ts';

/** Nobody is logged in: in place of a person's id. */
export const NOBODY = '';

/** The subgraph as a test runs it. */
export interface Running {
  readonly pool: Pool;
  readonly broker: Broker;
  readonly nats: StoreProcess;
  /** Asks on behalf of a person. @throws when the answer has errors. */
  ask(userId: string, query: string, variables?: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  /** Publishes as another domain's relay would. */
  publish(message: Message): Promise<void>;
  /** Stops this instance, as SIGTERM would. */
  close(): Promise<void>;
}

/** A database and a broker of their own. */
export interface Stores {
  readonly databaseUrl: string;
  readonly nats: StoreProcess;
  dispose(): Promise<void>;
}

async function createStores(): Promise<Stores> {
  const [database, nats] = await Promise.all([createTestDatabase(), startTestNats()]);
  const dispose = async (): Promise<void> => {
    await Promise.all([database.dispose(), nats.dispose()]);
  };
  return { databaseUrl: database.value, nats: nats.value, dispose };
}

/** Stores for the test under way. */
export async function useStores(): Promise<Stores> {
  const stores = await createStores();
  onTestFinished(stores.dispose);
  return stores;
}

async function startInstance({ databaseUrl, nats }: Stores, now: () => Date): Promise<Running> {
  const { service, close } = createService('competitions', 'silent');
  const config = {
    ...testSubgraphConfig(nats.url),
    DATABASE_URL: databaseUrl,
  };
  const url = await startCompetitions(service, config, now);
  const pool = openPostgres(databaseUrl, service.log);
  service.onClose('pool of the test', () => pool.end());
  const broker = await openBroker(service, nats.url);
  return {
    pool,
    broker,
    nats,
    ask: async (userId, query, variables) => {
      const answer = await ask(url, TEST_SECRET, userId === NOBODY ? anonymous : person(userId), query, variables);
      if (answer.errors) throw new Error(JSON.stringify(answer.errors));
      return answer.data ?? {};
    },
    publish: publisherOver(broker),
    close,
  };
}

/** An instance of the subgraph for the test under way, on stores of its own unless some are given. */
export async function useCompetitions(stores?: Stores, now = (): Date => new Date()): Promise<Running> {
  const running = await startInstance(stores ?? (await useStores()), now);
  onTestFinished(running.close);
  return running;
}

/** Publishes as another domain's relay would, while no instance of the subgraph runs. */
export async function usePublisher({ nats }: Stores): Promise<Running['publish']> {
  return publisherOver(await openBroker(testService(), nats.url));
}

const publisherOver =
  ({ streams }: Broker): Running['publish'] =>
  async ({ subject, envelope }) => {
    await streams.publish(subject, JSON.stringify(envelope), { msgID: uuidv7() });
  };

/** One instance for all tests of a file that mind only what they made themselves. */
export function shareCompetitions(): () => Running {
  let shared: { stores: Stores; running: Running } | undefined;
  beforeAll(async () => {
    const stores = await createStores();
    shared = { stores, running: await startInstance(stores, () => new Date()) };
  });
  afterAll(async () => {
    await shared?.running.close();
    await shared?.stores.dispose();
  });
  return () => {
    if (!shared) throw new Error('the subgraph did not start');
    return shared.running;
  };
}

/** A migrated database of its own, without a running subgraph. */
export async function usePool(): Promise<Pool> {
  const database = await createTestDatabase();
  onTestFinished(database.dispose);
  const { log } = testService();
  const migrations = new URL('../migrations/', import.meta.url).pathname;
  await migrate(database.value, migrations, log);
  const pool = openPostgres(database.value, log);
  onTestFinished(() => pool.end());
  return pool;
}

/** What the stream SCORES holds of a participant; undefined before the first score. */
export async function publishedScore(
  { broker }: Running,
  competitionId: string,
  participationId: string,
): Promise<EventData<typeof ScoreChanged> | undefined> {
  const subject = `scores.${competitionId}.${participationId}`;
  const message = await broker.manager.streams.getMessage('SCORES', { last_by_subj: subject });
  return message ? ScoreChanged.data.parse(envelopeSchema.parse(message.json()).data) : undefined;
}

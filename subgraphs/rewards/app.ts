import { openBroker } from '#platform/events/broker.ts';
import { consume } from '#platform/events/consumer.ts';
import { startRelay } from '#platform/events/relay.ts';
import { ensureStream, eventsOf } from '#platform/events/streams.ts';
import type { Service } from '#platform/lifecycle.ts';
import { createSealedCursors } from '#platform/pagination.ts';
import { openDatabase } from '#platform/postgres/database.ts';
import { postgresOutbox } from '#platform/postgres/outbox.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { loadTypeDefs } from '#platform/server/typeDefs.ts';
import type { RewardsConfig } from './config.ts';
import { dataExportRequested } from './consumers/dataExportRequested.ts';
import { userDeleted } from './consumers/userDeleted.ts';
import { workoutDeleted } from './consumers/workoutDeleted.ts';
import { workoutRecorded } from './consumers/workoutRecorded.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers/index.ts';

const migrations = new URL('./migrations/', import.meta.url);

/** Wires and starts the rewards subgraph; closed with the service. `now` is the clock. @returns the URL it listens at. */
export async function startRewards(service: Service, config: RewardsConfig, now = () => new Date()): Promise<string> {
  const pool = await openDatabase(service, config.DATABASE_URL, migrations);
  const broker = await openBroker(service, config.NATS_URL);
  await ensureStream(broker.manager, eventsOf('rewards'));
  const relay = startRelay(service, broker, postgresOutbox(pool));
  const store = { pool, relay, now };
  const handlers = [...workoutRecorded(store), workoutDeleted(store)];
  await consume({ service, broker, stream: eventsOf('workouts'), handlers });
  await consume({
    service,
    broker,
    stream: eventsOf('users'),
    handlers: [userDeleted(store), dataExportRequested(pool, broker)],
  });
  const cursors = createSealedCursors(config.VIEWER_TOKEN_SECRET, 'laurel reward cursors');
  return startSubgraph({
    service,
    config,
    typeDefs: loadTypeDefs('rewards'),
    resolvers,
    context: createContext({ pool, cursors, now, holdSeconds: config.REWARDS_CLAIM_HOLD_SECONDS }),
    health: { postgres: () => pool.query('SELECT 1'), broker: () => broker.ping() },
  });
}

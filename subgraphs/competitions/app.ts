import type { SubgraphConfig } from '#platform/config.ts';
import { openBroker } from '#platform/events/broker.ts';
import { consume } from '#platform/events/consumer.ts';
import { startRelay } from '#platform/events/relay.ts';
import { ensureStream, eventsOf, PROFILES, SCORES, TEAM_SCORES } from '#platform/events/streams.ts';
import type { Service } from '#platform/lifecycle.ts';
import { openDatabase } from '#platform/postgres/database.ts';
import { postgresOutbox } from '#platform/postgres/outbox.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { loadTypeDefs } from '#platform/server/typeDefs.ts';
import { startClock } from './clock.ts';
import { blocks } from './consumers/blocks.ts';
import { profileChanged } from './consumers/profileChanged.ts';
import { dataExportRequested } from './consumers/dataExportRequested.ts';
import { squads } from './consumers/squads.ts';
import { userDeleted } from './consumers/userDeleted.ts';
import { workoutDeleted } from './consumers/workoutDeleted.ts';
import { workoutRecorded } from './consumers/workoutRecorded.ts';
import { createLoaders } from './loaders.ts';
import { resolvers } from './resolvers/index.ts';
import { readScore } from './scores.ts';

const migrations = new URL('./migrations/', import.meta.url);

/** Starts the competitions subgraph on its stores. Answers the URL it listens at. */
export async function startCompetitions(
  service: Service,
  config: SubgraphConfig & { readonly DATABASE_URL: string },
  now = (): Date => new Date(),
): Promise<string> {
  const pool = await openDatabase(service, config.DATABASE_URL, migrations);
  const broker = await openBroker(service, config.NATS_URL);
  await ensureStream(broker.manager, eventsOf('competitions'));
  await ensureStream(broker.manager, SCORES);
  await ensureStream(broker.manager, TEAM_SCORES);
  const relay = startRelay(service, broker, postgresOutbox(pool, readScore));
  const store = { pool, relay };
  await consume({
    service,
    broker,
    stream: eventsOf('users'),
    handlers: [userDeleted({ ...store, broker }), dataExportRequested(pool, broker), ...squads(store), ...blocks(pool)],
  });
  await consume({ service, broker, stream: PROFILES, handlers: [profileChanged(pool)] });
  const workouts = await consume({
    service,
    broker,
    stream: eventsOf('workouts'),
    handlers: [...workoutRecorded(store), workoutDeleted(store)],
  });
  const clock = startClock({ service, pool, relay, workouts, now });
  return startSubgraph({
    service,
    config,
    typeDefs: loadTypeDefs('competitions'),
    resolvers,
    context: ({ viewer }) => ({ viewer, pool, relay, clock, now, loaders: createLoaders(pool, viewer) }),
    health: { postgres: () => pool.query('SELECT 1'), broker: () => broker.ping() },
  });
}

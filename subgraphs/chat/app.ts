import { openBroker } from '#platform/events/broker.ts';
import { consume } from '#platform/events/consumer.ts';
import { createNotices } from '#platform/events/notices.ts';
import { startRelay } from '#platform/events/relay.ts';
import { ensureStream, eventsOf, PROFILES, SQUADS } from '#platform/events/streams.ts';
import type { Service } from '#platform/lifecycle.ts';
import { createSealedCursors } from '#platform/pagination.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { openDatabase } from '#platform/postgres/database.ts';
import { postgresOutbox } from '#platform/postgres/outbox.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { loadTypeDefs } from '#platform/server/typeDefs.ts';
import type { ChatConfig } from './config.ts';
import { blocks, userRegistered } from './consumers/blocks.ts';
import { competitionCancelled } from './consumers/competitionCancelled.ts';
import { competitionCreated } from './consumers/competitionCreated.ts';
import { dataExportRequested } from './consumers/dataExportRequested.ts';
import { groupSessions } from './consumers/groupSessions.ts';
import { squadName, squads } from './consumers/squads.ts';
import { userDeleted } from './consumers/userDeleted.ts';
import { participantJoined } from './consumers/participantJoined.ts';
import { createContext } from './context.ts';
import { RoomFeed } from './live/roomFeed.ts';
import { resolvers } from './resolvers/index.ts';
import { readLog } from './store/log.ts';
import { findLastSequences } from './store/rooms.ts';

const migrations = new URL('./migrations/', import.meta.url);
/** How many events of a room a listener reads at once. */
const LOG_PAGE = 100;

/** A running chat subgraph. */
export interface Chat {
  readonly url: string;
  readonly pool: Pool;
}

/** Wires and starts the chat subgraph; closed with the service. `now` is the clock. */
export async function startChat(service: Service, config: ChatConfig, now = () => new Date()): Promise<Chat> {
  const pool = await openDatabase(service, config.DATABASE_URL, migrations);
  const broker = await openBroker(service, config.NATS_URL);
  await ensureStream(broker.manager, eventsOf('chat'));
  await ensureStream(broker.manager, PROFILES);
  const relay = startRelay(service, broker, postgresOutbox(pool));
  const notices = createNotices(broker);
  const feed = new RoomFeed({
    service,
    notices,
    readLog: (roomId, after) => readLog(pool, roomId, after, LOG_PAGE),
    lastSequences: (roomIds) => findLastSequences(pool, roomIds),
  });
  const places = createSealedCursors(config.VIEWER_TOKEN_SECRET, 'laurel chat places');
  const url = await startSubgraph({
    service,
    config,
    typeDefs: loadTypeDefs('chat'),
    resolvers,
    context: createContext({ pool, relay, notices, feed, places, now }),
    health: { postgres: () => pool.query('SELECT 1'), broker: () => broker.ping() },
  });
  const handlers = [
    competitionCreated({ pool, notices }),
    competitionCancelled({ pool, notices }),
    participantJoined({ pool, notices }),
  ];
  await consume({ service, broker, stream: eventsOf('competitions'), handlers });
  await consume({
    service,
    broker,
    stream: eventsOf('users'),
    handlers: [
      userDeleted({ pool, notices }),
      await dataExportRequested(pool, broker),
      ...squads({ pool, notices }),
      userRegistered({ pool, notices }),
      ...blocks({ pool, notices }),
    ],
  });
  await consume({ service, broker, stream: eventsOf('workouts'), handlers: groupSessions({ pool, notices }) });
  await consume({ service, broker, stream: SQUADS, handlers: [squadName({ pool, notices })] });
  return { url, pool };
}

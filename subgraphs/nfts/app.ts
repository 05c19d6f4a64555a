import { openBroker } from '#platform/events/broker.ts';
import { consume } from '#platform/events/consumer.ts';
import { eventsOf } from '#platform/events/streams.ts';
import type { Service } from '#platform/lifecycle.ts';
import { createShowPerson } from '#platform/postgres/blocks.ts';
import { openDatabase } from '#platform/postgres/database.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { loadTypeDefs } from '#platform/server/typeDefs.ts';
import { storeAllBadges } from './badgeContent.ts';
import type { NftsConfig } from './config.ts';
import { achievementUnlocked } from './consumers/achievementUnlocked.ts';
import { blocks } from './consumers/blocks.ts';
import { dataExportRequested } from './consumers/dataExportRequested.ts';
import { userDeleted } from './consumers/userDeleted.ts';
import { openContentStore } from './ipfs/contentStore.ts';
import { serveContent } from './ipfs/route.ts';
import { nftLoader } from './loaders.ts';
import { resolvers } from './resolvers/index.ts';

const migrations = new URL('./migrations/', import.meta.url);

/** Wires and starts the nfts subgraph; closed with the service. Answers the URL it listens at. */
export async function startNfts(service: Service, config: NftsConfig): Promise<string> {
  const pool = await openDatabase(service, config.DATABASE_URL, migrations);
  const content = await openContentStore(config.STORAGE_DIR);
  await storeAllBadges(content);
  const broker = await openBroker(service, config.NATS_URL);
  await consume({ service, broker, stream: eventsOf('rewards'), handlers: [achievementUnlocked(pool, content)] });
  await consume({
    service,
    broker,
    stream: eventsOf('users'),
    handlers: [userDeleted(pool), dataExportRequested(pool, broker), ...blocks(pool)],
  });
  return startSubgraph({
    service,
    config,
    typeDefs: loadTypeDefs('nfts'),
    resolvers,
    context: ({ viewer }) => ({
      viewer,
      pool,
      publicUrl: config.PUBLIC_URL,
      nfts: nftLoader(pool),
      showPerson: createShowPerson(pool, viewer),
    }),
    health: {
      postgres: () => pool.query('SELECT 1'),
      broker: () => broker.ping(),
      blockstore: () => content.check(),
    },
    routes: (app) => serveContent(app, content),
  });
}

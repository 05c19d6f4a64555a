import { afterAll } from 'vitest';
import { openBroker, type Broker } from '#platform/events/broker.ts';
import { openPostgres, type Pool } from '#platform/postgres/connection.ts';
import { createService } from '#platform/lifecycle.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { createTestDatabase, startTestNats } from '#platform/testing/stores.ts';
import { ask, TEST_SECRET, testSubgraphConfig } from '#platform/testing/subgraph.ts';
import type { Viewer } from '#platform/viewer.ts';
import { startNfts } from '../app.ts';

/** A running nfts subgraph on stores of its own. */
export interface TestNfts {
  readonly url: string;
  readonly broker: Broker;
  readonly pool: Pool;
  readonly folder: string;
  ask(viewer: Viewer, query: string, variables?: Record<string, unknown>): ReturnType<typeof ask>;
}

/** Starts an nfts subgraph for a test file; closed after its tests. */
export async function startTestNfts(): Promise<TestNfts> {
  const [database, nats] = await Promise.all([createTestDatabase(), startTestNats()]);
  const folder = await temporaryFolder();
  const { service, close } = createService('nfts', 'silent');
  afterAll(async () => {
    await close();
    await Promise.all([database.dispose(), nats.dispose()]);
  });
  const url = await startNfts(service, {
    ...testSubgraphConfig(nats.value.url),
    PUBLIC_URL: 'https://laurel.example',
    DATABASE_URL: database.value,
    STORAGE_DIR: folder,
  });
  const broker = await openBroker(service, nats.value.url);
  const pool = openPostgres(database.value, service.log);
  service.onClose('pool of the tests', () => pool.end());
  return {
    url,
    broker,
    pool,
    folder,
    ask: (viewer, query, variables) => ask(url, TEST_SECRET, viewer, query, variables),
  };
}

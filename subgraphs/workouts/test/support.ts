import { createClient, type Client } from 'graphql-ws';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect } from 'vitest';
import WebSocket from 'ws';
import { createService } from '#platform/lifecycle.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import {
  createTestMongo,
  startTestNats,
  startTestRedis,
  type Disposable,
  type StoreProcess,
} from '#platform/testing/stores.ts';
import { ask, person, TEST_SECRET, testSubgraphConfig } from '#platform/testing/subgraph.ts';
import { anonymous, signViewer } from '#platform/viewer.ts';
import { startWorkouts } from '../app.ts';
import type { WorkoutsConfig } from '../config.ts';

/** A workouts subgraph with stores of its own, and how to use it. */
export interface TestWorkouts {
  readonly url: string;
  readonly config: WorkoutsConfig;
  readonly nats: StoreProcess;
}

/** The settings of a subgraph for tests, on stores of its own. */
export async function testConfig(natsUrl: string, overrides: Partial<WorkoutsConfig> = {}): Promise<WorkoutsConfig> {
  const folder = await temporaryFolder();
  const redis = await startTestRedis();
  return {
    ...testSubgraphConfig(natsUrl),
    PUBLIC_URL: 'http://gateway.example',
    STORAGE_DIR: folder,
    S3_REGION: 'us-east-1',
    MONGO_URL: createTestMongo(),
    REDIS_URL: redis.value.url,
    LIVE_IDLE_MS: 3_600_000,
    SAMPLE_CALLS_PER_MINUTE: 1200,
    MAX_UPLOAD_BYTES: 2 * 1024 * 1024,
    MAX_ARCHIVE_BYTES: 64 * 1024 * 1024,
    MAX_ARCHIVE_UNPACKED_BYTES: 256 * 1024 * 1024,
    MAX_ARCHIVE_FILES: 1000,
    UNUSED_PHOTO_MS: 3_600_000,
    LEFTOVER_MS: 60_000,
    UNUSED_UPLOAD_MS: 7 * 86_400_000,
    MAX_WAITING_IMPORTS: 1000,
    IMPORT_CONCURRENCY: 2,
    IMPORT_TIMEOUT_MS: 10_000,
    IMPORT_MEMORY_MB: 256,
    IMPORT_LEASE_MS: 5000,
    PROFILE_WAIT_MS: 20,
    ...overrides,
  };
}

/** Starts a subgraph in this process for the tests of a file; `now` is its clock. Read it when a test runs. */
export function useWorkouts(overrides: Partial<WorkoutsConfig> = {}, now = (): Date => new Date()): TestWorkouts {
  const { service, close } = createService('workouts', 'silent');
  let nats: Disposable<StoreProcess> | undefined;
  let started: TestWorkouts | undefined;
  beforeAll(async () => {
    nats = await startTestNats();
    const config = await testConfig(nats.value.url, overrides);
    started = { url: await startWorkouts(service, config, now), config, nats: nats.value };
  });
  afterAll(async () => {
    await close();
    await nats?.dispose();
  });
  const running = (): TestWorkouts => {
    if (!started) throw new Error('the subgraph has not started');
    return started;
  };
  return {
    get url() {
      return running().url;
    },
    get config() {
      return running().config;
    },
    get nats() {
      return running().nats;
    },
  };
}

/** A person nobody knows yet. */
export const somebody = (): string => uuidv7();

/** Asks as somebody, or as nobody, and expects no error. */
export async function query(
  url: string,
  personId: string | null,
  text: string,
  variables: Readonly<Record<string, unknown>> = {},
) {
  const { data, errors } = await ask(
    url,
    TEST_SECRET,
    personId === null ? anonymous : person(personId),
    text,
    variables,
  );
  expect(errors).toBeUndefined();
  return data ?? {};
}

/** A connection as the gateway opens it for somebody. */
export async function connectAs(url: string, personId: string): Promise<Client> {
  const viewer = await signViewer(TEST_SECRET, person(personId));
  return createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { viewer },
  });
}

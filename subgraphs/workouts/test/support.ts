import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient, type Client } from 'graphql-ws';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect } from 'vitest';
import WebSocket from 'ws';
import { z } from 'zod';
import { Profile } from '#events/users.ts';
import { openBroker, type Broker } from '#platform/events/broker.ts';
import { createState, type Message } from '#platform/events/envelope.ts';
import { createService } from '#platform/lifecycle.ts';
import { whenFileEnds } from '#platform/testing/ending.ts';
import {
  createTestMongo,
  startTestNats,
  startTestRedis,
  type Disposable,
  type StoreProcess,
} from '#platform/testing/stores.ts';
import { ask, person, TEST_SECRET, testSubgraphConfig } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { anonymous, signViewer } from '#platform/viewer.ts';
import { generateActivity, type ActivityOptions } from '../../../fixtures/generate.ts';
import { startWorkouts, type WorkoutsConfig } from '../app.ts';
import type { UploadPurpose } from '../domain/upload.ts';

/** A workouts subgraph with stores of its own, and how to use it. */
export interface TestWorkouts {
  readonly url: string;
  readonly config: WorkoutsConfig;
  readonly nats: StoreProcess;
}

/** The settings of a subgraph for tests, on stores of its own. */
export async function testConfig(natsUrl: string, overrides: Partial<WorkoutsConfig> = {}): Promise<WorkoutsConfig> {
  const folder = await mkdtemp(path.join(tmpdir(), 'laurel-workouts-'));
  const redis = await startTestRedis();
  whenFileEnds(() => rm(folder, { recursive: true, force: true }));
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
    MAX_WAITING_IMPORTS: 1000,
    IMPORT_CONCURRENCY: 2,
    IMPORT_TIMEOUT_MS: 10_000,
    IMPORT_MEMORY_MB: 256,
    IMPORT_LEASE_MS: 600,
    PROFILE_WAIT_MS: 20,
    ...overrides,
  };
}

/** Starts a subgraph in this process for the tests of a file. Read it when a test runs. */
export function useWorkouts(overrides: Partial<WorkoutsConfig> = {}): TestWorkouts {
  const { service, close } = createService('workouts', 'silent');
  let nats: Disposable<StoreProcess> | undefined;
  let started: TestWorkouts | undefined;
  beforeAll(async () => {
    nats = await startTestNats();
    const config = await testConfig(nats.value.url, overrides);
    started = { url: await startWorkouts(service, config), config, nats: nats.value };
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

const problems = z.array(z.object({ code: z.string(), message: z.string(), path: z.array(z.string()).nullable() }));
const uploadSchema = z.object({
  id: z.string(),
  url: z.string(),
  method: z.literal('PUT'),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  expiresAt: z.iso.datetime(),
});
export type OpenedUpload = z.infer<typeof uploadSchema>;

export async function createUpload(
  url: string,
  personId: string,
  input: { byteLength: number; fileName?: string; purpose?: UploadPurpose },
) {
  const data = await query(
    url,
    personId,
    `mutation($input: CreateUploadInput!) { createUpload(input: $input) {
      upload { id url method headers { name value } expiresAt } userErrors { code message path } } }`,
    { input: { fileName: 'a.fit', purpose: 'WORKOUT_FILE', ...input } },
  );
  return z.object({ createUpload: z.object({ upload: uploadSchema.nullable(), userErrors: problems }) }).parse(data)
    .createUpload;
}

/** Opens an upload of so many bytes that is expected to be allowed. */
export async function openUpload(url: string, personId: string, byteLength: number): Promise<OpenedUpload> {
  const { upload } = await createUpload(url, personId, { byteLength });
  if (!upload) throw new Error('the upload was not opened');
  return upload;
}

/** The upload's address at the subgraph itself: the gateway passes /uploads on. */
export const addressOf = (url: string, upload: OpenedUpload): string => {
  const { pathname, search } = new URL(upload.url);
  return `${url}${pathname}${search}`;
};

/** Opens an upload and sends its bytes. Answers its id. */
export async function upload(url: string, personId: string, bytes: Uint8Array): Promise<string> {
  const opened = await openUpload(url, personId, bytes.length);
  const headers = Object.fromEntries(opened.headers.map(({ name, value }) => [name, value]));
  const response = await fetch(addressOf(url, opened), { method: opened.method, headers, body: Buffer.from(bytes) });
  expect(response.status).toBe(200);
  return opened.id;
}

export async function importUpload(
  url: string,
  personId: string,
  uploadId: string,
  more: Readonly<Record<string, unknown>> = {},
) {
  const data = await query(
    url,
    personId,
    `mutation($input: ImportWorkoutInput!) { importWorkout(input: $input) {
      workoutImport { id status } userErrors { code message path } } }`,
    { input: { uploadId, ...more } },
  );
  const payload = z.object({
    workoutImport: z.object({ id: z.string(), status: z.string() }).nullable(),
    userErrors: problems,
  });
  return z.object({ importWorkout: payload }).parse(data).importWorkout;
}

const importSchema = z.object({
  id: z.string(),
  status: z.string(),
  workout: z.object({ id: z.string() }).nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type ImportState = z.infer<typeof importSchema>;

export async function importState(url: string, personId: string, id: string): Promise<ImportState | null> {
  const data = await query(
    url,
    personId,
    `query($id: ID!) { workoutImport(id: $id) { id status workout { id } failure { code message } } }`,
    { id },
  );
  return z.object({ workoutImport: importSchema.nullable() }).parse(data).workoutImport;
}

const DONE = new Set(['COMPLETED', 'DUPLICATE', 'FAILED']);

/** Waits until an import is done. */
export const finished = (url: string, personId: string, id: string): Promise<ImportState> =>
  until(`import ${id} to be done`, async () => {
    const state = await importState(url, personId, id);
    return state && DONE.has(state.status) ? state : undefined;
  });

/** Uploads a file, imports it and waits until that is done. */
export async function importBytes(
  url: string,
  personId: string,
  bytes: Uint8Array,
  more: Readonly<Record<string, unknown>> = {},
): Promise<ImportState> {
  const { workoutImport } = await importUpload(url, personId, await upload(url, personId, bytes), more);
  if (!workoutImport) throw new Error('the import was refused');
  return finished(url, personId, workoutImport.id);
}

let seed = 1;
/** An activity file that no other test has. */
export const activity = (options: Partial<ActivityOptions> = {}) =>
  generateActivity({
    seed: seed++,
    startedAt: Date.UTC(2026, 4, 1, 6, 30) + seed * 86_400_000,
    durationSeconds: 600,
    pauses: 0,
    ...options,
  });

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

/** The workouts of a person, newest first. */
export async function workoutsOf(
  url: string,
  personId: string,
): Promise<{ id: string; title: string; startedAt: string | null }[]> {
  const data = await query(
    url,
    personId,
    `query($who: [_Any!]!) { _entities(representations: $who) { ... on Viewer {
      workouts(first: 100) { edges { node { id title startedAt } } } } } }`,
    { who: [{ __typename: 'Viewer', id: personId }] },
  );
  const node = z.object({ id: z.string(), title: z.string(), startedAt: z.string().nullable() });
  const viewer = z.object({ workouts: z.object({ edges: z.array(z.object({ node })) }) });
  const [found] = z.object({ _entities: z.tuple([viewer]) }).parse(data)._entities;
  return found.workouts.edges.map((edge) => edge.node);
}

/** All that a person ever did, by year. */
export async function statisticsOf(url: string, personId: string) {
  const data = await query(
    url,
    personId,
    `query($who: [_Any!]!) { _entities(representations: $who) { ... on Viewer {
      workoutStatistics(from: "2000-01-01", to: "2100-01-01", groupBy: YEAR) { totalWorkouts totalElapsedSeconds totalMovingSeconds
        totalDistanceMeters totalKilocalories averageElapsedSeconds bySport { sport totalWorkouts }
        periods { startDate totalWorkouts totalDistanceMeters totalMovingSeconds totalKilocalories }
        records { kind sport value workout { id } } } } } }`,
    { who: [{ __typename: 'Viewer', id: personId }] },
  );
  const figure = z.number();
  const totals = {
    totalWorkouts: z.int(),
    totalDistanceMeters: figure,
    totalMovingSeconds: figure,
    totalKilocalories: figure,
  };
  const workoutStatistics = z.object({
    ...totals,
    totalElapsedSeconds: figure,
    averageElapsedSeconds: figure.nullable(),
    bySport: z.array(z.object({ sport: z.string(), totalWorkouts: z.int() })),
    periods: z.array(z.object({ startDate: z.string(), ...totals })),
    records: z.array(
      z.object({
        kind: z.string(),
        sport: z.string(),
        value: figure,
        workout: z.object({ id: z.string() }).nullable(),
      }),
    ),
  });
  return z.object({ _entities: z.tuple([z.object({ workoutStatistics })]) }).parse(data)._entities[0].workoutStatistics;
}

/** Publishes a profile as users does, and waits until it has been heard. */
export async function tellProfile(
  natsUrl: string,
  userId: string,
  more: Readonly<Record<string, unknown>>,
): Promise<void> {
  const profile = Profile.data.parse({
    version: 1,
    userId,
    username: 'somebody',
    timeZone: 'UTC',
    birthDate: null,
    sex: null,
    weightKilograms: null,
    restingHeartRateBpm: null,
    maxHeartRateBpm: null,
    defaultVisibility: 'ONLY_ME',
    ...more,
  });
  const { service, close } = createService('users', 'silent');
  const broker = await openBroker(service, natsUrl);
  const { envelope } = createState(Profile, `profiles.${userId}`, userId, profile, new Date());
  const { seq } = await broker.streams.publish(`profiles.${userId}`, JSON.stringify(envelope));
  await heard(broker, seq);
  await close();
}

const heard = (broker: Broker, sequence: number, stream = 'PROFILES'): Promise<boolean> =>
  until('what was said to be heard', async () => {
    const { ack_floor: floor } = await broker.manager.consumers.info(stream, 'workouts');
    return floor.stream_seq >= sequence;
  });

/** Publishes events of users as they are, and waits until they have been heard. */
export async function tellUsersEvents(natsUrl: string, messages: readonly Message[]): Promise<void> {
  const { service, close } = createService('users', 'silent');
  const broker = await openBroker(service, natsUrl);
  let sequence = 0;
  for (const { subject, envelope } of messages) {
    sequence = (await broker.streams.publish(subject, JSON.stringify(envelope))).seq;
  }
  await heard(broker, sequence, 'EVENTS_USERS');
  await close();
}

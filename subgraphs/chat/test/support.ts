import { v7 as uuidv7 } from 'uuid';
import { afterAll } from 'vitest';
import { CompetitionCreated, ParticipantJoined } from '#events/competitions.ts';
import { createEvent, type Message as Published } from '#platform/events/envelope.ts';
import { createService } from '#platform/lifecycle.ts';
import { createTestDatabase, startTestNats, type StoreProcess } from '#platform/testing/stores.ts';
import { openTestStream, type TestStream } from '#platform/testing/streams.ts';
import { ask, person, TEST_SECRET, testSubgraphConfig } from '#platform/testing/subgraph.ts';
import type { Viewer } from '#platform/viewer.ts';
import { startChat, type Chat } from '../app.ts';
import type { ChatConfig } from '../config.ts';

/** A running chat subgraph on stores of its own. */
export interface TestChat extends Chat {
  readonly nats: StoreProcess;
  readonly stream: TestStream;
  ask(viewer: Viewer, query: string, variables?: Record<string, unknown>): ReturnType<typeof ask>;
  /** Another instance of the service on the same stores. */
  another(): Promise<TestChat>;
}

/** Starts a chat subgraph for a test file; closed after its tests. */
export async function startTestChat(): Promise<TestChat> {
  const [database, nats] = await Promise.all([createTestDatabase(), startTestNats()]);
  afterAll(() => Promise.all([database.dispose(), nats.dispose()]));
  const stream = await openTestStream(nats.value.url);
  return startInstance(database.value, nats.value, stream);
}

async function startInstance(databaseUrl: string, nats: StoreProcess, stream: TestStream): Promise<TestChat> {
  const { service, close } = createService('chat', 'silent');
  afterAll(close);
  const config: ChatConfig = {
    ...testSubgraphConfig(nats.url),
    DATABASE_URL: databaseUrl,
  };
  const chat = await startChat(service, config);
  return {
    ...chat,
    nats,
    stream,
    ask: (viewer, query, variables) => ask(chat.url, TEST_SECRET, viewer, query, variables),
    another: () => startInstance(databaseUrl, nats, stream),
  };
}

/** Publishes events in an order, told as their places in the list; some may come more than once. */
export async function publishIn(
  { stream }: TestChat,
  order: readonly number[],
  events: readonly Published[],
): Promise<void> {
  for (const place of order) {
    const event = events[place];
    if (event) await stream.publish(event);
  }
}

/** Somebody new. */
export const somebody = () => {
  const userId = uuidv7();
  return { userId, viewer: person(userId) };
};
export type Somebody = ReturnType<typeof somebody>;

const now = () => new Date();

/** The event of a competition made by somebody. */
export const created = (competitionId: string, organizer: Somebody, title = 'May Challenge'): Published =>
  createEvent(
    CompetitionCreated,
    competitionId,
    {
      ...{ version: 1, competitionId, organizerId: organizer.userId, title, metric: 'DISTANCE', sports: [] },
      ...{ visibility: 'PUBLIC', startsAt: now().toISOString(), endsAt: now().toISOString() },
    },
    now(),
  );

/** What is kept of a room and of what was said and done there. */
export async function keptOf({ pool }: TestChat, roomId: string): Promise<Record<string, number>> {
  const tables = { rooms: 'id', room_members: 'room_id', messages: 'room_id', room_events: 'room_id' };
  const counted = await Promise.all(
    Object.entries(tables).map(async ([table, column]) => {
      const { rows } = await pool.query(`SELECT FROM ${table} WHERE ${column} = $1`, [roomId]);
      return [table, rows.length] as const;
    }),
  );
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

/** The event of somebody who takes part in a competition. */
export function joined(competitionId: string, { userId }: Somebody): Published {
  const participationId = uuidv7();
  const joinedAt = now().toISOString();
  return createEvent(
    ParticipantJoined,
    participationId,
    { version: 1, participationId, competitionId, userId, joinedAt, teamId: null },
    now(),
  );
}

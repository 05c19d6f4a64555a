import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { openBroker, type Broker } from '#platform/events/broker.ts';
import type { Definition } from '#platform/events/envelope.ts';
import type { Stream } from '#platform/events/streams.ts';
import type { Service } from '#platform/lifecycle.ts';
import { openPostgres, type Pool } from '#platform/postgres/connection.ts';
import { migrate } from '#platform/postgres/migrate.ts';
import { createTestDatabase, startTestNats, testService, type StoreProcess } from '#platform/testing/stores.ts';

/** An event for tests. */
export const Counted = {
  domain: 'tests',
  name: 'Counted',
  type: 'tests.Counted.v1',
  data: z.object({ version: z.int(), amount: z.int() }),
} satisfies Definition;

/** The stream of such events. */
export const EVENTS_TESTS: Stream = { name: 'EVENTS_TESTS', subjects: ['events.tests.>'] };
/** A stream that keeps the newest state of each thing. */
export const STATES: Stream = { name: 'STATES', subjects: ['states.*'], perSubject: 1 };

/** A broker of its own for the test under way. */
export async function useNats(): Promise<StoreProcess> {
  const { value, dispose } = await startTestNats();
  onTestFinished(dispose);
  return value;
}

/** A service with a connection to the broker, closed with the test. */
export async function useBroker(url: string, name = 'test'): Promise<{ service: Service; broker: Broker }> {
  const service = testService(name);
  return { service, broker: await openBroker(service, url) };
}

/** A database with outbox and inbox and a table of totals, for the test under way. */
export async function usePool(): Promise<Pool> {
  const { value, dispose } = await createTestDatabase();
  onTestFinished(dispose);
  const { log } = testService();
  await migrate(value, fileURLToPath(new URL('./migrations/', import.meta.url)), log);
  const pool = openPostgres(value, log);
  onTestFinished(() => pool.end());
  return pool;
}

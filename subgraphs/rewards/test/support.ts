import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll } from 'vitest';
import { z } from 'zod';
import type { EventData } from '#events/define.ts';
import { WorkoutChanged, WorkoutCompleted, WorkoutDeleted } from '#events/workouts.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import { createService } from '#platform/lifecycle.ts';
import { many, openPostgres, type Pool } from '#platform/postgres/connection.ts';
import { createTestDatabase, startTestNats, type StoreProcess } from '#platform/testing/stores.ts';
import { ask, TEST_SECRET, testSubgraphConfig } from '#platform/testing/subgraph.ts';
import type { Viewer } from '#platform/viewer.ts';
import { startRewards } from '../app.ts';
import type { RewardsConfig } from '../config.ts';
import type { Workout } from '../domain/workout.ts';

/** A running rewards subgraph on stores of its own, with a clock that can be put on. */
export interface TestRewards {
  readonly nats: StoreProcess;
  readonly pool: Pool;
  ask(viewer: Viewer, query: string, variables?: Record<string, unknown>): ReturnType<typeof ask>;
  putClockOn(milliseconds: number): void;
}

/** Starts a rewards subgraph for a test file; closed after its tests. */
export async function startTestRewards(): Promise<TestRewards> {
  const [database, nats] = await Promise.all([createTestDatabase(), startTestNats()]);
  const { service, close } = createService('rewards', 'silent');
  let ahead = 0;
  const config: RewardsConfig = {
    ...testSubgraphConfig(nats.value.url),
    DATABASE_URL: database.value,
    REWARDS_CLAIM_HOLD_SECONDS: 3600,
  };
  const url = await startRewards(service, config, () => new Date(Date.now() + ahead));
  const pool = openPostgres(database.value, service.log);
  afterAll(async () => {
    await pool.end();
    await close();
    await Promise.all([database.dispose(), nats.dispose()]);
  });
  return {
    nats: nats.value,
    pool,
    ask: (viewer, query, variables) => ask(url, TEST_SECRET, viewer, query, variables),
    putClockOn: (milliseconds) => void (ahead += milliseconds),
  };
}

/** The figures of a workout as its events carry them: a run of 30 min at 10 km/h with GPS and heart rate. */
export const figures = (changes: Partial<EventData<typeof WorkoutCompleted>> = {}) => ({
  version: 1,
  workoutId: uuidv7(),
  ownerId: uuidv7(),
  sport: 'RUNNING' as const,
  source: 'FILE' as const,
  visibility: 'ONLY_ME' as const,
  startedAt: '2026-05-01T06:00:00.000Z',
  endedAt: '2026-05-01T06:30:00.000Z',
  localDate: '2026-05-01',
  elapsedSeconds: 1800,
  movingSeconds: 1800,
  distanceMeters: 5000,
  kilocalories: null,
  elevationGainMeters: null,
  hasPositions: true,
  hasHeartRate: true,
  worstFlag: null,
  bestEfforts: [],
  ...changes,
});

const now = new Date('2026-05-02T00:00:00Z');
export const completed = (data: EventData<typeof WorkoutCompleted>): Message =>
  createEvent(WorkoutCompleted, data.workoutId, data, now);
export const changed = (data: EventData<typeof WorkoutChanged>): Message =>
  createEvent(WorkoutChanged, data.workoutId, data, now);
export const deleted = ({ workoutId, ownerId, version }: EventData<typeof WorkoutDeleted>): Message =>
  createEvent(WorkoutDeleted, workoutId, { workoutId, ownerId, version }, now);

/** Any workout's figures of May 2026, some of them doubtful, short or without figures. */
export const anyFigures = fc.record({
  sport: fc.constantFrom(
    'RUNNING' as const,
    'WALKING' as const,
    'CYCLING' as const,
    'SWIMMING' as const,
    'YOGA' as const,
  ),
  source: fc.constantFrom('FILE' as const, 'DEVICE' as const, 'MANUAL' as const),
  localDate: fc.integer({ min: 1, max: 28 }).map((day) => `2026-05-${String(day).padStart(2, '0')}`),
  movingSeconds: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.double({ min: 0, max: 20_000, noNaN: true })),
  distanceMeters: fc.option(fc.double({ min: 0, max: 60_000, noNaN: true })),
  hasPositions: fc.boolean(),
  hasHeartRate: fc.boolean(),
  worstFlag: fc.constantFrom(null, null, null, 'INFO' as const, 'SOFT' as const, 'HARD' as const),
});

/** The figures of a workout as the rules take them: as `figures`. */
export const workout = (changes: Partial<Workout> = {}): Workout => ({
  sport: 'RUNNING',
  source: 'FILE',
  localDate: '2026-05-01',
  movingMilliseconds: 1_800_000n,
  distanceMillimeters: 5_000_000n,
  hasPositions: true,
  hasHeartRate: true,
  worstFlag: null,
  ...changes,
});

const dayRow = z.object({ day: z.string(), amount: z.coerce.bigint() });

/** What the ledger holds for each of a person's days, days that came to nothing left out. */
export async function ledgerDays(pool: Pool, ownerId: string): Promise<Map<string, bigint>> {
  const rows = await many(
    pool,
    dayRow,
    `SELECT earned_on AS day, sum(amount) AS amount FROM entries JOIN accounts ON accounts.id = account_id
     JOIN transactions ON transactions.id = transaction_id
     WHERE accounts.owner_id = $1 GROUP BY earned_on HAVING sum(amount) <> 0 ORDER BY earned_on`,
    [ownerId],
  );
  return new Map(rows.map(({ day, amount }) => [day, amount]));
}

/** What is wrong in the whole ledger: balances that differ from their entries, transactions that do not balance. */
export async function ledgerFaults(pool: Pool): Promise<unknown[]> {
  const { rows: balances } = await pool.query<Record<string, unknown>>('SELECT * FROM wrong_balances');
  const { rows: sums } = await pool.query<Record<string, unknown>>(
    'SELECT transaction_id FROM entries GROUP BY transaction_id HAVING sum(amount) <> 0 OR count(*) < 2',
  );
  return [...balances, ...sums];
}

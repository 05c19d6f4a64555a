import { z } from 'zod';
import { quantile } from '#client/demo/figures.ts';
import type { Person } from '#client/people.ts';
import type { Meter, Metered } from './meter.ts';
import { ask } from './people.ts';

/** A question and how often it is asked. */
export interface Question {
  readonly name: string;
  readonly query: string;
  readonly variables: object;
}

/** How a question was answered: by time, and the CPU that it took. */
export type Answered = Metered<{ readonly leastMs: number; readonly medianMs: number; readonly requests: number }>;

const WARM_UP = 200;
const REQUESTS = 200;

/** Asks the same again and again, one at a time, when all is warm. */
export async function measureQuestion(
  meter: Meter,
  url: string,
  { accessToken }: Person,
  { query, variables }: Question,
): Promise<Answered> {
  const once = (): Promise<unknown> => ask(url, accessToken, query, variables);
  for (let warm = 0; warm < WARM_UP; warm++) await once();
  return meter.measure(() => timed(REQUESTS, once));
}

async function timed(requests: number, once: () => Promise<unknown>): Promise<Answered['result']> {
  const times: number[] = [];
  for (let request = 0; request < requests; request++) {
    const startedAt = performance.now();
    await once();
    times.push(performance.now() - startedAt);
  }
  return { leastMs: Math.min(...times), medianMs: quantile(times, 0.5) ?? 0, requests };
}

const STATISTICS = `query($from: Date!, $to: Date!) { viewer { workoutStatistics(from: $from, to: $to, groupBy: MONTH) {
  totalWorkouts totalElapsedSeconds totalMovingSeconds totalDistanceMeters totalKilocalories averageElapsedSeconds
  periods { startDate totalWorkouts totalDistanceMeters totalMovingSeconds totalKilocalories }
  records { kind sport value workout { id } }
} } }`;

/** What the person did in a year, by month. */
export const statisticsOf = (year: number): Question => ({
  name: `statistics of ${year}`,
  query: STATISTICS,
  variables: { from: `${year}-01-01`, to: `${year}-12-31` },
});

const PAGE = `query($after: String, $filter: WorkoutFilter, $orderBy: WorkoutOrder) {
  viewer { workouts(first: 20, after: $after, filter: $filter, orderBy: $orderBy) {
    edges { cursor node { id sport title status startedAt timeZone elapsedSeconds movingSeconds distanceMeters elevationGainMeters
      energy { kilocalories source } heartRate { averageBpm maxBpm } flags { code severity } owner { id username } } }
    pageInfo { hasNextPage endCursor }
  } } }`;

const pageSchema = z.object({
  viewer: z.object({
    workouts: z.object({
      edges: z.array(z.unknown()),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    }),
  }),
});

const WALKED = 25;

/** Goes through a list page by page from its old end, which nobody has asked for before. */
export async function measureWalk(meter: Meter, url: string, { accessToken }: Person): Promise<Answered> {
  let after: string | null = null;
  return meter.measure(() =>
    timed(WALKED, async () => {
      const answer: unknown = await ask(url, accessToken, PAGE, { after, orderBy: 'OLDEST_FIRST' });
      after = pageSchema.parse(answer).viewer.workouts.pageInfo.endCursor;
    }),
  );
}

/** The pages that are measured, of somebody who has so many workouts: the middle one is gone to as a reader would. */
export async function pagesOf(url: string, { accessToken }: Person, workouts: number): Promise<Question[]> {
  const page = (name: string, variables: object): Question => ({
    name,
    query: PAGE,
    variables: { orderBy: 'NEWEST_FIRST', ...variables },
  });
  let after: string | null = null;
  for (let read = 0; read < workouts / 2; read += 20) {
    const answer: unknown = await ask(url, accessToken, PAGE, { after, orderBy: 'NEWEST_FIRST' });
    after = pageSchema.parse(answer).viewer.workouts.pageInfo.endCursor;
  }
  return [
    page('first page', {}),
    page('page in the middle', { after }),
    page('one sport', { filter: { sports: ['CYCLING'] } }),
    page('one sport, longest first', { filter: { sports: ['CYCLING'] }, orderBy: 'LONGEST_DISTANCE_FIRST' }),
    page('longest first', { orderBy: 'LONGEST_DISTANCE_FIRST' }),
    page('shortest time first', { orderBy: 'SHORTEST_TIME_FIRST' }),
  ];
}

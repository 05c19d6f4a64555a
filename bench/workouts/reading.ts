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

const WARM_UP = 30;
const REQUESTS = 200;

/** Asks the same again and again, one at a time, when all is warm. Answers how long the median took, and the CPU. */
export async function measureQuestion(
  meter: Meter,
  url: string,
  { accessToken }: Person,
  { query, variables }: Question,
): Promise<Metered<{ readonly medianMs: number; readonly requests: number }>> {
  const once = (): Promise<unknown> => ask(url, accessToken, query, variables);
  for (let warm = 0; warm < WARM_UP; warm++) await once();
  return meter.measure(async () => {
    const times: number[] = [];
    for (let request = 0; request < REQUESTS; request++) {
      const startedAt = performance.now();
      await once();
      times.push(performance.now() - startedAt);
    }
    return { medianMs: quantile(times, 0.5) ?? 0, requests: REQUESTS };
  });
}

const STATISTICS = `query($from: Date!, $to: Date!) { viewer { workoutStatistics(from: $from, to: $to, groupBy: MONTH) {
  totalWorkouts totalElapsedSeconds totalMovingSeconds totalDistanceMeters totalKilocalories averageElapsedSeconds
  periods { startDate totalWorkouts totalDistanceMeters totalMovingSeconds totalKilocalories }
  records { kind sport value workout { id } }
} } }`;

/** What the person did in a year, by month. */
export const statisticsOf = (year: number): Question => ({
  name: 'statistics',
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
    page('longest first', { orderBy: 'LONGEST_DISTANCE_FIRST' }),
  ];
}

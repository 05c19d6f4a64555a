import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ask, person, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { activity, importBytes, query, somebody, statisticsOf, useWorkouts } from './support.ts';

const workouts = useWorkouts();

const viewerQuery = (field: string): string =>
  `query($who: [_Any!]!) { _entities(representations: $who) { ... on Viewer { ${field} } } }`;
const asViewer = (owner: string) => ({ who: [{ __typename: 'Viewer', id: owner }] });

const page = z.object({
  edges: z.array(z.object({ cursor: z.string(), node: z.object({ id: z.string() }) })),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});
async function list(owner: string, args: string): Promise<z.infer<typeof page>> {
  const field = `workouts(${args}) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } }`;
  const data = await query(workouts.url, owner, viewerQuery(field), asViewer(owner));
  return z.object({ _entities: z.tuple([z.object({ workouts: page })]) }).parse(data)._entities[0].workouts;
}
const ids = ({ edges }: z.infer<typeof page>): string[] => edges.map(({ node }) => node.id);

/** Four workouts on days of their own, each longer than the one before. */
async function fourWorkouts(owner: string): Promise<string[]> {
  const made: string[] = [];
  for (const [day, sport] of (['RUNNING', 'RUNNING', 'CYCLING', 'RUNNING'] as const).entries()) {
    const startedAt = Date.UTC(2026, 3, 28 + day, 8);
    const file = activity({ startedAt, sport, durationSeconds: 600 + 300 * day, city: undefined });
    made.push(z.string().parse((await importBytes(workouts.url, owner, file.bytes)).workout?.id));
  }
  return made;
}

describe('statistics', () => {
  it('count a workout as soon as its import is done, by period and sport, with the records it set', async () => {
    const owner = somebody();
    const made = await fourWorkouts(owner);
    const counted = await statisticsOf(workouts.url, owner);
    expect(counted).toMatchObject({
      totalWorkouts: 4,
      totalElapsedSeconds: 600 + 900 + 1200 + 1500,
      averageElapsedSeconds: 1050,
      bySport: [
        { sport: 'CYCLING', totalWorkouts: 1 },
        { sport: 'RUNNING', totalWorkouts: 3 },
      ],
      periods: [{ startDate: '2026-01-01', totalWorkouts: 4 }],
    });
    const longest = counted.records.filter(({ kind }) => kind === 'LONGEST_TIME');
    expect(longest).toEqual([
      { kind: 'LONGEST_TIME', sport: 'RUNNING', value: 1500, workout: { id: made[3] } },
      { kind: 'LONGEST_TIME', sport: 'CYCLING', value: 1200, workout: { id: made[2] } },
    ]);
    expect(counted.records.map(({ kind }) => kind)).toContain('FASTEST_1_KILOMETER');
  });

  it('are empty for who did nothing', async () => {
    expect(await statisticsOf(workouts.url, somebody())).toMatchObject({
      totalWorkouts: 0,
      averageElapsedSeconds: null,
      periods: [],
      records: [],
    });
  });

  it.each([
    'workoutStatistics(from: "2026-05-02", to: "2026-05-01", groupBy: DAY) { totalWorkouts }',
    'workoutStatistics(from: "2026-02-30", to: "2026-05-01", groupBy: DAY) { totalWorkouts }',
    'workoutStatistics(from: "yesterday", to: "2026-05-01", groupBy: DAY) { totalWorkouts }',
    'workouts(after: "bm9uc2Vuc2U") { edges { cursor } }',
  ])('refuse what makes no sense: %s', async (field) => {
    const owner = somebody();
    const { errors } = await ask(workouts.url, TEST_SECRET, person(owner), viewerQuery(field), asViewer(owner));
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('the list of workouts', () => {
  it('is filtered and sorted, page by page', async () => {
    const owner = somebody();
    const [first, second, third, fourth] = await fourWorkouts(owner);
    expect(ids(await list(owner, 'first: 10'))).toEqual([fourth, third, second, first]);
    expect(ids(await list(owner, 'first: 10, orderBy: OLDEST_FIRST'))).toEqual([first, second, third, fourth]);
    expect(ids(await list(owner, 'first: 10, orderBy: SHORTEST_TIME_FIRST'))).toEqual([first, second, third, fourth]);
    expect(ids(await list(owner, 'first: 1, orderBy: LONGEST_DISTANCE_FIRST'))).toEqual([third]);
    expect(ids(await list(owner, 'first: 10, filter: { sports: [RUNNING], from: "2026-04-29T00:00:00Z" }'))).toEqual([
      fourth,
      second,
    ]);
    expect(ids(await list(owner, 'first: 10, filter: { to: "2026-04-30T08:00:00Z" }'))).toEqual([second, first]);
    const one = await list(owner, 'first: 3');
    expect(one.pageInfo.hasNextPage).toBe(true);
    const two = await list(owner, `first: 3, after: "${one.pageInfo.endCursor ?? ''}"`);
    expect(ids(two)).toEqual([first]);
    expect(two.pageInfo.hasNextPage).toBe(false);
  });

  it('takes no cursor of another order', async () => {
    const owner = somebody();
    await importBytes(workouts.url, owner, activity().bytes);
    const { edges } = await list(owner, 'first: 1');
    const field = `workouts(after: "${edges[0]?.cursor ?? ''}", orderBy: LONGEST_TIME_FIRST) { edges { cursor } }`;
    const { errors } = await ask(workouts.url, TEST_SECRET, person(owner), viewerQuery(field), asViewer(owner));
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

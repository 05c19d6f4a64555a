import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ask, person, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { statisticsOf } from './asking.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { tellProfile } from './telling.ts';
import { activity, importBytes } from './uploading.ts';

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

/** A cursor that nobody was given. */
const forged = (position: string, figure = '0'): string =>
  Buffer.from(`{"order":"NEWEST_FIRST","figure":${figure},"position":${JSON.stringify(position)}}`).toString(
    'base64url',
  );

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
    'workoutStatistics(from: "10000-01-01", to: "10000-01-02", groupBy: DAY) { totalWorkouts }',
    'workoutStatistics(from: "0000-12-31", to: "2026-05-01", groupBy: DAY) { totalWorkouts }',
    'workouts(after: "bm9uc2Vuc2U") { edges { cursor } }',
    'workouts(first: 0) { edges { cursor } }',
    'workouts(first: -1) { edges { cursor } }',
    'workouts(first: 2147483647) { edges { cursor } }',
    'workouts(filter: { from: "+275760-09-13T00:00:00Z" }) { edges { cursor } }',
    'workouts(filter: { to: "tomorrow" }) { edges { cursor } }',
    `workouts(after: "${forged('+275760-09-13T00:00:00.000Z x')}") { edges { cursor } }`,
    `workouts(after: "${forged('\u0000')}") { edges { cursor } }`,
    `workouts(after: "${forged('2026-05-01T00:00:00.000Z x', '1e999')}") { edges { cursor } }`,
  ])('refuse what makes no sense: %s', async (field) => {
    const owner = somebody();
    const { errors } = await ask(workouts.url, TEST_SECRET, person(owner), viewerQuery(field), asViewer(owner));
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('say what a date looks like', async () => {
    const owner = somebody();
    const field = 'workoutStatistics(from: "yesterday", to: "2026-05-01", groupBy: DAY) { totalWorkouts }';
    const { errors } = await ask(workouts.url, TEST_SECRET, person(owner), viewerQuery(field), asViewer(owner));
    expect(errors).toMatchObject([{ message: 'from must be a date such as 2026-05-01.' }]);
  });
});

const GROUPS = ['DAY', 'WEEK', 'MONTH', 'YEAR'] as const;
const counted = z.object({
  totalWorkouts: z.int(),
  totalDistanceMeters: z.number(),
  periods: z.array(z.object({ startDate: z.string(), totalWorkouts: z.int(), totalDistanceMeters: z.number() })),
  records: z.array(
    z.object({
      kind: z.string(),
      sport: z.string(),
      value: z.number(),
      workout: z.object({ id: z.string() }).nullable(),
    }),
  ),
});
async function statistics(owner: string, groupBy: (typeof GROUPS)[number], from = '2000-01-01', to = '9999-12-31') {
  const field = `workoutStatistics(from: "${from}", to: "${to}", groupBy: ${groupBy}) { totalWorkouts totalDistanceMeters
    periods { startDate totalWorkouts totalDistanceMeters } records { kind sport value workout { id } } }`;
  const data = await query(workouts.url, owner, viewerQuery(field), asViewer(owner));
  return z.object({ _entities: z.tuple([z.object({ workoutStatistics: counted })]) }).parse(data)._entities[0]
    .workoutStatistics;
}
const mutate = async (owner: string, name: string, answer: string, input: object): Promise<void> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const text = `mutation($input: ${type}!) { ${name}(input: $input) { ${answer} userErrors { code path } } }`;
  expect(await query(workouts.url, owner, text, { input })).toMatchObject({ [name]: { userErrors: [] } });
};
const log = (owner: string, startedAt: string, distanceMeters: number, more: object = {}): Promise<void> =>
  mutate(owner, 'logWorkout', 'workout { id }', {
    sport: 'RUNNING',
    startedAt,
    elapsedSeconds: 1800,
    distanceMeters,
    ...more,
  });
const holder = (found: z.infer<typeof counted>, kind: string) => {
  const record = found.records.find((each) => each.kind === kind);
  return record && [record.sport, record.value, record.workout?.id];
};

describe('statistics at the borders of periods', () => {
  it('count every sport where an empty list of them is said', async () => {
    const owner = somebody();
    await log(owner, '2026-05-01T06:30:00.000Z', 5000);
    const field =
      'workoutStatistics(from: "2026-01-01", to: "2026-12-31", groupBy: YEAR, sports: []) { totalWorkouts }';
    expect(await query(workouts.url, owner, viewerQuery(field), asViewer(owner))).toEqual({
      _entities: [{ workoutStatistics: { totalWorkouts: 1 } }],
    });
  });

  it('count by the local date at the time, whatever zone the person moves to', async () => {
    const owner = somebody();
    await tellProfile(workouts.nats.url, owner, { timeZone: 'Pacific/Auckland' });
    // Local dates there: a leap day, both changes of the clocks, the last and first days of years and ISO weeks.
    await log(owner, '2024-02-28T10:59:59Z', 1000);
    await log(owner, '2024-02-28T11:00:00Z', 1001);
    await log(owner, '2024-02-29T10:59:59Z', 1002);
    await log(owner, '2024-09-28T14:00:00Z', 1004);
    await log(owner, '2025-04-05T14:30:00Z', 1008);
    await log(owner, '2024-12-29T10:59:59Z', 1016);
    await log(owner, '2024-12-29T11:00:00Z', 1032);
    await log(owner, '2024-12-31T11:00:00Z', 1064);
    await tellProfile(workouts.nats.url, owner, { timeZone: 'America/Los_Angeles', version: 2 });
    await log(owner, '2025-01-01T07:59:59Z', 1128);
    const found = new Map<string, (string | number)[][]>();
    for (const groupBy of GROUPS) {
      const { periods, totalWorkouts, totalDistanceMeters } = await statistics(owner, groupBy);
      expect([totalWorkouts, totalDistanceMeters]).toEqual([9, 9255]);
      found.set(
        groupBy,
        periods.map((each) => [each.startDate, each.totalWorkouts, each.totalDistanceMeters]),
      );
    }
    expect(Object.fromEntries(found)).toEqual({
      DAY: [
        ['2024-02-28', 1, 1000],
        ['2024-02-29', 2, 2003],
        ['2024-09-29', 1, 1004],
        ['2024-12-29', 1, 1016],
        ['2024-12-30', 1, 1032],
        ['2024-12-31', 1, 1128],
        ['2025-01-01', 1, 1064],
        ['2025-04-06', 1, 1008],
      ],
      WEEK: [
        ['2024-02-26', 3, 3003],
        ['2024-09-23', 1, 1004],
        ['2024-12-23', 1, 1016],
        ['2024-12-30', 3, 3224],
        ['2025-03-31', 1, 1008],
      ],
      MONTH: [
        ['2024-02-01', 3, 3003],
        ['2024-09-01', 1, 1004],
        ['2024-12-01', 3, 3176],
        ['2025-01-01', 1, 1064],
        ['2025-04-01', 1, 1008],
      ],
      YEAR: [
        ['2024-01-01', 7, 7183],
        ['2025-01-01', 2, 2072],
      ],
    });
    expect((await statistics(owner, 'DAY', '2024-12-30', '2024-12-31')).totalDistanceMeters).toBe(2160);
    expect((await statistics(owner, 'DAY', '0001-01-01', '2024-02-28')).totalDistanceMeters).toBe(1000);
  });

  it('give a record to the next best when its holder changes its sport or goes, and not when it is hidden', async () => {
    const owner = somebody();
    await log(owner, '2026-01-31T23:00:00Z', 5000);
    await log(owner, '2026-02-01T01:00:00Z', 6000);
    await log(owner, '2026-02-02T01:00:00Z', 6000);
    const [third = '', second = '', first = ''] = ids(await list(owner, 'first: 10'));
    const longest = async () => holder(await statistics(owner, 'MONTH'), 'LONGEST_DISTANCE');
    expect(await longest()).toEqual(['RUNNING', 6000, second]);
    await mutate(owner, 'updateWorkout', 'workout { id }', { workoutId: second, visibility: 'ONLY_ME', title: 'Mine' });
    expect(await longest()).toEqual(['RUNNING', 6000, second]);
    await mutate(owner, 'updateWorkout', 'workout { id }', { workoutId: second, sport: 'TRAIL_RUNNING' });
    expect(await longest()).toEqual(['RUNNING', 6000, third]);
    await mutate(owner, 'deleteWorkout', 'deletedWorkoutId', { workoutId: third });
    expect(await longest()).toEqual(['RUNNING', 5000, first]);
    await mutate(owner, 'deleteWorkout', 'deletedWorkoutId', { workoutId: first });
    expect(await longest()).toEqual(['TRAIL_RUNNING', 6000, second]);
    await mutate(owner, 'deleteWorkout', 'deletedWorkoutId', { workoutId: second });
    expect(await statistics(owner, 'YEAR')).toEqual({
      totalWorkouts: 0,
      totalDistanceMeters: 0,
      periods: [],
      records: [],
    });
  });

  it('count a recording once that a richer one of the same activity has replaced', async () => {
    const owner = somebody();
    const startedAt = Date.UTC(2026, 2, 31, 23, 55);
    const poor = activity({ startedAt, seed: 77, sport: 'RUNNING', heartRate: false, format: 'GPX', city: undefined });
    const rich = activity({ startedAt, seed: 77, sport: 'RUNNING', city: undefined });
    await importBytes(workouts.url, owner, poor.bytes);
    const before = await statistics(owner, 'DAY');
    await importBytes(workouts.url, owner, rich.bytes);
    const after = await statistics(owner, 'DAY');
    expect([before.totalWorkouts, after.totalWorkouts]).toEqual([1, 1]);
    expect(after.periods).toHaveLength(1);
    expect(holder(after, 'LONGEST_DISTANCE')?.[2]).toBe(holder(before, 'LONGEST_DISTANCE')?.[2]);
    expect(ids(await list(owner, 'first: 10'))).toHaveLength(1);
  });
});

describe('the list of workouts', () => {
  it('is empty for what nothing matches, and begins anywhere', async () => {
    const owner = somebody();
    const [first, second, third, fourth] = await fourWorkouts(owner);
    const filters = [
      'from: "2026-05-01T00:00:00Z", to: "2026-04-01T00:00:00Z"',
      'minDistanceMeters: 1e300, maxDistanceMeters: -1',
      'from: "9999-12-31T23:59:59.999Z"',
      'to: "1970-01-01T00:00:00Z"',
    ];
    for (const filter of filters) expect(ids(await list(owner, `first: 100, filter: { ${filter} }`))).toEqual([]);
    const all = [fourth, third, second, first];
    expect(ids(await list(owner, `after: "${forged('9999-99-99T99:99:99.999Z x')}"`))).toEqual(all);
    expect(ids(await list(owner, `after: "${forged('0000-00-00T00:00:00.000Z x')}"`))).toEqual([]);
    expect(ids(await list(owner, `after: "${forged('2026-04-30T00:00:00.000Z ')}"`))).toEqual([second, first]);
  });

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

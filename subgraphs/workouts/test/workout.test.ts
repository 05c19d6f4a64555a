import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ask, person, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { activity, importBytes } from './uploading.ts';

const workouts = useWorkouts();

async function imported(
  owner: string,
  file = activity(),
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return z.string().parse((await importBytes(workouts.url, owner, file.bytes, more)).workout?.id);
}

const numbers = z.array(z.number());
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('a workout', () => {
  it('has all figures of its recording', async () => {
    const owner = somebody();
    const file = activity({ durationSeconds: 1800, pauses: 1, format: 'FIT' });
    const data = await query(
      workouts.url,
      owner,
      `query($id: ID!) { workout(id: $id) {
        sport title status startedAt timeZone source visibility elapsedSeconds movingSeconds distanceMeters elevationGainMeters
        elevationLossMeters averageSpeedMetersPerSecond averagePaceSecondsPerKilometer energy { kilocalories source }
        heartRate { averageBpm maxBpm zones { zone seconds } } laps { index elapsedSeconds distanceMeters }
        bestEfforts { distanceMeters elapsedSeconds startOffsetSeconds } } }`,
      { id: await imported(owner, file) },
    );
    const { expected } = file;
    const { workout } = z.object({ workout: z.record(z.string(), z.unknown()) }).parse(data);
    expect(workout).toMatchObject({
      sport: expected.sport,
      status: 'COMPLETED',
      startedAt: new Date(expected.startedAt).toISOString(),
      timeZone: expected.timeZone,
      source: 'FILE',
      visibility: 'ONLY_ME',
      elapsedSeconds: expected.elapsedSeconds,
      movingSeconds: expected.movingSeconds,
      energy: { kilocalories: expect.any(Number), source: expect.any(String) },
      heartRate: { maxBpm: expected.maxHeartRateBpm },
    });
    expect(workout.title).toMatch(/ run$/);
    expect(z.array(z.unknown()).parse(workout.laps)).toHaveLength(expected.laps.length);
    const efforts = z.array(z.object({ distanceMeters: z.number() })).parse(workout.bestEfforts);
    expect(efforts.map(({ distanceMeters }) => distanceMeters)).toEqual(expect.arrayContaining([400, 1000]));
  });

  it('says how its figures came to be', async () => {
    const owner = somebody();
    const sources = '{ distanceSource movingTimeSource elevationSource }';
    const sourcesOf = async (id: string): Promise<unknown> =>
      (await query(workouts.url, owner, `query($id: ID!) { workout(id: $id) ${sources} }`, { id }))['workout'];
    expect(await sourcesOf(await imported(owner, activity({ format: 'FIT' })))).toEqual({
      distanceSource: 'DEVICE',
      movingTimeSource: 'DEVICE_TIMER',
      elevationSource: 'DEVICE',
    });
    expect(await sourcesOf(await imported(owner, activity({ format: 'GPX' })))).toEqual({
      distanceSource: 'GPS',
      movingTimeSource: 'SPEED',
      elevationSource: 'GPS_HYSTERESIS_10M',
    });
    const { logWorkout } = await query(
      workouts.url,
      owner,
      `mutation { logWorkout(input: { sport: RUNNING, startedAt: "2026-04-01T06:00:00Z", elapsedSeconds: 1800, distanceMeters: 5000 }) {
        workout ${sources} } }`,
    );
    const workout = { distanceSource: 'MANUAL', movingTimeSource: 'MANUAL', elevationSource: null };
    expect(logWorkout).toEqual({ workout });
  });

  it('is cut by kilometre or mile, to its whole distance and time', async () => {
    const owner = somebody();
    const id = await imported(owner, activity({ durationSeconds: 1800 }));
    const data = await query(
      workouts.url,
      owner,
      `query($id: ID!) { workout(id: $id) { distanceMeters elapsedSeconds
        km: splits { index distanceMeters elapsedSeconds } mi: splits(unit: MILE) { index distanceMeters elapsedSeconds } } }`,
      { id },
    );
    const split = z.object({ index: z.int(), distanceMeters: z.number(), elapsedSeconds: z.number() });
    const { workout } = z
      .object({
        workout: z.object({
          distanceMeters: z.number(),
          elapsedSeconds: z.number(),
          km: z.array(split),
          mi: z.array(split),
        }),
      })
      .parse(data);
    expect(workout.km[0]).toMatchObject({ index: 1, distanceMeters: 1000 });
    expect(workout.mi[0]).toMatchObject({ index: 1, distanceMeters: 1609.34 });
    for (const splits of [workout.km, workout.mi]) {
      expect(sum(splits.map(({ distanceMeters }) => distanceMeters))).toBeCloseTo(workout.distanceMeters, -1);
      expect(sum(splits.map(({ elapsedSeconds }) => elapsedSeconds))).toBeCloseTo(workout.elapsedSeconds, 0);
    }
  });

  it('has a route that gets simpler with the tolerance, and none without positions', async () => {
    const owner = somebody();
    const outdoors = await imported(owner);
    const routes = `query($id: ID!) { workout(id: $id) {
      fine: route(toleranceMeters: 0) { polyline pointCount bounds { south north east west } }
      coarse: route(toleranceMeters: 200) { polyline pointCount } } }`;
    const route = z.object({ polyline: z.string().min(5), pointCount: z.int() });
    const { workout } = z
      .object({ workout: z.object({ fine: route, coarse: route }) })
      .parse(await query(workouts.url, owner, routes, { id: outdoors }));
    expect(workout.fine.pointCount).toBeGreaterThan(workout.coarse.pointCount);
    const indoors = await imported(owner, activity({ sport: 'INDOOR_CYCLING' }));
    expect(await query(workouts.url, owner, routes, { id: indoors })).toEqual({
      workout: { fine: null, coarse: null },
    });
  });

  it('has streams of what was recorded, thinned out', async () => {
    const owner = somebody();
    const id = await imported(owner, activity({ durationSeconds: 1800 }));
    const data = await query(
      workouts.url,
      owner,
      'query($id: ID!) { workout(id: $id) { streams(kinds: [HEART_RATE, TEMPERATURE, DISTANCE], maxPoints: 50) { kind offsetsSeconds values } } }',
      { id },
    );
    const stream = z.object({ kind: z.string(), offsetsSeconds: numbers, values: numbers });
    const { streams } = z.object({ workout: z.object({ streams: z.array(stream) }) }).parse(data).workout;
    expect(streams.map(({ kind }) => kind)).toEqual(['HEART_RATE', 'DISTANCE']);
    for (const { offsetsSeconds, values } of streams) {
      expect(offsetsSeconds).toHaveLength(50);
      expect(values).toHaveLength(50);
      expect(offsetsSeconds).toEqual(offsetsSeconds.toSorted((a, b) => a - b));
    }
  });

  it.each([
    'route(toleranceMeters: -1) { pointCount }',
    'route(toleranceMeters: 1001) { pointCount }',
    'streams(kinds: [SPEED], maxPoints: 1) { kind }',
    'streams(kinds: [SPEED], maxPoints: 10001) { kind }',
    'route { timedPoints(maxPoints: 1) { latitude } }',
    'route { timedPoints(maxPoints: 10001) { latitude } }',
  ])('refuses %s', async (field) => {
    const owner = somebody();
    const id = await imported(owner);
    const { errors } = await ask(
      workouts.url,
      TEST_SECRET,
      person(owner),
      `query($id: ID!) { workout(id: $id) { ${field} } }`,
      { id },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('is seen by everyone, or by its owner alone, as it says', async () => {
    const owner = somebody();
    const read = (who: string | null, id: string) =>
      query(workouts.url, who, 'query($id: ID!) { workout(id: $id) { id } }', { id });
    const join = (who: string | null, id: string) =>
      query(
        workouts.url,
        who,
        'query($who: [_Any!]!) { _entities(representations: $who) { ... on Workout { id sport } } }',
        {
          who: [{ __typename: 'Workout', id }],
        },
      );
    for (const [visibility, seen] of [
      ['EVERYONE', true],
      ['FRIENDS', false],
      ['ONLY_ME', false],
    ] as const) {
      const id = await imported(owner, activity(), { visibility });
      for (const who of [somebody(), null]) {
        expect(await read(who, id)).toEqual({ workout: seen ? { id } : null });
        expect(await join(who, id)).toEqual({ _entities: [seen ? { id, sport: 'RUNNING' } : null] });
      }
      expect(await read(owner, id)).toEqual({ workout: { id } });
      expect(await join(owner, id)).toEqual({ _entities: [{ id, sport: 'RUNNING' }] });
    }
    for (const id of [somebody(), 'no-id', '']) expect(await read(owner, id)).toEqual({ workout: null });
  });
});

const page = z.object({
  edges: z.array(z.object({ cursor: z.string(), node: z.object({ id: z.string() }) })),
  pageInfo: z.object({ hasNextPage: z.boolean(), hasPreviousPage: z.boolean(), endCursor: z.string().nullable() }),
});

async function list(owner: string, args: Readonly<Record<string, unknown>>) {
  const data = await query(
    workouts.url,
    owner,
    `query($who: [_Any!]!, $first: Int, $after: String, $filter: WorkoutFilter) { _entities(representations: $who) { ... on Viewer {
      workouts(first: $first, after: $after, filter: $filter) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } } } }`,
    { who: [{ __typename: 'Viewer', id: owner }], first: 100, ...args },
  );
  const [viewer] = z.object({ _entities: z.tuple([z.object({ workouts: page })]) }).parse(data)._entities;
  return { ids: viewer.workouts.edges.map(({ node }) => node.id), ...viewer.workouts.pageInfo };
}

const day = (n: number): number => Date.UTC(2026, 6, n, 8);

describe("a person's workouts", () => {
  it('come newest start first, page by page, right while others arrive', async () => {
    const owner = somebody();
    const ids: string[] = [];
    for (const n of [3, 1, 5, 4, 2]) ids[n] = await imported(owner, activity({ startedAt: day(n) }));
    const newestFirst = [5, 4, 3, 2, 1].map((n) => ids[n]);
    const first = await list(owner, { first: 2 });
    expect(first).toMatchObject({ ids: newestFirst.slice(0, 2), hasNextPage: true, hasPreviousPage: false });
    await imported(owner, activity({ startedAt: day(9) }));
    const second = await list(owner, { first: 2, after: first.endCursor });
    expect(second).toMatchObject({ ids: newestFirst.slice(2, 4), hasNextPage: true, hasPreviousPage: true });
    const third = await list(owner, { first: 2, after: second.endCursor });
    expect(third).toMatchObject({ ids: newestFirst.slice(4), hasNextPage: false });
    expect((await list(owner, {})).ids).toHaveLength(6);
  });

  it('are filtered by sport, start and distance', async () => {
    const owner = somebody();
    const run = await imported(owner, activity({ startedAt: day(1), durationSeconds: 600 }));
    const ride = await imported(owner, activity({ startedAt: day(2), durationSeconds: 1800, sport: 'CYCLING' }));
    const iso = (n: number): string => new Date(day(n)).toISOString();
    const filtered = async (filter: Readonly<Record<string, unknown>>) => (await list(owner, { filter })).ids;
    expect(await filtered({})).toEqual([ride, run]);
    expect(await filtered({ sports: ['RUNNING', 'WALKING'] })).toEqual([run]);
    expect(await filtered({ sports: [] })).toEqual([ride, run]);
    expect(await filtered({ from: iso(2) })).toEqual([ride]);
    expect(await filtered({ to: iso(2) })).toEqual([run]);
    expect(await filtered({ from: iso(1), to: iso(3), minDistanceMeters: 5000 })).toEqual([ride]);
    expect(await filtered({ maxDistanceMeters: 5000 })).toEqual([run]);
  });

  it('are nobody else’s to list, and bad arguments are refused', async () => {
    const owner = somebody();
    const text = 'query($who: [_Any!]!) { _entities(representations: $who) { ... on Viewer { id } } }';
    const who = [{ __typename: 'Viewer', id: owner }];
    expect(await query(workouts.url, somebody(), text, { who })).toEqual({ _entities: [null] });
    expect(await query(workouts.url, null, text, { who })).toEqual({ _entities: [null] });
    for (const args of ['first: 0', 'first: 101', 'after: "x"', 'after: "WzFd"', 'filter: { from: "yesterday" }']) {
      const list = `query($who: [_Any!]!) { _entities(representations: $who) { ... on Viewer { workouts(${args}) { edges { cursor } } } } }`;
      const { errors } = await ask(workouts.url, TEST_SECRET, person(owner), list, { who });
      expect(errors, args).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });
});

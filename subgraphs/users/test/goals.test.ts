import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { GoalAchieved } from '#events/users.ts';
import type { Message } from '#platform/events/envelope.ts';
import { transaction } from '#platform/postgres/connection.ts';
import { openTestStream } from '#platform/testing/streams.ts';
import { listen, TEST_SECRET, type Listening } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import type { Viewer } from '#platform/viewer.ts';
import { addDays, localDate } from '../domain/calendar.ts';
import { MAX_OPEN_GOALS } from '../domain/goal.ts';
import { countWindows } from '../store/contributions.ts';
import { findOpenGoals } from '../store/goals.ts';
import { deletion, figures, message } from './goalSupport.ts';
import { logIn, newPerson, startTestUsers, tokensOf, viewerOf } from './support.ts';

const users = await startTestUsers();
const stream = await openTestStream(users.nats.url);

const today = (): string => localDate(new Date(), 'UTC');
const goalSchema = z.object({
  id: z.string(),
  metric: z.string(),
  targetValue: z.number(),
  currentValue: z.number(),
  startDate: z.string(),
  targetDate: z.string(),
  status: z.string(),
  achievedAt: z.string().nullable(),
  abandonedOn: z.string().nullable(),
});
const FIELDS = 'id metric targetValue currentValue startDate targetDate status achievedAt abandonedOn';
const payload = z.object({
  goal: goalSchema.nullable(),
  userErrors: z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() })),
});

async function run(viewer: Viewer, name: 'setGoal' | 'abandonGoal', input: Record<string, unknown>) {
  const type = name === 'setGoal' ? 'SetGoalInput' : 'AbandonGoalInput';
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { goal { ${FIELDS} } userErrors { code path } } }`;
  const { data } = await users.ask(viewer, query, { input });
  return payload.parse(data?.[name]);
}

async function setGoal(viewer: Viewer, changes: Record<string, unknown> = {}) {
  const input = { metric: 'DISTANCE', targetValue: 10_000, targetDate: addDays(today(), 10), ...changes };
  const { goal, userErrors } = await run(viewer, 'setGoal', input);
  if (!goal) throw new Error(JSON.stringify(userErrors));
  return goal;
}

async function goalsOf(viewer: Viewer, args = 'first: 100') {
  const { data } = await users.ask(
    viewer,
    `{ viewer { goals(${args}) { edges { node { ${FIELDS} } } pageInfo { hasNextPage endCursor } } } }`,
  );
  const edges = z.array(z.object({ node: goalSchema }));
  const goals = z.object({
    edges,
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  });
  const { viewer: found } = z.object({ viewer: z.object({ goals }) }).parse(data);
  return { goals: found.goals.edges.map(({ node }) => node), ...found.goals.pageInfo };
}

/** Waits until everything published was handled. */
async function handled(): Promise<void> {
  const marker = figures((await newPerson(users)).viewer.userId);
  await stream.publish(message(marker));
  await until('the workouts to be heard', async () => {
    const { rowCount } = await users.pool.query('SELECT FROM workout_contributions WHERE workout_id = $1', [
      marker.workoutId,
    ]);
    return rowCount === 1;
  });
}
async function publish(...messages: Message[]): Promise<void> {
  for (const each of messages) await stream.publish(each);
  await handled();
}

describe('a goal', () => {
  test('is counted by its index alone, however many workouts its person has', async () => {
    const { viewer } = await newPerson(users);
    await users.pool.query(
      `INSERT INTO workout_contributions (workout_id, owner_id, version, local_date, sport, moving_seconds)
       SELECT gen_random_uuid(), $1, 1, '2020-01-01'::date + day, 'RUNNING', 60 FROM generate_series(1, 5000) AS day`,
      [viewer.userId],
    );
    await users.pool.query('ANALYZE workout_contributions');
    const goal = {
      ...{ id: uuidv7(), accountId: viewer.userId, metric: 'MOVING_TIME' as const, targetValue: 100, sports: [] },
      ...{
        startDate: '2021-01-01',
        targetDate: '2021-01-10',
        recurrence: null,
        createdAt: new Date(),
        abandonedOn: null,
      },
    };
    const window = { index: 0, from: goal.startDate, to: goal.targetDate };
    const [values, scans] = await transaction(users.pool, async (tx) => [
      await countWindows(tx, [{ goal, window }]),
      await tx.query("SELECT seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'workout_contributions'"),
    ]);
    expect(values).toEqual([600]);
    expect(scans.rows).toEqual([{ seq_scan: '0', idx_scan: '1' }]);
  });

  test('counts workouts that were there before, and those that come', async () => {
    const { viewer } = await newPerson(users);
    await publish(message(figures(viewer.userId)));
    const goal = await setGoal(viewer);
    expect(goal).toMatchObject({
      metric: 'DISTANCE',
      targetValue: 10_000,
      currentValue: 6000,
      status: 'ACTIVE',
      achievedAt: null,
    });
    await publish(message(figures(viewer.userId, { distanceMeters: 4000.5 })));
    expect((await goalsOf(viewer)).goals).toMatchObject([{ id: goal.id, currentValue: 10_000.5, status: 'ACHIEVED' }]);
  });

  test('is achieved at once by what was there, and says so in an event, once', async () => {
    const { viewer } = await newPerson(users);
    const workout = figures(viewer.userId, { distanceMeters: 12_000 });
    await publish(message(workout));
    const goal = await setGoal(viewer);
    expect(goal.status).toBe('ACHIEVED');
    const event = await stream.next(`events.users.GoalAchieved.${goal.id}`);
    expect(GoalAchieved.data.parse(event.data)).toMatchObject({ version: 1, goalId: goal.id, userId: viewer.userId });
    await publish(message({ ...workout, version: 2, distanceMeters: 13_000 }), message(workout));
    expect(await stream.count(`events.users.GoalAchieved.${goal.id}`)).toBe(1);
  });

  test('stays achieved when the workout is deleted, and does not count what is not believed', async () => {
    const { viewer } = await newPerson(users);
    const goal = await setGoal(viewer);
    await publish(message(figures(viewer.userId, { distanceMeters: 50_000, worstFlag: 'HARD' })));
    expect((await goalsOf(viewer)).goals).toMatchObject([{ currentValue: 0, status: 'ACTIVE' }]);
    const workout = figures(viewer.userId, { distanceMeters: 50_000 });
    await publish(message(workout));
    await publish(deletion(workout, 2));
    expect((await goalsOf(viewer)).goals).toMatchObject([
      { id: goal.id, currentValue: 0, status: 'ACHIEVED', achievedAt: expect.any(String) },
    ]);
  });

  test('can be given up, until it is over', async () => {
    const { viewer } = await newPerson(users);
    const goal = await setGoal(viewer);
    expect((await run(viewer, 'abandonGoal', { goalId: goal.id })).goal).toMatchObject({ status: 'ABANDONED' });
    expect((await run(viewer, 'abandonGoal', { goalId: goal.id })).userErrors).toEqual([]);
    await publish(message(figures(viewer.userId, { distanceMeters: 90_000 })));
    expect((await goalsOf(viewer)).goals).toMatchObject([{ status: 'ABANDONED', achievedAt: null }]);
    const achieved = await setGoal(viewer);
    expect((await run(viewer, 'abandonGoal', { goalId: achieved.id })).userErrors).toMatchObject([
      { code: 'GOAL_CLOSED' },
    ]);
  });

  test('that recurs and is given up in a window that was achieved says so, and does not come again', async () => {
    const { viewer } = await newPerson(users);
    await publish(message(figures(viewer.userId)));
    const wanted = { metric: 'WORKOUT_COUNT', targetValue: 1, targetDate: today(), recurrence: 'DAILY' };
    const [kept, given] = [await setGoal(viewer, wanted), await setGoal(viewer, wanted)];
    expect([kept, given]).toMatchObject([
      { status: 'ACHIEVED', abandonedOn: null },
      { status: 'ACHIEVED', abandonedOn: null },
    ]);
    const abandoned = { id: given.id, status: 'ACHIEVED', abandonedOn: given.targetDate };
    expect((await run(viewer, 'abandonGoal', { goalId: given.id })).goal).toMatchObject(abandoned);
    users.putClockOn(2 * 86_400_000);
    onTestFinished(() => users.putClockOn(-2 * 86_400_000));
    expect((await goalsOf(viewer)).goals).toMatchObject([
      abandoned,
      { id: kept.id, status: 'ACTIVE', abandonedOn: null },
    ]);
  });

  test('that is achieved makes room for another, and so does one given up', async () => {
    const { viewer } = await newPerson(users);
    await publish(message(figures(viewer.userId)));
    for (let i = 0; i < 2; i++) expect(await setGoal(viewer, { targetValue: 1 })).toMatchObject({ status: 'ACHIEVED' });
    const daily = await setGoal(viewer, { targetValue: 1, targetDate: today(), recurrence: 'DAILY' });
    expect(daily.status).toBe('ACHIEVED');
    for (let i = 1; i < MAX_OPEN_GOALS; i++) await setGoal(viewer);
    const input = { metric: 'DISTANCE', targetValue: 10_000, targetDate: today() };
    const full = await run(viewer, 'setGoal', input);
    expect(full.userErrors).toMatchObject([{ code: 'LIMIT_REACHED' }]);
    // What a workout costs is bounded by those under way.
    expect(await findOpenGoals(users.pool, viewer.userId, today())).toHaveLength(MAX_OPEN_GOALS);
    expect((await run(viewer, 'abandonGoal', { goalId: daily.id })).userErrors).toEqual([]);
    expect((await run(viewer, 'setGoal', input)).userErrors).toEqual([]);
  });

  test('is its person’s alone', async () => {
    const [ana, ben] = [await newPerson(users), await newPerson(users)];
    const goal = await setGoal(ana.viewer);
    for (const goalId of [goal.id, 'no id', '\0', uuidv7()]) {
      expect((await run(ben.viewer, 'abandonGoal', { goalId })).userErrors).toMatchObject([
        { code: 'NOT_FOUND', path: ['goalId'] },
      ]);
    }
    expect((await goalsOf(ben.viewer)).goals).toEqual([]);
  });

  test.each([
    [{ targetValue: 0 }, 'targetValue'],
    [{ targetValue: -1 }, 'targetValue'],
    [{ targetValue: 1e300 }, 'targetValue'],
    [{ targetDate: '2026-02-30' }, 'targetDate'],
    [{ targetDate: '\0' }, 'targetDate'],
    [{ targetDate: '2001-01-01' }, 'targetDate'],
    [{ startDate: '1000000-01-01' }, 'startDate'],
  ])('is refused with %j', async (changes, field) => {
    const { viewer } = await newPerson(users);
    const input = { metric: 'DISTANCE', targetValue: 1, targetDate: today(), ...changes };
    expect((await run(viewer, 'setGoal', input)).userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: [field] }]);
  });

  test('is refused with all that is wrong with it', async () => {
    const { viewer } = await newPerson(users);
    const input = { metric: 'WORKOUT_COUNT', targetValue: 2.5, targetDate: '2001-01-01' };
    expect((await run(viewer, 'setGoal', input)).userErrors).toEqual([
      { code: 'INVALID_INPUT', path: ['targetDate'] },
      { code: 'INVALID_INPUT', path: ['targetValue'] },
    ]);
  });

  test('is listed with the last set first, page by page', async () => {
    const { viewer } = await newPerson(users);
    const ids: string[] = [];
    for (let i = 1; i <= 3; i++) ids.unshift((await setGoal(viewer, { targetValue: i })).id);
    const first = await goalsOf(viewer, 'first: 2');
    expect(first).toMatchObject({ goals: [{ id: ids[0] }, { id: ids[1] }], hasNextPage: true });
    const rest = await goalsOf(viewer, `first: 2, after: "${first.endCursor}"`);
    expect(rest).toMatchObject({ goals: [{ id: ids[2] }], hasNextPage: false });
  });

  test('that recurs comes again, and keeps its history', async () => {
    const { viewer } = await newPerson(users, { timeZone: 'Pacific/Kiritimati' });
    const here = localDate(new Date(), 'Pacific/Kiritimati');
    const goal = await setGoal(viewer, {
      targetDate: here,
      recurrence: 'DAILY',
      metric: 'WORKOUT_COUNT',
      targetValue: 1,
    });
    await publish(message(figures(viewer.userId, { localDate: here })));
    expect((await goalsOf(viewer)).goals).toMatchObject([{ id: goal.id, status: 'ACHIEVED' }]);
    users.putClockOn(2 * 86_400_000);
    onTestFinished(() => users.putClockOn(-2 * 86_400_000));
    const query =
      '{ viewer { goals { edges { node { status targetDate windows { edges { node { targetDate status } } } } } } } }';
    expect((await users.ask(viewer, query)).data).toMatchObject({
      viewer: {
        goals: {
          edges: [
            {
              node: {
                status: 'ACTIVE',
                targetDate: addDays(here, 2),
                windows: {
                  edges: [
                    { node: { targetDate: addDays(here, 2), status: 'ACTIVE' } },
                    { node: { targetDate: addDays(here, 1), status: 'MISSED' } },
                    { node: { targetDate: here, status: 'ACHIEVED' } },
                  ],
                },
              },
            },
          ],
        },
      },
    });
  });
});

describe('progress', () => {
  test('is what a recount says, in whatever order events come, and however often', async () => {
    const version = fc.record({
      day: fc.integer({ min: -3, max: 3 }),
      sport: fc.constantFrom('RUNNING' as const, 'CYCLING' as const),
      distanceMeters: fc.option(fc.double({ min: 0, max: 20_000, noNaN: true })),
      movingSeconds: fc.double({ min: 0, max: 9000, noNaN: true }),
      worstFlag: fc.constantFrom(null, 'SOFT' as const, 'HARD' as const),
    });
    const history = fc.record({ versions: fc.array(version, { minLength: 1, maxLength: 3 }), deleted: fc.boolean() });
    const metrics = ['DISTANCE', 'MOVING_TIME', 'WORKOUT_COUNT', 'ACTIVE_DAYS'] as const;
    await fc.assert(
      fc.asyncProperty(fc.array(history, { maxLength: 5 }), fc.infiniteStream(fc.nat()), async (histories, dice) => {
        const { viewer } = await newPerson(users);
        for (const metric of metrics)
          await setGoal(viewer, { metric, targetValue: 1, startDate: addDays(today(), -2), sports: ['RUNNING'] });
        const all = histories.map(({ versions, deleted }) => {
          const workoutId = uuidv7();
          const states = versions.map(({ day, ...each }, i) =>
            figures(viewer.userId, { ...each, workoutId, version: i + 1, localDate: addDays(today(), day) }),
          );
          return { states, deleted };
        });
        const messages = all.flatMap(({ states, deleted }) => [
          ...states.map(message),
          ...states.slice(0, 1).flatMap((state) => (deleted ? [deletion(state, states.length + 1)] : [])),
        ]);
        const repeated = [...messages, ...messages.filter(() => (dice.next().value ?? 0) % 3 === 0)];
        const shuffled = repeated
          .map((each) => ({ each, key: dice.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ each }) => each);
        await publish(...shuffled);
        const counting = all.flatMap(({ states, deleted }) => {
          const last = states.at(-1);
          const counts = last && !deleted && last.worstFlag !== 'HARD' && last.sport === 'RUNNING';
          return counts && last.localDate >= addDays(today(), -2) ? [last] : [];
        });
        const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
        const expected = {
          DISTANCE: sum(counting.map(({ distanceMeters }) => distanceMeters ?? 0)),
          MOVING_TIME: sum(counting.map(({ movingSeconds }) => movingSeconds)),
          WORKOUT_COUNT: counting.length,
          ACTIVE_DAYS: new Set(counting.map(({ localDate: date }) => date)).size,
        };
        const { goals } = await goalsOf(viewer);
        for (const metric of metrics) {
          const goal = goals.find((each) => each.metric === metric);
          expect(goal?.currentValue, metric).toBeCloseTo(expected[metric], 6);
          if (expected[metric] >= 1) expect(goal?.status).toBe('ACHIEVED');
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});

describe('goalAchieved', () => {
  const SUBSCRIPTION = `subscription ($after: Int) {
    goalAchieved(after: $after) { id currentValue achievementNumber goal { status } }
  }`;
  const toldSchema = z.object({ goalAchieved: z.object({ id: z.string() }) });
  async function follow(viewer: Viewer, after?: number): Promise<Listening> {
    const listening = await listen(users.url, TEST_SECRET, viewer, SUBSCRIPTION, { after });
    onTestFinished(() => listening.close());
    return listening;
  }
  const achieved = (listening: Listening): string[] =>
    listening.results.map(({ data }) => toldSchema.parse(data).goalAchieved.id);
  const reach = (viewer: Viewer & { kind: 'person' }) => setGoal(viewer, { metric: 'WORKOUT_COUNT', targetValue: 1 });

  test('tells the moment it happens, every session', async () => {
    const { viewer, email } = await newPerson(users);
    const goal = await reach(viewer);
    const other = viewerOf(tokensOf(await logIn(users, email)));
    const [one, two, stranger] = [
      await follow(viewer),
      await follow(other),
      await follow((await newPerson(users)).viewer),
    ];
    await publish(message(figures(viewer.userId)));
    for (const each of [one, two]) await until('the news', () => achieved(each).length === 1);
    expect(achieved(one)).toEqual([goal.id]);
    expect(one.results[0]?.data).toMatchObject({ goalAchieved: { currentValue: 1, goal: { status: 'ACHIEVED' } } });
    expect(achieved(stranger)).toEqual([]);
  });

  test('tells of a window that has passed apart from the goal, which stands in the one under way', async () => {
    const { viewer } = await newPerson(users);
    const wanted = { metric: 'WORKOUT_COUNT', targetValue: 1, targetDate: today(), recurrence: 'DAILY' };
    const { id, startDate } = await setGoal(viewer, { ...wanted, sports: ['RUNNING'] });
    users.putClockOn(86_400_000);
    onTestFinished(() => users.putClockOn(-86_400_000));
    const query = `subscription {
      goalAchieved(after: 0) {
        __typename id metric targetValue currentValue sports startDate targetDate achievedAt achievementNumber goal { ${FIELDS} }
      }
    }`;
    const listening = await listen(users.url, TEST_SECRET, viewer, query);
    onTestFinished(() => listening.close());
    await publish(message(figures(viewer.userId, { localDate: startDate })));
    await until('the news', () => listening.results.length === 1);
    const goal = (await goalsOf(viewer)).goals[0];
    expect(goal).toMatchObject({
      id,
      startDate: addDays(startDate, 1),
      currentValue: 0,
      status: 'ACTIVE',
      achievedAt: null,
    });
    expect(listening.results[0]?.data?.['goalAchieved']).toEqual({
      ...{
        __typename: 'GoalAchievement',
        id,
        metric: 'WORKOUT_COUNT',
        targetValue: 1,
        currentValue: 1,
        sports: ['RUNNING'],
      },
      ...{ startDate, targetDate: startDate, achievedAt: expect.any(String), achievementNumber: 1, goal },
    });
  });

  test('tells after a reconnect what was missed, once', async () => {
    const { viewer } = await newPerson(users);
    await (await follow(viewer)).close();
    await publish(message(figures(viewer.userId)));
    const missed = await reach(viewer);
    const second = await follow(viewer);
    await until('the news', () => achieved(second).length === 1);
    await second.close();
    const third = await follow(viewer);
    const next = await reach(viewer);
    await until('more news', () => achieved(third).length > 0);
    expect([...achieved(second), ...achieved(third)]).toEqual([missed.id, next.id]);
  });

  test('tells also what was achieved before somebody listened for the first time', async () => {
    const { viewer, email } = await newPerson(users);
    await publish(message(figures(viewer.userId)));
    const goal = await reach(viewer);
    const first = await follow(viewer);
    await until('the news', () => achieved(first).length === 1);
    expect(achieved(first)).toEqual([goal.id]);
    await until('it to be noted', async () => {
      const { rows } = await users.pool.query('SELECT goals_told_until FROM accounts WHERE id = $1', [viewer.userId]);
      return z.array(z.object({ goals_told_until: z.string() })).parse(rows)[0]?.goals_told_until === '1';
    });
    const elsewhere = viewerOf(tokensOf(await logIn(users, email)));
    const next = await reach(viewer);
    await until('more news', () => achieved(first).length === 2);
    // It listens only now: it was there when the second was achieved, and not when the first was.
    const second = await follow(elsewhere);
    await until('the news', () => achieved(second).length > 0);
    expect(achieved(second)).toEqual([next.id]);
  });

  test('tells each connection all after the number that it gives, told before or not', async () => {
    const { viewer } = await newPerson(users);
    await publish(message(figures(viewer.userId)));
    const goals = [await reach(viewer), await reach(viewer)];
    const lost = await follow(viewer);
    await until('the news', () => achieved(lost).length === 2);
    expect(lost.results.map(({ data }) => data?.['goalAchieved'])).toMatchObject([
      { id: goals[0]?.id, achievementNumber: 1 },
      { id: goals[1]?.id, achievementNumber: 2 },
    ]);
    // What it took may never have arrived.
    await lost.close();
    await until('it to be noted', async () => {
      const { rows } = await users.pool.query('SELECT goals_told_until FROM sessions WHERE id = $1', [
        viewer.sessionId,
      ]);
      return z.array(z.object({ goals_told_until: z.string().nullable() })).parse(rows)[0]?.goals_told_until === '2';
    });
    const again = await Promise.all([0, 1, 1, 2, undefined].map((after) => follow(viewer, after)));
    const heardBefore = [[0, 1], [1], [1], [], []];
    await until('what they did not get', () =>
      again.every((each, i) => achieved(each).length >= (heardBefore[i]?.length ?? 0)),
    );
    goals.push(await reach(viewer));
    for (const each of again) await until('more news', () => achieved(each).at(-1) === goals[2]?.id);
    expect(again.map(achieved)).toEqual(heardBefore.map((before) => [...before, 2].map((index) => goals[index]?.id)));
  });

  test('is refused without a session', async () => {
    const { viewer, tokens } = await newPerson(users);
    await users.pool.query('UPDATE sessions SET revoked_at = now() WHERE id = $1', [tokens.id]);
    const refused = await follow(viewer);
    await refused.ended;
    expect(refused.results).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Message } from '#platform/events/envelope.ts';
import { openTestStream } from '#platform/testing/streams.ts';
import { listen, TEST_SECRET, type Listening } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import type { Viewer } from '#platform/viewer.ts';
import { addDays, localDate } from '../domain/calendar.ts';
import { windowAt, type Recurrence } from '../domain/goalWindows.ts';
import { figures, message } from './goalSupport.ts';
import { newPerson, startTestUsers } from './support.ts';

const users = await startTestUsers();
const stream = await openTestStream(users.nats.url);
const today = localDate(new Date(), 'UTC');

const FIELDS = 'id startDate targetDate status currentValue';
const goal = z.object({
  id: z.string(),
  startDate: z.string(),
  targetDate: z.string(),
  status: z.string(),
  currentValue: z.number(),
});

async function setGoal(viewer: Viewer, input: Record<string, unknown>) {
  const query = `mutation ($input: SetGoalInput!) { setGoal(input: $input) { goal { ${FIELDS} } userErrors { code } } }`;
  const { data } = await users.ask(viewer, query, { input });
  return z.object({ setGoal: z.object({ goal }) }).parse(data).setGoal.goal;
}

async function currentGoal(viewer: Viewer) {
  const { data } = await users.ask(viewer, `{ viewer { goals { edges { node { ${FIELDS} } } } } }`);
  const edges = z.array(z.object({ node: goal }));
  const found = z.object({ viewer: z.object({ goals: z.object({ edges }) }) }).parse(data);
  return found.viewer.goals.edges[0]?.node;
}

/** Publishes, and waits until all of it was handled. */
async function publish(messages: readonly Message[]): Promise<void> {
  for (const each of messages) await stream.publish(each);
  const marker = figures((await newPerson(users)).viewer.userId);
  await stream.publish(message(marker));
  const sql = 'SELECT FROM workout_contributions WHERE workout_id = $1';
  await until('the workouts', async () => (await users.pool.query(sql, [marker.workoutId])).rowCount === 1);
}

async function achievedIn(goalId: string): Promise<number[]> {
  const sql = 'SELECT window_index FROM goal_achievements WHERE goal_id = $1 ORDER BY window_index';
  const { rows } = await users.pool.query(sql, [goalId]);
  return z
    .array(z.object({ window_index: z.int() }))
    .parse(rows)
    .map(({ window_index: index }) => index);
}

const achievement = z.object({ startDate: z.string() });
const told = ({ results }: Listening): string[] =>
  results.map(({ data }) => z.object({ goalAchieved: achievement }).parse(data).goalAchieved.startDate);
const WINDOW = 'id metric targetValue currentValue sports startDate targetDate achievedAt achievementNumber';
const follow = (viewer: Viewer): Promise<Listening> =>
  listen(users.url, TEST_SECRET, viewer, `subscription { goalAchieved { ${WINDOW} goal { ${FIELDS} achievedAt } } }`);

describe('the windows of a goal that recurs', () => {
  const firstWindows: Record<Recurrence, { startDate: string; targetDate: string; days: number }> = {
    DAILY: { startDate: today, targetDate: today, days: 6 },
    WEEKLY: { startDate: addDays(today, -3), targetDate: addDays(today, 2), days: 28 },
    MONTHLY: { startDate: addDays(today, -10), targetDate: addDays(today, 9), days: 90 },
  };

  test('are achieved once each, told once each across reconnects, and each by one event, whatever order workouts come in', async () => {
    const recurrences = fc.constantFrom<Recurrence>('DAILY', 'WEEKLY', 'MONTHLY');
    const runs = fc.array(fc.nat(), { minLength: 1, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(
        recurrences,
        runs,
        fc.integer({ min: 1, max: 3 }),
        fc.infiniteStream(fc.nat()),
        async (...given) => {
          const [recurrence, days, targetValue, dice] = given;
          const { viewer } = await newPerson(users);
          const { days: span, ...window } = firstWindows[recurrence];
          const { id } = await setGoal(viewer, { metric: 'WORKOUT_COUNT', targetValue, recurrence, ...window });
          const workouts = days.map((day) => figures(viewer.userId, { localDate: addDays(today, day % span) }));
          const shuffled = [...workouts, ...workouts.filter(() => (dice.next().value ?? 0) % 2 === 0)]
            .map((each) => ({ each, key: dice.next().value ?? 0 }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ each }) => message(each));

          const third = Math.ceil(shuffled.length / 3);
          const heard: string[] = [];
          const listenWhile = async (work: () => Promise<void>): Promise<void> => {
            const listening = await follow(viewer);
            await work();
            const count = (await achievedIn(id)).length - heard.length;
            await until('all that is new', () => told(listening).length >= count);
            heard.push(...told(listening));
            await listening.close();
          };
          await listenWhile(() => publish(shuffled.slice(0, third)));
          await publish(shuffled.slice(third, 2 * third));
          await listenWhile(() => publish(shuffled.slice(2 * third)));
          await listenWhile(async () => undefined);

          const rounds = { ...window, recurrence };
          const counts = new Map<number, number>();
          for (const { localDate: date } of workouts) {
            const found = windowAt(rounds, date);
            if (date <= found.to) counts.set(found.index, (counts.get(found.index) ?? 0) + 1);
          }
          const expected = [...counts].filter(([, count]) => count >= targetValue).map(([index]) => index);
          expect(await achievedIn(id)).toEqual(expected.toSorted((a, b) => a - b));
          const starts = new Set(workouts.map(({ localDate: date }) => windowAt(rounds, date)));
          const achievedStarts = [...starts].filter(({ index }) => expected.includes(index)).map(({ from }) => from);
          expect(heard.toSorted()).toEqual([...new Set(achievedStarts)].toSorted());
          if (expected.length > 0) {
            await stream.next(`events.users.GoalAchieved.${id}`);
            await until(
              'every event',
              async () => (await stream.count(`events.users.GoalAchieved.${id}`)) >= expected.length,
            );
            expect(await stream.count(`events.users.GoalAchieved.${id}`)).toBe(expected.length);
          }
        },
      ),
      { numRuns: 15 },
    );
  }, 240_000);

  test('stay where they were when their person moves to where it is yesterday still', async () => {
    const { viewer } = await newPerson(users, { timeZone: 'Pacific/Kiritimati' });
    const here = localDate(new Date(), 'Pacific/Kiritimati');
    const set = await setGoal(viewer, {
      metric: 'WORKOUT_COUNT',
      targetValue: 2,
      targetDate: here,
      recurrence: 'DAILY',
    });
    await publish([message(figures(viewer.userId, { localDate: here }))]);
    const move = (timeZone: string) =>
      users.ask(viewer, `mutation { updateProfile(input: { timeZone: "${timeZone}" }) { userErrors { code } } }`);
    await move('Pacific/Pago_Pago');
    // 25 hours behind: the goal has not begun there, and is not missed.
    expect(await currentGoal(viewer)).toEqual({ ...set, status: 'ACTIVE', currentValue: 1 });
    await publish([message(figures(viewer.userId, { localDate: here }))]);
    expect(await currentGoal(viewer)).toEqual({ ...set, status: 'ACHIEVED', currentValue: 2 });
    await move('Pacific/Kiritimati');
    expect(await currentGoal(viewer)).toMatchObject({ startDate: here, status: 'ACHIEVED' });
  });
});

describe('a goal that recurs and was given up', () => {
  test('is so also where it is yesterday still; its window of yesterday can be achieved late, and that of the day not', async () => {
    const { viewer } = await newPerson(users, { timeZone: 'Pacific/Honolulu' });
    const [yesterday, here] = ['Pacific/Honolulu', 'Pacific/Kiritimati'].map((zone) => localDate(new Date(), zone));
    const move = (timeZone: string) =>
      users.ask(viewer, `mutation { updateProfile(input: { timeZone: "${timeZone}" }) { userErrors { code } } }`);
    const { id } = await setGoal(viewer, {
      ...{ metric: 'WORKOUT_COUNT', targetValue: 1, recurrence: 'DAILY' },
      ...{ startDate: yesterday, targetDate: yesterday },
    });
    const abandon = `mutation { abandonGoal(input: { goalId: "${id}" }) { goal { startDate status } userErrors { code } } }`;
    const abandoned = { data: { abandonGoal: { goal: { startDate: here, status: 'ABANDONED' }, userErrors: [] } } };
    await move('Pacific/Kiritimati');
    expect(await users.ask(viewer, abandon)).toMatchObject(abandoned);
    await move('Pacific/Honolulu');
    expect(await currentGoal(viewer)).toMatchObject({ startDate: here, status: 'ABANDONED' });
    expect(await users.ask(viewer, abandon)).toMatchObject(abandoned);
    await publish([here, yesterday].map((date) => message(figures(viewer.userId, { localDate: date }))));
    expect(await achievedIn(id)).toEqual([0]);
    expect(await currentGoal(viewer)).toMatchObject({ startDate: here, status: 'ABANDONED' });
  });
});

describe('the date where somebody is', () => {
  test.each([
    // The hour that comes twice, and the one that does not come, when clocks are put back and on.
    ['2026-11-01T03:59:59Z', 'America/New_York', '2026-10-31'],
    ['2026-11-01T04:00:00Z', 'America/New_York', '2026-11-01'],
    ['2026-11-01T05:30:00Z', 'America/New_York', '2026-11-01'],
    ['2026-11-01T06:30:00Z', 'America/New_York', '2026-11-01'],
    ['2026-11-02T04:59:59Z', 'America/New_York', '2026-11-01'],
    ['2026-03-29T00:59:59Z', 'Europe/Ljubljana', '2026-03-29'],
    ['2026-03-29T21:59:59Z', 'Europe/Ljubljana', '2026-03-29'],
    ['2026-03-29T22:00:00Z', 'Europe/Ljubljana', '2026-03-30'],
    // Clocks are put on at midnight: the day begins at one.
    ['2026-09-06T03:59:59Z', 'America/Santiago', '2026-09-05'],
    ['2026-09-06T04:00:00Z', 'America/Santiago', '2026-09-06'],
    // A day that never was.
    ['2011-12-30T09:59:59Z', 'Pacific/Apia', '2011-12-29'],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31'],
  ])('at %s in %s is %s', (instant, timeZone, date) => {
    expect(localDate(new Date(instant), timeZone)).toBe(date);
  });
});

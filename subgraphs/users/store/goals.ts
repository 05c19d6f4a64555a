import { z } from 'zod';
import { sport } from '#events/workouts.ts';
import { change, many, maybeOne, one, type Queryable } from '#platform/postgres/connection.ts';
import type { LocalDate } from '../domain/calendar.ts';
import { GOAL_METRICS, type Achievement, type Goal, type GoalInWindow } from '../domain/goal.ts';
import { RECURRENCES } from '../domain/goalWindows.ts';

const row = z
  .object({
    id: z.string(),
    account_id: z.string(),
    metric: z.enum(GOAL_METRICS),
    target_value: z.number(),
    sports: z.array(sport),
    start_date: z.string(),
    target_date: z.string(),
    recurrence: z.enum(RECURRENCES).nullable(),
    created_at: z.date(),
    abandoned_on: z.string().nullable(),
  })
  .transform((found): Goal => ({
    id: found.id,
    accountId: found.account_id,
    metric: found.metric,
    targetValue: found.target_value,
    sports: found.sports,
    startDate: found.start_date,
    targetDate: found.target_date,
    recurrence: found.recurrence,
    createdAt: found.created_at,
    abandonedOn: found.abandoned_on,
  }));

const COLUMNS = `goals.id, goals.account_id, metric, target_value, sports, start_date, target_date, recurrence,
  goals.created_at, abandoned_on`;

/** Whether there is anything left to achieve: one without recurrence is achieved once, for good. */
const IS_LEFT = '(recurrence IS NOT NULL OR NOT EXISTS (SELECT FROM goal_achievements WHERE goal_id = goals.id))';

export async function insertGoal(db: Queryable, goal: Goal): Promise<void> {
  await change(
    db,
    `INSERT INTO goals (id, account_id, metric, target_value, sports, start_date, target_date, recurrence, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[goal.id, goal.accountId, goal.metric, goal.targetValue, goal.sports],
      ...[goal.startDate, goal.targetDate, goal.recurrence, goal.createdAt],
    ],
  );
}

/** Notes that a goal is given up. */
export async function saveAbandoned(db: Queryable, { id, abandonedOn }: Goal): Promise<void> {
  await change(db, 'UPDATE goals SET abandoned_on = $2 WHERE id = $1', [id, abandonedOn]);
}

/** A goal of a person. */
export const findGoal = (db: Queryable, accountId: string, id: string): Promise<Goal | undefined> =>
  maybeOne(db, row, `SELECT ${COLUMNS} FROM goals WHERE id = $1 AND account_id = $2`, [id, accountId]);

/** A person's goals before a given one, newest first: one range of `goals_of_account`. */
export const listGoals = (
  db: Queryable,
  accountId: string,
  page: { readonly before: string | undefined; readonly limit: number },
): Promise<Goal[]> =>
  many(
    db,
    row,
    `SELECT ${COLUMNS} FROM goals WHERE account_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [accountId, page.before ?? null, page.limit],
  );

/** The goals of a person that a workout of a date may bring further; of those given up, the ones that were so later. */
export const findOpenGoals = (db: Queryable, accountId: string, date: LocalDate): Promise<Goal[]> =>
  many(
    db,
    row,
    `SELECT ${COLUMNS} FROM goals WHERE account_id = $1 AND ${IS_LEFT} AND start_date <= $2
       AND (abandoned_on IS NULL OR abandoned_on > $2) AND (recurrence IS NOT NULL OR target_date >= $2)`,
    [accountId, date],
  );

/** How many goals of a person are under way on a date, or will be: those that can be given up. */
export const countOpenGoals = async (db: Queryable, accountId: string, today: LocalDate): Promise<number> =>
  (
    await one(
      db,
      z.object({ count: z.coerce.number() }),
      `SELECT count(*) FROM goals WHERE account_id = $1 AND ${IS_LEFT} AND abandoned_on IS NULL
         AND (recurrence IS NOT NULL OR target_date >= $2)`,
      [accountId, today],
    )
  ).count;

const achievement = z
  .object({ goal_id: z.string(), window_index: z.int(), achieved_at: z.date(), position: z.coerce.number() })
  .transform(({ goal_id: goalId, window_index: index, achieved_at: achievedAt, position }) => ({
    key: `${goalId} ${index}`,
    achieved: { achievedAt, position } satisfies Achievement,
  }));

/** The achievement of each of these windows; null where there is none. */
export async function findAchievements(
  db: Queryable,
  windows: readonly GoalInWindow[],
): Promise<readonly (Achievement | null)[]> {
  const found = await many(
    db,
    achievement,
    `SELECT goal_id, window_index, achieved_at, position FROM goal_achievements
     WHERE (goal_id, window_index) IN (SELECT * FROM unnest($1::uuid[], $2::integer[]))`,
    [windows.map(({ goal }) => goal.id), windows.map(({ window }) => window.index)],
  );
  const achievements = new Map(found.map(({ key, achieved }) => [key, achieved]));
  return windows.map(({ goal, window }) => achievements.get(`${goal.id} ${window.index}`) ?? null);
}

/**
 * Notes that a window was achieved, in a transaction that holds the person's goals. Answers how many windows of the goal
 * were; undefined when this one was before.
 */
export async function insertAchievement(
  db: Queryable,
  { goal, window }: GoalInWindow,
  now: Date,
): Promise<number | undefined> {
  const inserted = await change(
    db,
    `INSERT INTO goal_achievements (goal_id, window_index, account_id, position, achieved_at)
     SELECT $1, $2, $3, 1 + coalesce(max(position), 0), $4 FROM goal_achievements WHERE account_id = $3
     ON CONFLICT (goal_id, window_index) DO NOTHING`,
    [goal.id, window.index, goal.accountId, now],
  );
  if (inserted === 0) return undefined;
  const count = z.object({ count: z.coerce.number() });
  return (await one(db, count, 'SELECT count(*) FROM goal_achievements WHERE goal_id = $1', [goal.id])).count;
}

/** An achievement that a listener is to be told of. */
export interface Achieved {
  readonly achievement: Achievement;
  readonly goal: Goal;
  readonly index: number;
}

const achieved = z
  .intersection(row, z.object({ position: z.coerce.number(), achieved_at: z.date(), window_index: z.int() }))
  .transform(({ position, achieved_at: achievedAt, window_index: index, ...goal }): Achieved => ({
    achievement: { achievedAt, position },
    index,
    goal,
  }));

/** A person's achievements after a position, none older than `since`, in order. */
export const findAchieved = (
  db: Queryable,
  accountId: string,
  { after, since, limit }: { readonly after: number; readonly since: Date; readonly limit: number },
): Promise<Achieved[]> =>
  many(
    db,
    achieved,
    `SELECT ${COLUMNS}, position, achieved_at, window_index FROM goal_achievements JOIN goals ON goals.id = goal_id
     WHERE goal_achievements.account_id = $1 AND position > $2 AND achieved_at > $3 ORDER BY position LIMIT $4`,
    [accountId, after, since, limit],
  );

/** How far a session was told of its person's achievements; where there is no session of ours, how far the person was. */
export const toldUntil = async (
  db: Queryable,
  person: { readonly userId: string; readonly sessionId: string },
): Promise<number> => {
  const found = await maybeOne(
    db,
    z.object({ position: z.coerce.number() }),
    `SELECT coalesce(sessions.goals_told_until, accounts.goals_told_until) AS position
     FROM accounts LEFT JOIN sessions ON sessions.account_id = accounts.id AND sessions.id = $2 WHERE accounts.id = $1`,
    [person.userId, person.sessionId],
  );
  return found?.position ?? 0;
};

/** Notes how far a session was told. */
export async function saveTold(
  db: Queryable,
  person: { readonly userId: string; readonly sessionId: string },
  position: number,
): Promise<void> {
  await change(
    db,
    `WITH of_session AS (UPDATE sessions SET goals_told_until = greatest(goals_told_until, $3) WHERE id = $2)
     UPDATE accounts SET goals_told_until = greatest(goals_told_until, $3) WHERE id = $1`,
    [person.userId, person.sessionId, position],
  );
}

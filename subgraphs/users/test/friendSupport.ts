import { z } from 'zod';
import type { Viewer } from '#platform/viewer.ts';
import type { TestUsers } from './support.ts';

const problems = z.object({
  userErrors: z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() })),
});
const relation = z
  .object({
    status: z.string(),
    since: z.string().nullable(),
    requestedAt: z.string().nullable(),
    requestedByViewer: z.boolean().nullable(),
  })
  .nullable();

/** Does something about another person. Answers the codes of what went wrong, each with the field it names. */
export async function act(users: TestUsers, viewer: Viewer, mutation: string, userId: string): Promise<string[]> {
  const type = `${mutation[0]?.toUpperCase() ?? ''}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code path } } }`;
  const { data, errors } = await users.ask(viewer, query, { input: { userId } });
  if (errors) throw new Error(JSON.stringify(errors));
  return problems.parse(data?.[mutation]).userErrors.map(({ code, path }) => [code, ...(path ?? [])].join(' '));
}

/** What is between the viewer and somebody, as `User.friendship` says; undefined when the viewer sees nobody. */
export async function relationOf(users: TestUsers, viewer: Viewer, id: string) {
  const query = 'query ($id: ID!) { user(id: $id) { friendship { status since requestedAt requestedByViewer } } }';
  const { data } = await users.ask(viewer, query, { id });
  return z.object({ user: z.object({ friendship: relation }).nullable() }).parse(data).user?.friendship;
}

/** The same in a word. */
export async function statusOf(users: TestUsers, viewer: Viewer, id: string): Promise<string> {
  const found = await relationOf(users, viewer, id);
  return found === undefined ? 'nobody' : (found?.status ?? 'nothing');
}

/** The ids of the people in one of the viewer's lists. */
export async function listOf(users: TestUsers, viewer: Viewer, list: string): Promise<string[]> {
  const node = list.startsWith('friendRequests') ? 'user { id }' : 'id';
  const query = `{ viewer { ${list}(first: 100) { edges { node { ${node} } } } } }`;
  const { data } = await users.ask(viewer, query);
  const nodes = z.union([z.object({ id: z.string() }), z.object({ user: z.object({ id: z.string() }) })]);
  const connection = z.object({ edges: z.array(z.object({ node: nodes })) });
  const found = z.object({ viewer: z.record(z.string(), connection) }).parse(data).viewer[list];
  return (found?.edges ?? []).map(({ node: each }) => ('user' in each ? each.user.id : each.id));
}

export const friendsOf = (users: TestUsers, viewer: Viewer): Promise<string[]> => listOf(users, viewer, 'friends');

/** So many people who have an account and never come. Answers their ids. */
export async function crowd({ pool }: TestUsers, count: number): Promise<string[]> {
  const sql = `INSERT INTO accounts (id, username, display_name, time_zone, created_at)
    SELECT id, replace(id::text, '-', ''), 'x', 'UTC', now()
    FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $1)) AS made RETURNING id`;
  const { rows } = await pool.query(sql, [count]);
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map(({ id }) => id);
}

/** Has somebody ask each of these people, with whom nothing was before, to be friends. */
export async function askAll({ pool }: TestUsers, userId: string, others: readonly string[]): Promise<void> {
  const sql = `INSERT INTO pairs (id, low_id, high_id, requester_id, addressee_id, requested_at, version)
    SELECT gen_random_uuid(), least(id, $1), greatest(id, $1), $1, id, now(), 1 FROM unnest($2::uuid[]) AS others (id)`;
  await pool.query(sql, [userId, others]);
}

/** Makes somebody the friend of each of these people, with whom nothing was before. */
export async function befriendAll({ pool }: TestUsers, userId: string, others: readonly string[]): Promise<void> {
  const sql = `INSERT INTO pairs (id, low_id, high_id, friends_since, version)
    SELECT gen_random_uuid(), least(id, $1), greatest(id, $1), now(), 2 FROM unnest($2::uuid[]) AS others (id)`;
  await pool.query(sql, [userId, others]);
}

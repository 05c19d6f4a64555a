import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Viewer } from '#platform/viewer.ts';
import { act } from './friendSupport.ts';
import { newPerson, startTestUsers } from './support.ts';

const users = await startTestUsers();
const ana = await newPerson(users, { username: 'zz-Searcher' });
const found = z.object({
  searchUsers: z.object({
    edges: z.array(z.object({ node: z.object({ username: z.string() }) })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

async function search(viewer: Viewer, query: string, first = 100, after?: string | null) {
  const operation = `query ($query: String!, $first: Int!, $after: String) {
    searchUsers(query: $query, first: $first, after: $after) {
      edges { node { username } } pageInfo { hasNextPage endCursor }
    }
  }`;
  const { data } = await users.ask(viewer, operation, { query, first, after });
  const { edges, pageInfo } = found.parse(data).searchUsers;
  return { names: edges.map(({ node }) => node.username), ...pageInfo };
}

describe('a search for people', () => {
  test('finds in any case: names that begin with the text first, then those that hold it', async () => {
    for (const username of ['kolo-marta', 'Marta', 'marta.b', 'mart', 'nobody-else'])
      await newPerson(users, { username });
    expect((await search(ana.viewer, 'MARTA')).names).toEqual(['Marta', 'marta.b', 'kolo-marta']);
    expect((await search(ana.viewer, ' ma ')).names).toEqual(['mart', 'Marta', 'marta.b']);
    expect((await search(ana.viewer, 'martha')).names).toEqual([]);
  });

  test('takes no character for a pattern', async () => {
    await newPerson(users, { username: 'under_score' });
    expect((await search(ana.viewer, 'under_')).names).toEqual(['under_score']);
    for (const text of ['%', '%%%', '_', 'u%e', '\\', "'; DROP TABLE accounts; --"]) {
      expect((await search(ana.viewer, text)).names).toEqual([]);
    }
  });

  test('is paged through both kinds of matches', async () => {
    for (const username of ['pager1', 'pager2', 'pager3', 'a-pager', 'b-pager']) await newPerson(users, { username });
    const names: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page: Awaited<ReturnType<typeof search>> = await search(ana.viewer, 'pager', 2, after);
      names.push(...page.names);
      if (!page.hasNextPage) break;
      after = page.endCursor;
    }
    expect(names).toEqual(['pager1', 'pager2', 'pager3', 'a-pager', 'b-pager']);
  });

  test('finds nobody whom a block lies between', async () => {
    const [one, other] = [
      await newPerson(users, { username: 'blocker-x' }),
      await newPerson(users, { username: 'blocked-x' }),
    ];
    await act(users, one.viewer, 'blockUser', other.viewer.userId);
    expect((await search(one.viewer, 'block')).names).toEqual(['blocker-x']);
    expect((await search(other.viewer, 'block')).names).toEqual(['blocked-x']);
    expect((await search(ana.viewer, 'block')).names).toEqual(['blocked-x', 'blocker-x']);
  });

  test.each(['', '   ', 'x'.repeat(31), 'a\0b'])('refuses a text such as %j', async (query) => {
    const answer = await users.ask(ana.viewer, 'query ($q: String!) { searchUsers(query: $q) { edges { cursor } } }', {
      q: query,
    });
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });

  test('reads names from indexes', async () => {
    await users.pool
      .query(`INSERT INTO accounts (id, username, email, password_hash, display_name, time_zone, created_at)
      SELECT gen_random_uuid(), 'many' || n, 'many' || n || '@example.org', 'x', 'x', 'UTC', now() FROM generate_series(1, 20000) n`);
    await users.pool.query('ANALYZE accounts');
    const client = await users.pool.connect();
    await client.query('SET enable_seqscan = off');
    const explain = async (condition: string) =>
      JSON.stringify((await client.query(`EXPLAIN SELECT id FROM accounts WHERE ${condition}`)).rows);
    expect(await explain(`lower(username) COLLATE "C" LIKE 'mart%'`)).toContain('accounts_username_prefix');
    expect(await explain(`lower(username) LIKE '%marta%'`)).toContain('accounts_username_trigrams');
    client.release(true);
  });
});

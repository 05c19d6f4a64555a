import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createClient } from 'graphql-sse';
import { expect, inject, test } from 'vitest';
import { z } from 'zod';

const gatewayUrl = inject('gatewayUrl');
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The pieces of the README in a language, in their order. */
const piecesIn = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, piece = '']) => piece);

const made = z.object({
  register: z.object({ session: z.object({ accessToken: z.string() }) }).optional(),
  createCompetition: z.object({ competition: z.object({ id: z.string() }) }).optional(),
});
const answer = z.object({ data: z.record(z.string(), z.looseObject({ userErrors: z.unknown() })) });

test('what the README has people paste moves a board as it says', async () => {
  const username = `ana-${randomBytes(5).toString('hex')}`;
  let [authorization, competitionId] = ['', ''];
  const filled = (text: string): string =>
    text.replaceAll('"ana', `"${username}`).replaceAll('competitionId: "…"', `competitionId: "${competitionId}"`);
  const run = async (mutation: string): Promise<void> => {
    const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) };
    const body = JSON.stringify({ query: filled(mutation) });
    const response = await fetch(`${gatewayUrl}/graphql`, { method: 'POST', headers, body });
    const { data } = answer.parse(await response.json());
    for (const { userErrors } of Object.values(data)) expect(userErrors).toEqual([]);
    const { register, createCompetition } = made.parse(data);
    if (register) authorization = `Bearer ${register.session.accessToken}`;
    if (createCompetition) competitionId = createCompetition.competition.id;
  };
  const [register = '', create = '', join = '', subscription = '', log = ''] = piecesIn('graphql');
  for (const mutation of [register, create, join]) await run(mutation);
  const updates = createClient({ url: `${gatewayUrl}/graphql`, headers: { authorization }, retryAttempts: 0 }).iterate({
    query: filled(subscription),
  });
  expect(await updates.next()).toMatchObject({ value: { data: { leaderboardUpdated: { entries: [] } } } });
  await run(log);
  const [said = ''] = piecesIn('json');
  for await (const update of updates) {
    // That somebody takes part may be said before.
    if (!JSON.stringify(update).includes('"rank"')) continue;
    expect(update).toEqual(JSON.parse(filled(said)));
    return;
  }
  expect.unreachable('the board never moved');
});

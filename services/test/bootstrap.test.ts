import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { root } from '../config.ts';
import { writeProgram } from './support.ts';

const lockfile = { packages: { '': {}, 'node_modules/a': { version: '1.0.0' } } };
const otherLockfile = { packages: { '': {}, 'node_modules/a': { version: '2.0.0' } } };

interface Checkout {
  readonly folder: string;
  run(
    args: readonly string[],
    extra?: Readonly<Record<string, string>>,
    nodeArgs?: readonly string[],
  ): Promise<Outcome>;
  start(args: readonly string[]): ReturnType<typeof spawn>;
}

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A checkout that holds the bootstrap alone, and an npm that runs a shell script instead of installing. */
async function checkout(npm: string): Promise<Checkout> {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, 'services'));
  await copyFile(path.join(root, 'services', 'bootstrap.mjs'), path.join(folder, 'services', 'bootstrap.mjs'));
  await writeFile(path.join(folder, 'package-lock.json'), JSON.stringify(lockfile));
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
  await writeProgram(path.join(folder, 'tools', 'npm'), `echo "$@" >> npm-calls; ${npm}`);

  const start = (
    args: readonly string[],
    extra: Readonly<Record<string, string>> = {},
    nodeArgs: readonly string[] = [],
  ) =>
    spawn(process.execPath, [...nodeArgs, path.join(folder, 'services', 'bootstrap.mjs'), ...args], {
      env: { PATH: `${path.join(folder, 'tools')}:/usr/bin:/bin`, ...extra },
    });
  return {
    folder,
    start: (args) => start(args),
    run: async (args, extra, nodeArgs) => {
      const child = start(args, extra, nodeArgs);
      const output = { stdout: '', stderr: '' };
      child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
      await once(child, 'close');
      return { code: child.exitCode, ...output };
    },
  };
}

/** What `npm ci` would leave: a Node 24 and npm's record of what it installed. */
const installs = (record: object = lockfile) =>
  `mkdir -p node_modules/node/bin; ln -sf ${process.execPath} node_modules/node/bin/node; echo '${JSON.stringify(record)}' > node_modules/.package-lock.json`;

const calls = (folder: string) => readFile(path.join(folder, 'npm-calls'), 'utf8').catch(() => '');

test('packages are installed once, and again when the lockfile changes', async () => {
  const { folder, run } = await checkout(installs());
  await writeFile(path.join(folder, 'hello.ts'), `console.log('hello from', process.version satisfies string)`);
  const first = await run(['hello.ts']);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toMatch(/installing packages with npm ci \(first run\)[^]*hello from v24\./);
  expect(await run(['install'])).toEqual({ code: 0, stdout: '', stderr: '' });
  expect((await run(['hello.ts'])).stdout).toBe(`hello from ${process.version}\n`);
  expect(await calls(folder)).toBe('ci --include=dev --no-audit --no-fund --loglevel=error\n');

  await writeFile(path.join(folder, 'package-lock.json'), JSON.stringify(otherLockfile));
  await writeProgram(path.join(folder, 'tools', 'npm'), installs(otherLockfile));
  expect((await run(['hello.ts'])).stdout).toContain('packages are out of date');
});

test("packages that a person's own npm install brought up to date are not installed again", async () => {
  const { folder, run } = await checkout('exit 1');
  await mkdir(path.join(folder, 'node_modules', 'node', 'bin'), { recursive: true });
  await symlink(process.execPath, path.join(folder, 'node_modules', 'node', 'bin', 'node'));
  await writeFile(path.join(folder, 'node_modules', '.package-lock.json'), JSON.stringify(lockfile));
  await writeFile(path.join(folder, 'hello.ts'), `console.log('hello')`);
  expect(await run(['hello.ts'])).toEqual({ code: 0, stdout: 'hello\n', stderr: '' });
  expect(await calls(folder)).toBe('');
});

test('a failing npm ends it with one line', async () => {
  const { run } = await checkout('echo "npm error: no network" >&2; exit 1');
  const outcome = await run(['start']);
  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toBe('npm error: no network\nlaurel: npm ci failed; its message is above\n');
});

test('install scripts that were not allowed to run are named as the reason, with what mends it', async () => {
  const { run } = await checkout('mkdir -p node_modules/node');
  const outcome = await run(['start']);
  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toMatch(/^laurel: .*install scripts were not allowed.*npm ci --ignore-scripts=false\n$/);
});

test('a Node that is too old ends it with one line', async () => {
  const { folder, run } = await checkout(installs());
  const older = path.join(folder, 'older.cjs');
  await writeFile(
    older,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.1' } })`,
  );
  const outcome = await run(['start'], {}, ['--require', older]);
  expect(outcome).toEqual({ code: 1, stdout: '', stderr: 'laurel: Node 20 or later is needed, this is 18.20.1\n' });
});

test('it can be read by a Node of ten years ago, so that even that one can say it is too old', async () => {
  const source = await readFile(path.join(root, 'services', 'bootstrap.mjs'), 'utf8');
  expect(source).not.toMatch(/\?\?|\?\.\w|^await |'node:/m);
});

test('what cannot be run is named', async () => {
  const { run } = await checkout(installs());
  expect((await run(['nonsense.ts'])).stderr).toBe('laurel: there is no nonsense.ts\n');
  expect((await run([])).stderr).toMatch(/^laurel: say what to run: start, test, demo/);
});

test('arguments, the exit code and a compile cache reach the script', async () => {
  const { folder, run } = await checkout(installs());
  await writeFile(
    path.join(folder, 'script.ts'),
    `console.log(process.argv.slice(2).join(' '), process.env.NODE_COMPILE_CACHE); process.exitCode = 7;`,
  );
  const outcome = await run(['script.ts', 'a', '--b']);
  expect(outcome.code).toBe(7);
  expect(outcome.stdout).toMatch(/a --b .*node_modules\/\.cache\/compile\n$/);
});

test('a signal reaches the script, and a script whose bootstrap is killed notices', async () => {
  const { folder, start } = await checkout(installs());
  const script = `
    process.on('SIGTERM', () => { console.log('asked'); process.exit(0); });
    process.on('disconnect', () => { require('fs').writeFileSync('noticed', ''); process.exit(0); });
    setTimeout(() => {}, 60_000);
    console.log('up');`;
  await writeFile(path.join(folder, 'script.cjs'), script);
  const upAndRunning = async () => {
    const child = start(['script.cjs']);
    onTestFinished(() => void child.kill('SIGKILL'));
    const output: string[] = [];
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    await expect.poll(() => output.join(''), { timeout: 20_000 }).toContain('up');
    return { child, output };
  };
  const asked = await upAndRunning();
  asked.child.kill('SIGTERM');
  expect(await once(asked.child, 'close')).toEqual([0, null]);
  expect(asked.output.join('')).toContain('asked');

  const killed = await upAndRunning();
  killed.child.kill('SIGKILL');
  await expect.poll(() => readFile(path.join(folder, 'noticed'), 'utf8').catch(() => 'no')).toBe('');
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { createTestMongo, startTestNats } from '#platform/testing/stores.ts';
import { root } from '../config.ts';

const fileOf = (name: string): Promise<string> => readFile(path.join(root, name), 'utf8');
const lockfile = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) });

/** What the image is made of: what the Dockerfile copies of what .dockerignore lets through, and the packages without those of development. */
async function imageFolder(): Promise<string> {
  const folder = await temporaryFolder();
  const lines = (await fileOf('.dockerignore')).split('\n').filter((line) => line !== '');
  const taken = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const left = lines.slice(1).filter((line) => !line.startsWith('!'));
  const isTaken = (file: string): boolean => {
    const name = path.relative(root, file);
    const isWithin = taken.some((each) => name === each || name.startsWith(`${each}/`));
    return isWithin && !left.some((pattern) => path.matchesGlob(name, pattern));
  };
  const copies = (await fileOf('Dockerfile')).split(/^FROM /m).at(-1) ?? '';
  for (const [, from = '', to = ''] of copies.matchAll(/^COPY (?!--)(\S+) (\S+)$/gm)) {
    const target = to.endsWith('/') ? path.join(to, from) : to;
    await cp(path.join(root, from), path.join(folder, target), { recursive: true, filter: isTaken });
  }
  await linkPackages(folder);
  return folder;
}

async function linkPackages(folder: string): Promise<void> {
  const { packages } = lockfile.parse(JSON.parse(await fileOf('package-lock.json')));
  for (const [name, { dev }] of Object.entries(packages)) {
    if (dev === true || !/^node_modules\/(@[^/]+\/)?[^/]+$/.test(name)) continue;
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await symlink(path.join(root, name), path.join(folder, name));
  }
}

/** Runs a script of package.json as an operator would in a container. */
async function runIn(folder: string, args: readonly string[], environment: Readonly<Record<string, string>>) {
  const searched = `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`;
  const child = spawn('npm', ['run', '-s', ...args], {
    cwd: folder,
    env: { PATH: searched, HOME: folder, NODE_ENV: 'production', LOG_LEVEL: 'silent', ...environment },
  });
  const [told, wrong, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { told, wrong, code: Number(code) };
}

test('The commands of operators run in the image, over what its environment names', async () => {
  const folder = await imageFolder();
  const { value: nats, dispose } = await startTestNats();
  onTestFinished(dispose);
  const NATS_URL = nats.url;
  const listed = await runIn(folder, ['dead-letters', '--', 'list'], { NATS_URL });
  expect(listed).toEqual({ told: 'There are no dead letters.\n', wrong: '', code: 0 });

  const recomputed = await runIn(folder, ['recompute'], {
    NATS_URL,
    MONGO_URL: createTestMongo(),
    STORAGE_DIR: path.join(folder, 'data'),
    VIEWER_TOKEN_SECRET: 'a secret of this installation',
  });
  expect(recomputed).toMatchObject({ told: expect.stringContaining('0 workouts computed anew'), wrong: '', code: 0 });
  // It has looked where the service of the container keeps its files.
  expect(await readdir(path.join(folder, 'data'))).not.toEqual([]);
}, 60_000);

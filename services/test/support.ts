import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { applicationNames, readSettings, root, type StackSettings } from '../config.ts';
import { runCommand } from '../embedded/command.ts';
import type { Surroundings } from '../embedded/service.ts';
import { temporaryDataDir } from '../testing/temporary.ts';

/** A data folder that PostgreSQL's account can reach, removed after the test. */
async function dataFolder(): Promise<string> {
  const { dataDir, remove } = await temporaryDataDir();
  onTestFinished(remove);
  return dataDir;
}

/** Settings of nobody's machine: no service named by URL, a data folder of its own. */
export async function testSettings(change: Partial<StackSettings> = {}): Promise<StackSettings> {
  return { ...readSettings(), dataDir: await dataFolder(), serviceUrls: {}, ...change };
}

/** What embedded services get to know, with everything said kept in `said`. */
export async function testSurroundings(
  change: Partial<Surroundings> = {},
): Promise<Surroundings & { readonly said: string[] }> {
  const { environment, cacheDir } = readSettings();
  const said: string[] = [];
  return {
    ...{ root, environment, cacheDir, said, durable: false },
    dataDir: change.dataDir ?? (await dataFolder()),
    say: (line) => said.push(line),
    run: (command, args, options) => runCommand(command, args, { ...options, environment }),
    ...change,
  };
}

/** Writes a program that does what a shell script says. */
export async function writeProgram(file: string, script: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

/** Stands in for the gateway or a subgraph: ready at once, ends on SIGTERM. */
const standIn = `
import { createServer } from 'node:http';
const server = createServer((request, response) => response.end('ready'));
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

/** A checkout whose processes are stand-ins, with the real services and packages. */
export async function standInCheckout(): Promise<string> {
  const folder = await temporaryFolder();
  await chmod(folder, 0o755);
  for (const name of applicationNames) {
    const entry = path.join(folder, name === 'gateway' ? 'gateway' : `subgraphs/${name}`, 'main.ts');
    await mkdir(path.dirname(entry), { recursive: true });
    await writeFile(entry, standIn);
  }
  await Promise.all(
    ['services', 'node_modules'].map((name) => symlink(path.join(root, name), path.join(folder, name))),
  );
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

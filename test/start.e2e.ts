import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ViewerDocument } from '#client/__generated__/graphql.ts';
import { portSettings, root } from '#services/config.ts';
import { freePorts } from '#platform/freePorts.ts';
import { readRecord } from '#services/records.ts';
import { temporaryDataDir } from '#services/testing/temporary.ts';
import { expect, onTestFinished, test } from 'vitest';
import { newPerson } from './support/people.ts';

const readyLimit = { timeout: 90_000, interval: 100 };

/** Runs what `npm start` runs, on ports nobody uses. */
async function npmStart(dataDir: string, ports: readonly number[]) {
  const settings = Object.values(portSettings).map(({ setting }, index) => [setting, String(ports[index])]);
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, ...Object.fromEntries(settings), LAUREL_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  onTestFinished(() => signal('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const exited = once(child, 'exit');
  /** As a terminal does it: to the whole group. */
  const signal = (name: NodeJS.Signals): void => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) process.kill(-child.pid, name);
  };
  const prints = (text: string) => expect.poll(() => output, readyLimit).toContain(text);
  await prints('Ctrl-C stops everything.');
  return { child, exited, signal, prints, output: () => output };
}

/** The command lines of all processes that have to do with a folder. */
async function processesOf(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const described = await Promise.all(
    pids.flatMap((pid) =>
      ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
    ),
  );
  return described.filter((text) => text.includes(folder)).map((text) => text.replaceAll('\0', ' '));
}

test('npm start brings everything up, restarts what dies, stops on Ctrl-C within 10 s, and keeps the data', async () => {
  const { dataDir, remove } = await temporaryDataDir();
  onTestFinished(remove);
  const ports = await freePorts(Object.keys(portSettings).length);
  const gatewayUrl = `http://localhost:${ports[0] ?? 0}`;

  const first = await npmStart(dataDir, ports);
  for (const told of [`${gatewayUrl}/`, `${gatewayUrl}/graphql`, dataDir]) expect(first.output()).toContain(told);
  expect((await fetch(`${gatewayUrl}/`, { headers: { accept: 'text/html' } })).status).toBe(200);
  const person = await newPerson(gatewayUrl, 'starter');

  const killed = readRecord(path.join(dataDir, 'run'), 'users');
  process.kill(killed?.pid ?? 0, 'SIGKILL');
  await first.prints('users ended unexpectedly (SIGKILL); it is started again');
  await expect.poll(() => fetch(`${gatewayUrl}/readyz`).then(({ status }) => status), readyLimit).toBe(200);

  const asked = performance.now();
  first.signal('SIGINT');
  await first.exited;
  expect(performance.now() - asked).toBeLessThan(10_000);
  expect(first.child.exitCode).toBe(0);
  expect(await processesOf(dataDir)).toEqual([]);

  const second = await npmStart(dataDir, ports);
  const { viewer } = await person.client.run(ViewerDocument, {});
  expect(viewer?.username).toBe(person.username);

  const again = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, LAUREL_DATA_DIR: dataDir },
    stdio: 'pipe',
  });
  let refusal = '';
  again.stderr.on('data', (chunk: Buffer) => {
    refusal += chunk.toString();
  });
  await once(again, 'exit');
  expect(again.exitCode).toBe(1);
  expect(refusal).toContain(`laurel: Laurel already runs on ${dataDir}`);

  second.signal('SIGINT');
  await second.exited;
  expect(await processesOf(dataDir)).toEqual([]);
});

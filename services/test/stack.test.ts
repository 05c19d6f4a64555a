import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { applicationNames, portSettings } from '../config.ts';
import { freePorts } from '#platform/freePorts.ts';
import { readRecord } from '../records.ts';
import { startStack, type Stack, type StackOptions } from '../stack.ts';
import type { StackEvent } from '../stores.ts';
import { stackTable } from '../table.ts';
import { standInCheckout, testSettings } from './support.ts';

async function started(settings: Awaited<ReturnType<typeof testSettings>>, options: StackOptions = {}): Promise<Stack> {
  const stack = await startStack({ settings, ports: 'free', durable: false, ...options });
  onTestFinished(() => stack.stop());
  return stack;
}

/** Processes of any kind that still have something to do with a folder. */
async function processesOf(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return commands.filter((command) => command.includes(folder)).map((command) => command.replaceAll('\0', ' '));
}

test('every process answers once the stack is up, and none is left once it is stopped', async () => {
  const settings = await testSettings({ root: await standInCheckout() });
  const stack = await started(settings);
  const answers = await Promise.all(
    applicationNames.map((name) => fetch(`http://127.0.0.1:${stack.ports[name]}/readyz`).then(({ status }) => status)),
  );
  expect(answers).toEqual(applicationNames.map(() => 200));
  expect([...stack.processes.keys()]).toEqual([...applicationNames, 'postgres', 'mongo', 'redis', 'nats']);

  const table = stackTable(stack, 1_000);
  for (const told of [`${stack.gatewayUrl}/`, settings.dataDir, stack.logDir, 'Ctrl-C']) expect(table).toContain(told);

  const began = performance.now();
  await stack.stop();
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(await processesOf(settings.dataDir)).toEqual([]);
  expect(await processesOf(settings.root)).toEqual([]);
});

test('a process that is killed is started again, with the settings of its nth start', async () => {
  const events: StackEvent[] = [];
  const settings = await testSettings({ root: await standInCheckout() });
  const starts: string[] = [];
  const stack = await started(settings, {
    backOff: { firstMs: 10, longestMs: 100 },
    onEvent: (event) => events.push(event),
    environment: (name, start) => {
      if (name === 'chat') starts.push(`start ${start}`);
      return {};
    },
  });
  stack.kill('chat', 'SIGKILL');
  const readyAgain = () => events.filter((event) => event.type === 'ready' && event.name === 'chat').length === 2;
  await vi.waitUntil(readyAgain, { timeout: 20_000 });
  expect(starts).toEqual(['start 1', 'start 2']);
  expect(events).toContainEqual({ type: 'crashed', name: 'chat', how: 'SIGKILL', restartInMs: 10 });
});

test('a broker can be stopped for a while and started again', async () => {
  const stack = await started(await testSettings({ root: await standInCheckout() }));
  const nats = stack.processes.get('nats');
  await nats?.stop();
  expect(nats?.pid).toBeUndefined();
  await nats?.start();
  expect(nats?.pid).toBeDefined();
});

test('a second start on the same data is one error that says who runs there', async () => {
  const settings = await testSettings({ root: await standInCheckout() });
  const stack = await started(settings);
  await expect(startStack({ settings, ports: 'free' })).rejects.toThrow(
    `Laurel already runs on ${settings.dataDir} (pid ${process.pid})`,
  );
  expect(stack.processes.get('gateway')?.pid).toBeDefined();
});

test('a taken port is told before anything is started', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : 0;
  const names = Object.values(portSettings).map(({ setting }) => setting);
  const free = await freePorts(names.length);
  const given = await testSettings();
  const child = spawn(process.execPath, [path.join(given.root, 'services', 'start.ts')], {
    env: {
      ...process.env,
      ...Object.fromEntries(names.map((name, index) => [name, String(free[index])])),
      LEADERBOARDS_PORT: String(taken),
      LAUREL_DATA_DIR: given.dataDir,
    },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'exit');
  expect(child.exitCode).toBe(1);
  expect(said).toBe(`laurel: port ${taken} (leaderboards) is taken: free it or set LEADERBOARDS_PORT to another\n`);
  expect(await readdir(path.join(given.dataDir, 'logs'))).toEqual([]);
});

test('what a killed supervisor leaves behind does not outlive it for long, and the next start succeeds', async () => {
  const settings = await testSettings({ root: await standInCheckout() });
  const script = `
    import { startStack } from '${path.join(import.meta.dirname, '../stack.ts')}';
    const settings = JSON.parse(process.env.SETTINGS);
    await startStack({ settings, ports: 'free', durable: false });
    console.log('up');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, SETTINGS: JSON.stringify(settings) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');

  const stack = await started(settings);
  expect(readRecord(path.join(settings.dataDir, 'run'), 'supervisor')?.pid).toBe(process.pid);
  await stack.stop();
  await vi.waitFor(async () => expect(await processesOf(settings.dataDir)).toEqual([]), { timeout: 15_000 });
});

test('a process that cannot start fails the whole start, and leaves nothing running', async () => {
  const settings = await testSettings({ root: await standInCheckout() });
  const environment: StackOptions['environment'] = (name): Record<string, string> =>
    name === 'rewards' ? { NODE_OPTIONS: '--no-such-option' } : {};
  await expect(startStack({ settings, ports: 'free', durable: false, environment })).rejects.toThrow(
    /rewards did not start: exit code 9[^]*--no-such-option/,
  );
  expect(await processesOf(settings.dataDir)).toEqual([]);
});

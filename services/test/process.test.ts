import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { freePorts } from '#platform/freePorts.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { askPort } from '../embedded/network.ts';
import { ManagedProcess } from '../process.ts';
import type { ProcessEvent, ProcessSpec } from '../processSpec.ts';
import { processIdentity } from '../records.ts';

const server = `require('node:net').createServer((socket) => socket.end('here ' + process.env.START)).listen(Number(process.env.PORT), '127.0.0.1');`;

/** A small server under management, with everything that became of it in `events`. */
async function managed(script: string, change: Partial<ProcessSpec> = {}, backOff = { firstMs: 10, longestMs: 40 }) {
  const folder = await temporaryFolder();
  const [port = 0] = await freePorts(1);
  const events: ProcessEvent[] = [];
  const spec: ProcessSpec = {
    name: 'small',
    command: process.execPath,
    args: ['-e', script],
    environment: (start) => ({ PORT: String(port), START: String(start) }),
    cwd: folder,
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    attempts: 1,
    startMs: 20_000,
    probe: () => askPort(port, '', 'here'),
    ...change,
  };
  const [runDir, logDir] = [path.join(folder, 'run'), path.join(folder, 'logs')];
  const small = new ManagedProcess(spec, { runDir, logDir, backOff, onEvent: (event) => events.push(event) });
  onTestFinished(() => small.stop());
  return { small, events, port, runDir };
}

test('a process is up once its probe succeeds, and gone once it is stopped', async () => {
  const { small, events, runDir } = await managed(server);
  await small.start();
  const { pid } = small;
  expect(await readdir(runDir)).toEqual(['small.json']);
  await small.stop();
  expect(processIdentity(pid ?? 0)).toBeUndefined();
  expect(await readdir(runDir)).toEqual([]);
  expect(events.map(({ type }) => type)).toEqual(['ready', 'stopped']);
});

test('a process that is killed is started again, and said so', async () => {
  const { small, events, port } = await managed(server);
  await small.start();
  small.kill('SIGKILL');
  await vi.waitFor(() => askPort(port, '', 'here 2'), { timeout: 20_000 });
  expect(events).toContainEqual({ type: 'crashed', name: 'small', how: 'SIGKILL', restartInMs: 10 });
});

test('one that keeps ending is started again ever more slowly, up to a limit', async () => {
  const { small, events } = await managed(server);
  await small.start();
  const waits = () => events.flatMap((event) => (event.type === 'crashed' ? [event.restartInMs] : []));
  for (const end of [1, 2, 3, 4]) {
    const readies = () => events.filter(({ type }) => type === 'ready');
    await vi.waitFor(() => expect(readies()).toHaveLength(end), { timeout: 20_000 });
    small.kill('SIGKILL');
  }
  await vi.waitFor(() => expect(waits()).toEqual([10, 20, 40, 40]), { timeout: 20_000 });
});

test('stopping it while it waits to be started again leaves it stopped', async () => {
  const backOff = { firstMs: 500, longestMs: 500 };
  const { small, events, runDir } = await managed(server, {}, backOff);
  await small.start();
  small.kill('SIGKILL');
  await vi.waitFor(() => expect(events.at(-1)?.type).toBe('crashed'), { timeout: 20_000, interval: 1 });
  await small.stop();
  const seen = events.length;
  // Then it would be started again.
  await delay(2 * backOff.firstMs);
  expect(events.length).toBe(seen);
  expect(await readdir(runDir)).toEqual([]);
});

test('one that does not listen to the stop signal is killed after its grace', async () => {
  const { small } = await managed(`process.on('SIGTERM', () => {}); ${server}`, { graceMs: 100 });
  await small.start();
  const { pid } = small;
  await small.stop();
  expect(processIdentity(pid ?? 0)).toBeUndefined();
});

test('one that ends while it starts is a failure that quotes its log', async () => {
  const { small } = await managed(`console.error('Error: the setting COLOUR is wrong'); process.exit(7)`);
  await expect(small.start()).rejects.toThrow(/small did not start: exit code 7[^]*the setting COLOUR is wrong/);
});

test('one that stays silent is a failure, and does not go on running', async () => {
  const { small } = await managed('setTimeout(() => {}, 60_000)', { startMs: 300 });
  const failure = small.start();
  await expect.poll(() => small.pid, { interval: 1 }).toBeDefined();
  const { pid } = small;
  await expect(failure).rejects.toThrow(/not ready after 0\.3 s/);
  expect(processIdentity(pid ?? 0)).toBeUndefined();
});

test('a program that cannot be run is a failure', async () => {
  const { small } = await managed(server, { command: '/nowhere/program' });
  await expect(small.start()).rejects.toThrow(/small did not start/);
});

test('one that ends while it starts is tried again as often as allowed', async () => {
  const script = `if (process.env.START !== '3') process.exit(1); ${server}`;
  const { small, events } = await managed(script, { attempts: 3 });
  await small.start();
  expect(events.map(({ type }) => type)).toEqual(['crashed', 'crashed', 'ready']);
});

test('one that has no time left to stop in its own way is asked for a quicker one before it is killed', async () => {
  const script = `process.on('SIGTERM', () => {}); process.on('SIGQUIT', () => { console.log('quickly'); process.exit(0); }); ${server}`;
  const { small } = await managed(script, { graceMs: 50, lateSignal: 'SIGQUIT' });
  await small.start();
  await small.stop();
  expect(await readFile(small.logFile, 'utf8')).toBe('quickly\n');
});

test('what it prints goes to its log', async () => {
  const { small } = await managed(`console.log('hello from', process.env.START); ${server}`);
  await small.start();
  expect(await readFile(small.logFile, 'utf8')).toBe('hello from 1\n');
});

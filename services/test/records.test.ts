import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { claim, eraseRecord, processIdentity, readRecord, stopLeftovers, writeRecord } from '../records.ts';

/** A process of its own group that would run for a minute. */
function longProcess(script = 'setTimeout(() => {}, 60_000)') {
  const child = spawn(process.execPath, ['-e', `${script}; console.log("up")`], { detached: true });
  const pid = child.pid ?? 0;
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, pid, up: once(child.stdout, 'data'), exited: once(child, 'exit') };
}

test('a process is told from any later one with its pid', async () => {
  const { child, pid, exited } = longProcess();
  const identity = processIdentity(pid);
  expect(identity).toBeTruthy();
  expect(processIdentity(pid)).toBe(identity);
  expect(processIdentity(process.pid)).not.toBe(identity);
  child.kill('SIGKILL');
  await exited;
  expect(processIdentity(pid)).toBeUndefined();
});

test('what an earlier run left behind is stopped and forgotten', async () => {
  const runDir = await temporaryFolder();
  const left = longProcess();
  writeRecord(runDir, 'users', left.pid, 'SIGTERM');
  expect(await stopLeftovers(runDir, [])).toEqual(['users']);
  await left.exited;
  expect(await readdir(runDir)).toEqual([]);
});

test('a leftover that ignores the signal is killed after its grace', async () => {
  const runDir = await temporaryFolder();
  const left = longProcess('process.on("SIGTERM", () => {}); setTimeout(() => {}, 60_000)');
  await left.up;
  writeRecord(runDir, 'users', left.pid, 'SIGTERM');
  expect(await stopLeftovers(runDir, [], 100)).toEqual(['users']);
  expect((await left.exited)[1]).toBe('SIGKILL');
});

test('a process that only has the pid of a recorded one is left alone', async () => {
  const runDir = await temporaryFolder();
  const stranger = longProcess();
  const record = { pid: stranger.pid, identity: 'another boot/1', stopSignal: 'SIGTERM' };
  await writeFile(path.join(runDir, 'users.json'), JSON.stringify(record));
  expect(await stopLeftovers(runDir, [])).toEqual([]);
  expect(processIdentity(stranger.pid)).toBeDefined();
});

test('a record that is torn or gone is no record', async () => {
  const runDir = await temporaryFolder();
  await writeFile(path.join(runDir, 'users.json'), '{"pid":');
  expect(readRecord(runDir, 'users')).toBeUndefined();
  expect(await stopLeftovers(path.join(runDir, 'nowhere'), [])).toEqual([]);
});

test('a folder is held by one process at a time, and by the next once that one is gone', async () => {
  const runDir = await temporaryFolder();
  const other = longProcess();
  writeRecord(runDir, 'supervisor', other.pid, 'SIGTERM');
  expect(claim(runDir, 'supervisor')?.pid).toBe(other.pid);
  other.child.kill('SIGKILL');
  await other.exited;
  expect(claim(runDir, 'supervisor')).toBeUndefined();
  expect(claim(runDir, 'supervisor')?.pid).toBe(process.pid);
  eraseRecord(runDir, 'supervisor');
  expect(await readdir(runDir)).toEqual([]);
});

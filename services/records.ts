import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const recordSchema = z.object({
  pid: z.int().positive(),
  identity: z.string(),
  stopSignal: z.enum(['SIGINT', 'SIGTERM']),
});

/** A process this run started, written down so that the next run can find it should this one be killed. */
export type ProcessRecord = z.infer<typeof recordSchema>;
export type StopSignal = ProcessRecord['stopSignal'];

/**
 * What tells a process from any other that ever had or will have its pid: the boot and the time it started.
 * Undefined when it is gone (a zombie counts as gone).
 */
export function processIdentity(pid: number): string | undefined {
  if (!existsSync('/proc/self/stat')) return identityFromPs(pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Fields after the parenthesised command name, which may hold spaces: state is the 3rd of all, start time the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

function identityFromPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

export function writeRecord(runDir: string, name: string, pid: number, stopSignal: StopSignal): void {
  const identity = processIdentity(pid);
  if (identity === undefined) return;
  mkdirSync(runDir, { recursive: true });
  const record: ProcessRecord = { pid, identity, stopSignal };
  writeFileSync(recordFile(runDir, name), JSON.stringify(record));
}

export function eraseRecord(runDir: string, name: string): void {
  rmSync(recordFile(runDir, name), { force: true });
}

function recordFile(runDir: string, name: string): string {
  return path.join(runDir, `${name}.json`);
}

/**
 * Writes down this process as the one that holds a folder.
 *
 * @returns undefined when it now does, else the process that already holds it
 */
export function claim(runDir: string, name: string): ProcessRecord | undefined {
  mkdirSync(runDir, { recursive: true });
  const draft = `${name}.${process.pid}`;
  writeRecord(runDir, draft, process.pid, 'SIGTERM');
  try {
    for (;;) {
      const holder = readRecord(runDir, name);
      if (holder !== undefined) return holder;
      eraseRecord(runDir, name);
      // Linking fails when another process was faster, where writing would overwrite its claim.
      if (linked(recordFile(runDir, draft), recordFile(runDir, name))) return undefined;
    }
  } finally {
    eraseRecord(runDir, draft);
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (existsSync(to)) return false;
    throw error;
  }
}

/** The recorded process, when it still runs. */
export function readRecord(runDir: string, name: string): ProcessRecord | undefined {
  let text: string;
  try {
    text = readFileSync(recordFile(runDir, name), 'utf8');
  } catch {
    return undefined;
  }
  const record = recordSchema.safeParse(parseJson(text)).data;
  return record !== undefined && processIdentity(record.pid) === record.identity ? record : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Stops the processes an earlier run left behind when it was killed. Returns their names. */
export async function stopLeftovers(runDir: string, except: readonly string[], graceMs = 10_000): Promise<string[]> {
  const files = existsSync(runDir) ? readdirSync(runDir).filter((file) => file.endsWith('.json')) : [];
  const names = files.map((file) => path.basename(file, '.json')).filter((name) => !except.includes(name));
  const stopped = await Promise.all(
    names.map(async (name) => {
      const record = readRecord(runDir, name);
      if (record !== undefined) await stopRecorded(record, graceMs);
      eraseRecord(runDir, name);
      return record === undefined ? [] : [name];
    }),
  );
  return stopped.flat();
}

async function stopRecorded(record: ProcessRecord, graceMs: number): Promise<void> {
  const runs = () => processIdentity(record.pid) === record.identity;
  process.kill(record.pid, record.stopSignal);
  for (const end = performance.now() + graceMs; runs() && performance.now() < end;) await delay(50);
  if (!runs()) return;
  killGroup(record.pid);
  while (runs()) await delay(20);
}

/** Kills a process we started and all that share its group, of which it is the leader; that it is gone is all right. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone.
  }
}

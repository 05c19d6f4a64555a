import type { ChildProcess } from 'node:child_process';
import { renameSync, statSync } from 'node:fs';
import { findPrograms, runCommand } from './embedded/command.ts';
import { killGroup, type StopSignal } from './records.ts';

const largestLog = 20_000_000;

const killedAtExit = new Set<number>();

/** Should this process exit without having stopped a child, the child ends with it. */
export function killAtExit(child: ChildProcess, pid: number): void {
  if (killedAtExit.size === 0) process.prependListener('exit', killAll);
  killedAtExit.add(pid);
  child.once('exit', () => {
    killedAtExit.delete(pid);
    if (killedAtExit.size === 0) process.off('exit', killAll);
  });
}

function killAll(): void {
  killedAtExit.forEach(killGroup);
}

/** Begins a log anew when it has grown too large, and keeps one old one. */
export function setAsideWhenLarge(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLog) renameSync(logFile, `${logFile}.1`);
}

let deathSignals: Promise<string | undefined> | undefined;

/** A prefix for a command that makes Linux end the process when its supervisor dies without stopping it. */
export async function dieWithParent(signal: StopSignal): Promise<string[]> {
  deathSignals ??= findSetpriv();
  const setpriv = await deathSignals;
  return setpriv === undefined ? [] : [setpriv, '--pdeathsig', signal.replace('SIG', ''), '--'];
}

/** The util-linux tool that asks for a death signal; busybox's namesake cannot. */
async function findSetpriv(): Promise<string | undefined> {
  const environment = { PATH: '/usr/bin:/bin' };
  const [setpriv] = await findPrograms('setpriv', environment);
  if (setpriv === undefined) return undefined;
  const trial = await runCommand(setpriv, ['--pdeathsig', 'TERM', '--', 'true'], { environment });
  return trial.code === 0 ? setpriv : undefined;
}

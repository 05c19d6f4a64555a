import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import path from 'node:path';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface CommandOptions {
  /** Variables beside those that every program gets. */
  readonly extra?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly account?: Account;
  readonly timeoutMs?: number;
}

export interface CommandResult {
  /** −1 when the program could not be started or was killed. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. A program that cannot be started gives code −1 and says why in `stderr`; nothing is thrown. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions & { readonly environment: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? '/',
      env: { ...options.environment, ...options.extra },
      signal: options.signal,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs ?? 600_000,
      ...options.account,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', (error) => resolve({ code: -1, stdout, stderr: error.message }));
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

/** The last lines of what a program said, for an error message. */
export function lastLines(text: string, count = 3): string {
  return text.trim().split('\n').slice(-count).join(' | ');
}

/** Every place where a program of this name can be run from: PATH first, then the folders given. */
export async function findPrograms(
  name: string,
  environment: Readonly<Record<string, string>>,
  alsoIn: readonly string[] = [],
): Promise<string[]> {
  const folders = [...(environment['PATH'] ?? '').split(path.delimiter), ...alsoIn].filter((folder) => folder !== '');
  const found: string[] = [];
  for (const folder of new Set(folders)) {
    const file = path.join(folder, name);
    if (await isExecutable(file)) found.push(file);
  }
  return found;
}

export async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Folders `<parent>/<child>/bin`, the highest version number first: Debian's /usr/lib/postgresql/17/bin. */
export async function versionedFolders(parent: string, pattern: RegExp): Promise<string[]> {
  const children = await readdir(parent).catch(() => []);
  return children
    .filter((child) => pattern.test(child))
    .sort((a, b) => compareVersions(firstVersion(b), firstVersion(a)))
    .map((child) => path.join(parent, child, 'bin'));
}

/** The first version number in a text: "PostgreSQL 15.18 (Debian)" gives [15, 18]. */
export function firstVersion(text: string): number[] {
  return (/\d+(?:\.\d+)*/.exec(text)?.[0] ?? '0').split('.').map(Number);
}

/** Negative when `a` is the older. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

import { readdir, readlink } from 'node:fs/promises';
import { onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '#platform/testing/folder.ts';

/** Where temporary files are made during one test. */
export async function ownTmpdir(): Promise<string> {
  const folder = await temporaryFolder();
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  return folder;
}

/** How many files of a folder this process holds open, with a name or without; on Linux. */
export async function openFilesOf(folder: string): Promise<number> {
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
  return (await Promise.all(links)).filter((link) => link.startsWith(folder)).length;
}

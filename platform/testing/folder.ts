import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { whenFileEnds } from './ending.ts';

/** An empty folder, removed when the test file is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'laurel-test-'));
  // What a program that has just ended started may still write there.
  whenFileEnds(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** What stands in each file of a folder, at any depth; nothing in one that has gone meanwhile. */
export async function textsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
  return Promise.all(files.map((file) => readFile(file, 'latin1').catch(() => '')));
}

/** Whether a text stands in one of the files of a folder. */
export const isInFolder = async (folder: string, text: string): Promise<boolean> =>
  (await textsIn(folder)).some((each) => each.includes(text));

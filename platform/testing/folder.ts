import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** What stands in each file of a folder, at any depth; nothing in one that has gone meanwhile. */
export async function textsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
  return Promise.all(files.map((file) => readFile(file, 'latin1').catch(() => '')));
}

/** Whether a text stands in one of the files of a folder. */
export const isInFolder = async (folder: string, text: string): Promise<boolean> =>
  (await textsIn(folder)).some((each) => each.includes(text));

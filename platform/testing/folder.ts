import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Whether a text stands in one of the files of a folder, at any depth. */
export async function isInFolder(folder: string, text: string): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'latin1').catch(() => '')));
  return texts.some((each) => each.includes(text));
}

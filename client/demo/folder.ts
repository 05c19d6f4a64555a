import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActivityFile } from '../activities.ts';

const ACTIVITY_FILE = /\.(fit|tcx|gpx)(\.gz)?$/i;

/** The activity files of a folder, by name. @throws when the folder cannot be read or holds none. */
export async function readActivityFiles(folder: string): Promise<ActivityFile[]> {
  const names = (await readdir(folder)).filter((name) => ACTIVITY_FILE.test(name)).sort();
  if (names.length === 0) throw new Error(`${folder} holds no FIT, TCX or GPX file`);
  return Promise.all(names.map(async (fileName) => ({ fileName, bytes: await readFile(join(folder, fileName)) })));
}

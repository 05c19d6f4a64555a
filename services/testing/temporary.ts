import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const prefix = 'laurel-test-';
const forgottenAfterMs = 6 * 3_600_000;

/** A data folder for one run, and how to remove it. Root's is where PostgreSQL's account can get to. */
export async function temporaryDataDir(): Promise<{ readonly dataDir: string; remove(): Promise<void> }> {
  const parent = process.getuid?.() === 0 ? '/var/lib/laurel' : os.tmpdir();
  await mkdir(parent, { recursive: true, mode: 0o755 });
  await sweep(parent);
  const dataDir = await mkdtemp(path.join(parent, prefix));
  await chmod(dataDir, 0o755);
  // For a run that a signal ends; what still writes there ends with this process.
  const atExit = () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', atExit);
  const remove = () => removeFolder(dataDir).finally(() => process.off('exit', atExit));
  return { dataDir, remove };
}

/** A run that was killed could not remove its folder. */
async function sweep(parent: string): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  for (const folder of names.map((name) => path.join(parent, name))) {
    const found = await stat(folder).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > forgottenAfterMs) await removeFolder(folder);
  }
}

function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

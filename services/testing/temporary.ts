import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A data folder for one run, and how to remove it. Root's is where PostgreSQL's account can get to. */
export async function temporaryDataDir(): Promise<{ readonly dataDir: string; remove(): Promise<void> }> {
  const parent = process.getuid?.() === 0 ? '/var/lib/laurel' : os.tmpdir();
  await mkdir(parent, { recursive: true, mode: 0o755 });
  const dataDir = await mkdtemp(path.join(parent, 'laurel-test-'));
  await chmod(dataDir, 0o755);
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

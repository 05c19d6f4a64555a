import { access, rm, writeFile } from 'node:fs/promises';
import { findPrograms, lastLines } from './command.ts';
import type { Surroundings } from './service.ts';

const policyFile = '/usr/sbin/policy-rc.d';

/**
 * Installs a Debian package as root, without starting the service it brings.
 *
 * @throws Error when this is not Debian, the caller is not root, or the package cannot be had.
 */
export async function aptInstall(debianPackage: string, around: Surroundings): Promise<void> {
  const [apt] = await findPrograms('apt-get', around.environment, ['/usr/bin']);
  if (apt === undefined) throw new Error('no apt-get');
  if (process.getuid?.() !== 0) throw new Error('only root can install');
  around.say(`installing ${debianPackage} with apt`);
  const apted = (args: readonly string[]) =>
    around.run(apt, ['-o', 'DPkg::Lock::Timeout=120', ...args], { extra: { DEBIAN_FRONTEND: 'noninteractive' } });
  const install = () => apted(['install', '--yes', '--quiet', '--no-install-recommends', debianPackage]);

  const restore = await holdServicesBack();
  try {
    let result = await install();
    if (result.code !== 0) {
      await apted(['update', '--quiet']);
      result = await install();
    }
    if (result.code !== 0) throw new Error(`apt-get install ${debianPackage} failed (${lastLines(result.stderr)})`);
  } finally {
    await restore();
  }
}

/** Debian packages start their service when installed, unless this policy forbids it. */
async function holdServicesBack(): Promise<() => Promise<void>> {
  const present = await access(policyFile).then(
    () => true,
    () => false,
  );
  if (present) return async () => {};
  await writeFile(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => rm(policyFile, { force: true });
}

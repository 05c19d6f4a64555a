import { access, rm, writeFile } from 'node:fs/promises';
import { findPrograms, lastLines } from './command.ts';
import { tellMeanwhile, type Surroundings } from './service.ts';

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
  const apted = (args: readonly string[]) =>
    around.run(apt, ['-o', 'DPkg::Lock::Timeout=120', ...args], { extra: { DEBIAN_FRONTEND: 'noninteractive' } });
  const install = () => apted(['install', '--yes', '--quiet', '--no-install-recommends', debianPackage]);

  const restore = await holdServicesBack();
  try {
    const result = await tellMeanwhile(around, `installing ${debianPackage} with apt`, async () => {
      const first = await install();
      if (first.code === 0) return first;
      // The package lists may be missing or old.
      await apted(['update', '--quiet']);
      return install();
    });
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

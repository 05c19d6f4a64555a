import { lastLines, type Account } from './command.ts';
import type { Surroundings } from './service.ts';

/**
 * PostgreSQL refuses to run as root. For root this gives the account to run it under: the system's `postgres`, else
 * `laurel`, which is created when it is missing. For anyone else: none, they run it themselves.
 *
 * @throws Error when root can neither find nor create one.
 */
export async function unprivilegedAccount(around: Surroundings): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'laurel']) {
    const account = await lookUp(name, around);
    if (account !== undefined) return account;
  }
  const made = await around.run('useradd', ['--system', '--user-group', '--shell', '/usr/sbin/nologin', 'laurel']);
  const account = await lookUp('laurel', around);
  if (account === undefined) throw new Error(`cannot make the system user "laurel" (${lastLines(made.stderr)})`);
  return account;
}

async function lookUp(name: string, around: Surroundings): Promise<Account | undefined> {
  const [user, group] = await Promise.all([around.run('id', ['-u', name]), around.run('id', ['-g', name])]);
  if (user.code !== 0 || group.code !== 0) return undefined;
  return { uid: Number(user.stdout), gid: Number(group.stdout) };
}

/** Whether a folder can be entered and written by the account. */
export async function canWrite(account: Account | undefined, folder: string, around: Surroundings): Promise<boolean> {
  const test = `test -w "$1" && test -x "$1"`;
  const result = await around.run('sh', ['-c', test, 'sh', folder], { account });
  return result.code === 0;
}

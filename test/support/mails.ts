import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { inject } from 'vitest';
import { until } from '#platform/testing/until.ts';

/** The address, as tests reach it, that the newest mail to somebody links to on a page. */
export const mailedLink = (email: string, page: string): Promise<string> =>
  until(`a mail to ${email}`, async () => {
    const folder = path.join(inject('dataDir'), 'mailbox');
    const names = await readdir(folder).catch(() => []);
    const mails = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8').catch(() => '')));
    const found = mails
      .filter((mail) => mail.includes(`To: ${email}`))
      .flatMap((mail) => new RegExp(`/account/${page}\\?token=[\\w-]+`).exec(mail)?.[0] ?? []);
    return found[0] === undefined ? undefined : new URL(found[0], inject('gatewayUrl')).href;
  });

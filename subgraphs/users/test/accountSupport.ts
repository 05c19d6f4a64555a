import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { until } from '#platform/testing/until.ts';
import { anonymous, type Viewer } from '#platform/viewer.ts';
import type { Asks, TestUsers } from './support.ts';

const outcome = z.object({
  userErrors: z.array(
    z.object({
      code: z.string(),
      path: z.array(z.string()).nullable(),
      retryAfterSeconds: z.number().nullable(),
    }),
  ),
});
export type Answer = z.infer<typeof outcome>['userErrors'];

/** Calls a mutation that answers nothing but problems. */
export async function call(users: Asks, field: string, input: object, viewer: Viewer = anonymous): Promise<Answer> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) { userErrors { code path retryAfterSeconds } } }`;
  const { data, errors } = await users.ask(viewer, query, { input });
  if (!data?.[field]) throw new Error(JSON.stringify(errors));
  return outcome.parse(data[field]).userErrors;
}

/** Mails in the mailbox folder to an address, oldest first. */
export async function mailsTo(users: TestUsers, address: string): Promise<string[]> {
  const names = (await readdir(users.mailbox)).filter((name) => name.endsWith('.eml')).sort();
  const mails = await Promise.all(names.map((name) => readFile(path.join(users.mailbox, name), 'utf8')));
  return mails.filter((mail) => mail.includes(`To: ${address}\r\n`));
}

/** The token of the newest mail to an address that links to a page. */
export const mailedToken = (users: TestUsers, address: string, page: string, count = 1): Promise<string> =>
  until(`a mail to ${address}`, async () => {
    const found = (await mailsTo(users, address)).flatMap((mail) => tokenIn(mail, page) ?? []);
    return found.length >= count ? found.at(-1) : undefined;
  });

/** The token of a mail that links to a page. */
export function tokenIn(mail: string, page: string): string | undefined {
  return new RegExp(`/account/${page}\\?token=([\\w-]+)`).exec(mail)?.[1];
}

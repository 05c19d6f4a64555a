import type { Account } from './account.ts';
import { commonPasswords } from './commonPasswords.ts';

/** As passwords are compared: in small letters, however their characters were typed. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Whether a password is but white space, or one character again and again. */
export const isMonotonous = (password: string): boolean =>
  new Set(password.normalize('NFKC').replace(/\s/g, '')).size < 2;

/** Whether a password is one of the commonest. */
export const isCommon = (password: string): boolean => commonPasswords.has(plain(password));

/** Whether a password is what its person is called: the username, the e-mail address, or what stands before its `@`. */
export function isNameOf(password: string, { username, email }: Pick<Account, 'username' | 'email'>): boolean {
  const names = [username, ...(email === null ? [] : [email, email.replace(/@.*$/s, '')])];
  return names.map(plain).includes(plain(password));
}

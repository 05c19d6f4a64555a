import type { Account } from './account.ts';
import { commonPasswords } from './commonPasswords.ts';

/** What the house is called, which is tried first of all. */
const HOUSE = 'laurel';
/** So many characters beside a name make no password of it. */
const BESIDE_A_NAME = 3;

/** As passwords are compared: in small letters, however their characters were typed. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Whether a password is but white space, or one character again and again. */
export const isMonotonous = (password: string): boolean =>
  new Set(password.normalize('NFKC').replace(/\s/g, '')).size < 2;

/** Whether a password is one of the commonest, also with digits or signs behind it, or with such as look like letters. */
export function isCommon(password: string): boolean {
  const text = plain(password);
  const [ending = ''] = /[^\p{L}]*$/u.exec(text) ?? [];
  const shorter = Array.from({ length: ending.length + 1 }, (_, cut) => text.slice(0, text.length - cut));
  return shorter.some((each) =>
    [each, spelledOut(each, 'i'), spelledOut(each, 'l')].some((one) => commonPasswords.has(one)),
  );
}

const spelledOut = (text: string, one: string): string =>
  text.replaceAll('0', 'o').replaceAll('@', 'a').replaceAll('$', 's').replaceAll('3', 'e').replaceAll('1', one);

/** Whether a password is what its person, or the house, is called, with hardly anything before or behind it. */
export function isNameOf(password: string, { username, email }: Pick<Account, 'username' | 'email'>): boolean {
  const text = plain(password);
  const names = [HOUSE, username, ...(email === null ? [] : [email, email.replace(/@.*$/s, '')])].map(plain);
  return names.some((name) => text.includes(name) && text.length - name.length <= BESIDE_A_NAME);
}

import { z } from 'zod';
import { refused, type Outcome } from '#platform/problems.ts';
import { countCharacters, line, parseId } from '#platform/server/input.ts';
import type { Account } from '../domain/account.ts';
import { isCommon, isMonotonous, isNameOf } from '../domain/password.ts';

/** RFC 5321 leaves an address no more than this … */
const MAX_EMAIL_LENGTH = 254;
/** … and no more than this to what stands before the "@"; there are no characters of several octets in it. */
const MAX_LOCAL_PART_LENGTH = 64;
const PASSWORD_LENGTH = { min: 8, max: 128 };

export const username = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_.-]{2,29}$/i,
    'A username has 3 to 30 letters (a to z), digits, "_", "." or "-" and begins with a letter or digit.',
  );

export const email = z
  .string()
  .trim()
  .max(MAX_EMAIL_LENGTH, `An e-mail address has at most ${MAX_EMAIL_LENGTH} characters.`)
  .pipe(z.email('This is not an e-mail address such as ana@example.org.'))
  .refine(
    (address) => address.indexOf('@') <= MAX_LOCAL_PART_LENGTH,
    `An e-mail address has at most ${MAX_LOCAL_PART_LENGTH} characters before the "@".`,
  );

/**
 * An address as somebody shows it, as accounts are found by it and attempts at them are counted: in one spelling, whatever
 * its capitals and however its characters are composed. What is no address is nobody's.
 */
export const canonicalEmail = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

export const newPassword = z
  .string()
  .refine(hasPasswordLength, {
    error: `A password has ${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters.`,
    abort: true,
  })
  .refine((text) => !isMonotonous(text), 'This is one character again and again: choose another password.')
  .refine((text) => !isCommon(text), 'This is one of the commonest passwords: choose another.');

function hasPasswordLength(text: string): boolean {
  const characters = countCharacters(text);
  return characters >= PASSWORD_LENGTH.min && characters <= PASSWORD_LENGTH.max;
}

/** What is wrong with a new password of somebody's, given in a field: undefined when nothing is. */
export const problemOfOwn = (
  field: string,
  password: string,
  account: Pick<Account, 'username' | 'email'>,
): Outcome<never> | undefined =>
  isNameOf(password, account)
    ? refused('INVALID_INPUT', 'This is your name or address: choose another password.', field)
    : undefined;

/** A password as somebody shows it: what cannot be one is simply wrong. */
export const shownPassword = z.string().max(1000, 'A password is shorter than this.');

/** The token of a mailed link. */
export const mailedToken = z.string().min(1, 'The token is missing.').max(200, 'This is no token of ours.');

export const displayName = line(60);

export const squadName = line(60);

/** What may be somebody's id: of what is none, nobody is found. */
export const personId = z.string().transform((text) => parseId(text) ?? NOBODY);
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** What people weigh. */
export const WEIGHT_KILOGRAMS = { min: 20, max: 400 };

/** A number between bounds. */
export const between = (what: string, min: number, max: number) =>
  z.number().refine((value) => value >= min && value <= max, `${what} must lie between ${min} and ${max}.`);

/** A number between bounds that may be forgotten. */
export const figure = (what: string, min: number, max: number) => between(what, min, max).nullish();

import type { MailKind } from '../store/mails.ts';

/** What a letter is made of. */
export interface LetterFacts {
  readonly kind: MailKind;
  readonly username: string;
  /** Where the mailed pages are: the public address of the gateway. */
  readonly publicUrl: string;
  /** The token it brings, for kinds that bring one. */
  readonly token: string | undefined;
}

/** A letter in words: ASCII alone, as usernames are, with lines of at most some hundred characters. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** How long a mailed token works, in hours, by what it is for. */
export const TOKEN_HOURS = { CONFIRM_EMAIL: 72, RESET_PASSWORD: 1 } as const;

const words: Readonly<Record<MailKind, (link: string) => Letter>> = {
  CONFIRM_EMAIL: (link) => ({
    subject: 'Confirm your e-mail address',
    text: `Follow this link to confirm that this is your e-mail address:\n\n${link}\n\nIt works once, for ${TOKEN_HOURS.CONFIRM_EMAIL} hours. If you have no account with us, do nothing.`,
  }),
  RESET_PASSWORD: (link) => ({
    subject: 'Choose a new password',
    text: `Somebody asked for a new password for your account. Follow this link to choose one:\n\n${link}\n\nIt works once, for an hour. If it was not you, do nothing: your password stays as it is.`,
  }),
  PASSWORD_CHANGED: () => ({
    subject: 'Your password was changed',
    text: 'The password of your account was changed, and your other sessions were ended. If it was not you, ask for a new password at once.',
  }),
  EMAIL_CHANGED: () => ({
    subject: 'Your e-mail address was changed',
    text: 'Your account has another e-mail address now, and this one no longer belongs to it. If it was not you, tell those who run Laurel.',
  }),
  OUTSIDE_LOG_IN_ADDED: () => ({
    subject: 'Another way to log in to your account',
    text: 'Somebody logged in to your account with an account that they have elsewhere, where this e-mail address was confirmed too. It lets them in from now on. If it was not you, tell those who run Laurel.',
  }),
};

const pages: Readonly<Partial<Record<MailKind, string>>> = {
  CONFIRM_EMAIL: '/account/confirm-email',
  RESET_PASSWORD: '/account/reset-password',
};

/** Writes a letter. */
export function writeLetter({ kind, username, publicUrl, token }: LetterFacts): Letter {
  const page = pages[kind];
  const link = page && token ? `${new URL(page, publicUrl).href}?token=${token}` : '';
  const { subject, text } = words[kind](link);
  return { subject: `Laurel: ${subject}`, text: `Hello ${username},\n\n${text}\n\nLaurel\n` };
}

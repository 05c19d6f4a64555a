import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig, setting, subgraphSettings } from '#platform/config.ts';
import { storageSettings } from '#platform/storage/open.ts';
import { MIN_SEED_LENGTH, readSeeds } from './credentials/signingKeys.ts';
import { senderDomain } from './mail/sender.ts';

/** The settings of the users subgraph. */
export const usersSettings = {
  ...subgraphSettings(4001),
  ...storageSettings('.laurel/storage/users'),
  DATABASE_URL: setting.storeUrl('postgres', 'postgresql://laurel:laurel@127.0.0.1:4010/laurel_users'),
  /** The cache of people; without it they are read from PostgreSQL. */
  REDIS_URL: setting.url('redis', 'redis://127.0.0.1:4012'),
  /** `iss` of the access tokens: the public address of the gateway. */
  TOKEN_ISSUER: setting.url('web', 'http://localhost:4000'),
  /** Comma list. Keys are derived from these: the first signs, all verify, so that keys can be changed without logging anybody out. */
  SIGNING_KEY_SEED: setting
    .secret('laurel-development-signing-key-seed')
    .refine(
      (list) => readSeeds(list).every((seed) => seed.length >= MIN_SEED_LENGTH),
      `every seed of the list must have at least ${MIN_SEED_LENGTH} characters`,
    ),
  /** A mail server: `smtp://user:password@host:port`. Without one mails become files in MAILBOX_DIR. */
  SMTP_URL: setting.optionalUrl('mail'),
  MAIL_FROM: setting
    .text('Laurel <no-reply@localhost>')
    .refine(
      (sender) => senderDomain(sender) !== undefined,
      'must name one address, as in Laurel <no-reply@laurel.example>',
    ),
  MAILBOX_DIR: setting.text(path.join(tmpdir(), 'laurel-mailbox')),
  /** How many wrong passwords an account and a network address get in a quarter of an hour. */
  PASSWORD_TRIES_PER_ACCOUNT: setting.integer(10, { min: 1 }),
  PASSWORD_TRIES_PER_ADDRESS: setting.integer(100, { min: 1 }),
  /** How many mails an account or a network address can ask for in an hour. */
  MAILS_PER_ACCOUNT: setting.integer(5, { min: 1 }),
  MAILS_PER_ADDRESS: setting.integer(50, { min: 1 }),
};

/** What this process was given. */
export const config = readConfig('users', usersSettings);

/** What the users subgraph reads from the environment. */
export type UsersConfig = typeof config;

import { readConfig, setting, subgraphSettings } from '#platform/config.ts';
import { MIN_SEED_LENGTH, readSeeds } from './credentials/signingKeys.ts';

/** The settings of the users subgraph. */
export const usersSettings = {
  ...subgraphSettings(4001),
  DATABASE_URL: setting.storeUrl('postgresql://laurel:laurel@127.0.0.1:4010/laurel_users'),
  /** `iss` of the access tokens: the public address of the gateway. */
  TOKEN_ISSUER: setting.url('http://localhost:4000'),
  /** Comma list. Keys are derived from these: the first signs, all verify, so that keys can be changed without logging anybody out. */
  SIGNING_KEY_SEED: setting
    .secret('laurel-development-signing-key-seed')
    .refine(
      (list) => readSeeds(list).every((seed) => seed.length >= MIN_SEED_LENGTH),
      `every seed of the list must have at least ${MIN_SEED_LENGTH} characters`,
    ),
};

/** What this process was given. */
export const config = readConfig('users', usersSettings);

/** What the users subgraph reads from the environment. */
export type UsersConfig = typeof config;

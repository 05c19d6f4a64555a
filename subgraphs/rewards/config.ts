import { readConfig, setting, subgraphSettings } from '#platform/config.ts';

/** What this process was given. */
export const config = readConfig('rewards', {
  ...subgraphSettings(4005),
  DATABASE_URL: setting.storeUrl('postgresql://laurel:laurel@127.0.0.1:4010/laurel_rewards'),
  /** How long tokens are held after they were granted: while that lasts they are pending. */
  REWARDS_CLAIM_HOLD_SECONDS: setting.integer(86_400, { min: 0, max: 365 * 86_400 }),
});

/** What the rewards subgraph reads from the environment. */
export type RewardsConfig = typeof config;

import { readConfig, setting, subgraphSettings } from '#platform/config.ts';

/** The settings of the rewards subgraph. */
export const rewardsSettings = {
  ...subgraphSettings(4005),
  DATABASE_URL: setting.storeUrl('postgres', 'postgresql://laurel:laurel@127.0.0.1:4010/laurel_rewards'),
  /** How long tokens are held after they were granted: while that lasts they are pending. */
  REWARDS_CLAIM_HOLD_SECONDS: setting.integer(86_400, { min: 0, max: 365 * 86_400 }),
};

/** What this process was given. */
export const config = readConfig('rewards', rewardsSettings);

/** What the rewards subgraph reads from the environment. */
export type RewardsConfig = typeof config;

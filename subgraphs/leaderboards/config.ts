import { readConfig, setting, subgraphSettings } from '#platform/config.ts';

/** The settings of the leaderboards subgraph. */
export const leaderboardsSettings = {
  ...subgraphSettings(4004),
  REDIS_URL: setting.url('redis', 'redis://127.0.0.1:4012'),
  /** How often a listener is told of a moving board at most. */
  LEADERBOARD_MAX_UPDATES_PER_SECOND: setting.integer(5, { min: 1, max: 100 }),
};

/** What this process was given. */
export const config = readConfig('leaderboards', leaderboardsSettings);

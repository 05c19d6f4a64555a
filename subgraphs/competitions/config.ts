import { readConfig, setting, subgraphSettings } from '#platform/config.ts';

/** What the competitions subgraph reads from the environment. */
export const config = readConfig('competitions', {
  ...subgraphSettings(4003),
  DATABASE_URL: setting.storeUrl('postgresql://laurel:laurel@127.0.0.1:4010/laurel_competitions'),
});

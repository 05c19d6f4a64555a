import { readConfig, setting, subgraphSettings } from '#platform/config.ts';

/** The settings of the competitions subgraph. */
export const competitionsSettings = {
  ...subgraphSettings(4003),
  DATABASE_URL: setting.storeUrl('postgres', 'postgresql://laurel:laurel@127.0.0.1:4010/laurel_competitions'),
};

/** What this process was given. */
export const config = readConfig('competitions', competitionsSettings);

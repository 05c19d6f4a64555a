import { readConfig, setting, subgraphSettings } from '#platform/config.ts';

/** The settings of the chat subgraph. */
export const chatSettings = {
  ...subgraphSettings(4007),
  DATABASE_URL: setting.storeUrl('postgres', 'postgresql://laurel:laurel@127.0.0.1:4010/laurel_chat'),
};

/** What this process was given. */
export const config = readConfig('chat', chatSettings);

/** What the chat subgraph reads from the environment. */
export type ChatConfig = typeof config;

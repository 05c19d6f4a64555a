import { readConfig, setting, subgraphSettings } from '#platform/config.ts';

/** What the chat subgraph reads from the environment. */
export const config = readConfig('chat', {
  ...subgraphSettings(4007),
  DATABASE_URL: setting.storeUrl('postgresql://laurel:laurel@127.0.0.1:4010/laurel_chat'),
});

/** What the chat subgraph reads from the environment. */
export type ChatConfig = typeof config;

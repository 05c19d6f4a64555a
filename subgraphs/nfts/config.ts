import { readConfig, setting, subgraphSettings } from '#platform/config.ts';

/** The settings of the nfts subgraph. */
export const nftsSettings = {
  ...subgraphSettings(4006),
  DATABASE_URL: setting.storeUrl('postgres', 'postgresql://laurel:laurel@127.0.0.1:4010/laurel_nfts'),
  /** The folder of the IPFS blockstore. */
  STORAGE_DIR: setting.text('.laurel/storage/nfts'),
};

/** What this process was given. */
export const config = readConfig('nfts', nftsSettings);

/** What the nfts subgraph reads from the environment. */
export type NftsConfig = typeof config;

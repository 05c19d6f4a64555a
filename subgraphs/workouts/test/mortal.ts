import { fileURLToPath } from 'node:url';
import { startMortal as startService, type Mortal as MortalService } from '#platform/testing/mortal.ts';
import type { WorkoutsConfig } from '../config.ts';
import { testConfig } from './support.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The subgraph as a process of its own, started again whenever it dies. */
export interface Mortal extends MortalService {
  readonly mongoUrl: string;
  readonly redisUrl: string;
  /** Where it keeps files. */
  readonly folder: string;
}

/** What somebody who died held is taken over by the next one soon. */
const SHORT_LEASE_MS = 600;

/** `failpoints`: those of each life, one after the other; after that it lives on. */
export async function startMortal(
  natsUrl: string,
  failpoints: readonly string[],
  overrides: Partial<WorkoutsConfig> = {},
): Promise<Mortal> {
  const config = await testConfig(natsUrl, { IMPORT_LEASE_MS: SHORT_LEASE_MS, ...overrides });
  const { MONGO_URL: mongoUrl, REDIS_URL: redisUrl, STORAGE_DIR: folder } = config;
  return { ...(await startService(main, config, failpoints)), mongoUrl, redisUrl, folder };
}

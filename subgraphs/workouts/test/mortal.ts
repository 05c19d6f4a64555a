import { fileURLToPath } from 'node:url';
import { startMortal as startService, type Mortal as MortalService } from '#platform/testing/mortal.ts';
import { testConfig } from './support.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The subgraph as a process of its own, started again whenever it dies. */
export interface Mortal extends MortalService {
  readonly redisUrl: string;
}

/** `failpoints`: those of each life, one after the other; after that it lives on. */
export async function startMortal(natsUrl: string, failpoints: readonly string[]): Promise<Mortal> {
  const config = await testConfig(natsUrl);
  return { ...(await startService(main, config, failpoints)), redisUrl: config.REDIS_URL };
}

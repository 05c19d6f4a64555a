import type { TestProject } from 'vitest/node';
import '#platform/testing/provided.ts';
import { readTestSettings } from '../config.ts';
import { findNats } from '../embedded/nats.ts';
import { findRedis } from '../embedded/redis.ts';
import { noteEvent } from '../events.ts';
import { startServices, surroundings } from '../stores.ts';
import { temporaryDataDir } from './temporary.ts';

/**
 * Starts PostgreSQL and MongoDB once for all unit and integration tests, on free ports and in a temporary folder, and
 * finds the programs of NATS and Redis. What the environment names (TEST_POSTGRES_URL and so on) is used as it is.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { dataDir, remove } = await temporaryDataDir();
  const { stack, reuse } = readTestSettings(dataDir);
  const names = (['postgres', 'mongo'] as const).filter((name) => reuse[name] === undefined);
  const options = { settings: stack, ports: 'free', durable: false, onEvent: noteEvent } as const;
  const around = surroundings(options);
  try {
    const [services, nats, redis] = await Promise.all([
      startServices(names, options),
      reuse.natsBinary ?? findNats(around).then(({ found }) => found),
      reuse.redisBinary ?? findRedis(around).then(({ found }) => found.file),
    ]);
    project.provide('postgresUrl', reuse.postgres ?? services.url('postgres'));
    project.provide('mongoUrl', reuse.mongo ?? services.url('mongo'));
    project.provide('natsBinary', nats);
    project.provide('redisBinary', redis);
    return () => services.stop().finally(remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

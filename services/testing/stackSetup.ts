import type { TestProject } from 'vitest/node';
import '#platform/testing/provided.ts';
import { readTestSettings } from '../config.ts';
import { findNats } from '../embedded/nats.ts';
import { findRedis } from '../embedded/redis.ts';
import { noteEvent } from '../events.ts';
import { startStack } from '../stack.ts';
import { surroundings } from '../stores.ts';
import { temporaryDataDir } from './temporary.ts';

/** Another issuer whose tokens are accepted. */
const outsideIssuer = {
  issuer: 'https://project.supabase.test/auth/v1',
  audience: 'authenticated',
  secret: 'the secret that the project of the tests signs with',
};

/** Starts one complete stack for all end-to-end tests, on free ports and in a temporary folder. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { dataDir, remove } = await temporaryDataDir();
  const { stack: settings } = readTestSettings(dataDir);
  const around = surroundings({ settings });
  try {
    // Several workers, as in production: what one of them hears, all must.
    const ofGateway = { WORKERS: '2', OUTSIDE_ISSUERS: JSON.stringify([{ ...outsideIssuer, emailsVerified: true }]) };
    const environment = (name: string): Record<string, string> => (name === 'gateway' ? ofGateway : {});
    const stack = await startStack({ settings, ports: 'free', durable: false, environment, onEvent: noteEvent });
    project.provide('gatewayUrl', stack.gatewayUrl);
    project.provide('outsideIssuer', outsideIssuer);
    project.provide('natsUrl', stack.services.url('nats'));
    project.provide('redisUrl', stack.services.url('redis'));
    project.provide('dataDir', dataDir);
    project.provide('logDir', stack.logDir);
    project.provide('postgresUrl', stack.services.url('postgres'));
    project.provide('mongoUrl', stack.services.url('mongo'));
    project.provide('natsBinary', (await findNats(around)).found);
    project.provide('redisBinary', (await findRedis(around)).found.file);
    return () => stack.stop().finally(remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

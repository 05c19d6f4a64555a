// Writes a log for a test of it, on standard output.
import { setTimeout } from 'node:timers/promises';
import { createLogger, withRequestId } from '#platform/telemetry/log.ts';

const log = createLogger('example', 'info');
log.info('outside');
await withRequestId('request-7', async () => {
  const command = { name: 'set', args: ['what people are called', 'Ana'] };
  log.warn({ err: Object.assign(new Error('the store is away'), { command, detail: 'Ana' }) }, 'inside');
  await setTimeout(1);
  log.info('later');
  log.debug('not at this level');
});
withRequestId('request-8', () => log.info('another'));

import { expect, test } from 'vitest';
import { checkReadiness } from '#platform/health.ts';

test('a service is ready when all that it needs answers', async () => {
  const readiness = await checkReadiness({ store: async () => 'pong', broker: async () => undefined });
  expect(readiness).toEqual({ ready: true, checks: { store: 'ok', broker: 'ok' } });
});

test('a service without needs is ready', async () => {
  expect(await checkReadiness({})).toEqual({ ready: true, checks: {} });
});

test('what fails is named with its reason, beside what works', async () => {
  const readiness = await checkReadiness({
    store: async () => {
      throw new Error('connection refused');
    },
    broker: async () => undefined,
  });
  expect(readiness).toEqual({ ready: false, checks: { store: 'connection refused', broker: 'ok' } });
});

test('what throws before it waits is named as well', async () => {
  const readiness = await checkReadiness({
    store: () => {
      throw new Error('closed');
    },
  });
  expect(readiness.checks).toEqual({ store: 'closed' });
});

test('what does not answer in time is not waited for', async () => {
  const readiness = await checkReadiness({ store: () => new Promise(() => undefined) }, 20);
  expect(readiness).toEqual({ ready: false, checks: { store: 'no answer within 20 ms' } });
});

import { expect, test } from 'vitest';
import { readSettings, readTestSettings } from '../config.ts';

test('the settings default to the documented ports and no service elsewhere', () => {
  const settings = readSettings({});
  expect(settings.ports).toMatchObject({ gateway: 4000, users: 4001, chat: 4007, postgres: 4010, nats: 4013 });
  expect(settings.serviceUrls).toEqual({});
});

test('a port, a folder and a service elsewhere are taken from the environment', () => {
  const settings = readSettings({ PORT: '5000', LAUREL_DATA_DIR: '/data', REDIS_URL: 'redis://cache:6379' });
  expect(settings.ports.gateway).toBe(5000);
  expect(settings.dataDir).toBe('/data');
  expect(settings.serviceUrls).toEqual({ redis: 'redis://cache:6379' });
});

test('an empty variable counts as unset', () => {
  expect(readSettings({ POSTGRES_URL: '', PORT: '' })).toMatchObject({ serviceUrls: {}, ports: { gateway: 4000 } });
});

test('every wrong setting is named at once', () => {
  const read = () => readSettings({ PORT: 'none', NATS_PORT: '70000', MONGO_URL: 'db.internal:27017' });
  expect(read).toThrow(
    /PORT must be a port.*NATS_PORT must be a port.*MONGO_URL must be a URL that begins with mongodb/,
  );
});

test('a test run never uses the services of the environment it is started in', () => {
  const { stack, reuse } = readTestSettings('/data', {
    POSTGRES_URL: 'postgres://mine/',
    TEST_MONGO_URL: 'mongodb://t/',
  });
  expect(stack.serviceUrls).toEqual({});
  expect(reuse).toMatchObject({ postgres: undefined, mongo: 'mongodb://t/' });
});

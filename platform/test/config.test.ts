import { describe, expect, test } from 'vitest';
import { readConfig, setting, subgraphSettings } from '#platform/config.ts';

const shape = {
  ...subgraphSettings(4001),
  DATABASE_URL: setting.storeUrl('postgres', 'postgresql://laurel:laurel@127.0.0.1:4010/laurel_users'),
  HOLD_SECONDS: setting.integer(86_400, { min: 0, max: 1_000_000 }),
  VERBOSE: setting.flag(false),
  BUCKET: setting.optionalText(),
  ENDPOINT: setting.optionalUrl('web').meta({ needs: 'BUCKET' }),
  REDIS_URL: setting.optionalUrl('redis'),
  SMTP_URL: setting.optionalUrl('mail'),
  MONGO_URL: setting.optionalUrl('mongo'),
};
const read = (environment: Record<string, string>) => readConfig('users', shape, environment);

const safe = {
  NODE_ENV: 'production',
  VIEWER_TOKEN_SECRET: 'a secret of this installation',
  DATABASE_URL: 'postgresql://users:other@db.internal/users',
};

describe('settings', () => {
  test('have defaults that work for development', () => {
    expect(read({})).toMatchObject({ NODE_ENV: 'development', HOST: '127.0.0.1', PORT: 4001, HOLD_SECONDS: 86_400 });
  });

  test('are read into values of their kind', () => {
    const config = read({ PORT: '0', HOLD_SECONDS: '60', VERBOSE: 'yes', BUCKET: 'files', LOG_LEVEL: 'debug' });
    expect(config).toMatchObject({ PORT: 0, HOLD_SECONDS: 60, VERBOSE: true, BUCKET: 'files', LOG_LEVEL: 'debug' });
  });

  test('count as absent when they are empty', () => {
    const { PORT, BUCKET } = read({ PORT: '', BUCKET: '' });
    expect({ PORT, BUCKET }).toEqual({ PORT: 4001, BUCKET: undefined });
  });

  test('that are wrong are all told at once, by name and service', () => {
    const wrong = {
      PORT: 'seventy',
      HOLD_SECONDS: '-1',
      VERBOSE: 'perhaps',
      NATS_URL: 'nowhere',
      VIEWER_TOKEN_SECRET: 'x',
    };
    const lines = messageOf(() => read(wrong)).split('\n');
    expect(lines[0]).toContain('users cannot start');
    for (const name of Object.keys(wrong)) expect(lines.filter((line) => line.includes(`${name}:`))).toHaveLength(1);
  });

  test.each([
    ['SMTP_URL', 'mail.example:587', 'smtp:// or smtps://'],
    ['SMTP_URL', 'http://mail.example', 'smtp:// or smtps://'],
    ['SMTP_URL', 'smtp:mail.example:587', 'smtp:// or smtps://'],
    ['PUBLIC_URL', 'laurel.example:443', 'http:// or https://'],
    ['DATABASE_URL', 'db.internal:5432/users', 'postgresql:// or postgres://'],
    ['MONGO_URL', 'db.internal:27017', 'mongodb:// or mongodb+srv://'],
    ['REDIS_URL', 'cache.internal:6379', 'redis:// or rediss://'],
    ['NATS_URL', 'broker.internal:4222', 'nats://'],
  ])('%s is not %s: its URL begins as what it leads to does', (name, value, beginnings) => {
    expect(messageOf(() => read({ [name]: value }))).toContain(`${name}: must be a URL that begins with ${beginnings}`);
  });

  test('are URLs of every way that leads there', () => {
    const urls = {
      SMTP_URL: 'SMTPS://user:password@mail.example',
      DATABASE_URL: 'postgres://users@%2Frun%2Fpostgresql/users',
      MONGO_URL: 'mongodb+srv://cluster.example/laurel',
      REDIS_URL: ' rediss://cache.internal ',
    };
    expect(read(urls)).toMatchObject({ ...urls, REDIS_URL: 'rediss://cache.internal' });
  });

  test('that mean nothing without another are told with its name', () => {
    const ENDPOINT = 'https://storage.example';
    expect(messageOf(() => read({ ENDPOINT }))).toContain('BUCKET: must be set when ENDPOINT is');
    expect(messageOf(() => read({ ENDPOINT, BUCKET: '' }))).toContain('BUCKET: must be set when ENDPOINT is');
    expect(read({ ENDPOINT, BUCKET: 'files' })).toMatchObject({ ENDPOINT });
    expect(read({ BUCKET: 'files' })).toMatchObject({ BUCKET: 'files' });
  });
});

describe('in production', () => {
  test('settings of its own are accepted', () => {
    expect(read(safe).NODE_ENV).toBe('production');
  });

  test('a secret left out is refused', () => {
    const message = messageOf(() => read({ NODE_ENV: 'production' }));
    expect(message).toContain('VIEWER_TOKEN_SECRET: must be set in production');
    expect(message).toContain('DATABASE_URL: must be set in production');
  });

  test('the development secret is refused also when it is given', () => {
    const development = read({});
    const message = messageOf(() => read({ ...safe, VIEWER_TOKEN_SECRET: development.VIEWER_TOKEN_SECRET }));
    expect(message).toContain('VIEWER_TOKEN_SECRET: must be set in production');
    expect(message).not.toContain('DATABASE_URL');
  });

  test.each([
    ['among others', (secret: string) => `a secret of this installation,${secret}`],
    ['with blanks around it', (secret: string) => ` ${secret}\n`],
  ])('the development secret is refused %s', (_how, written) => {
    const given = { ...safe, VIEWER_TOKEN_SECRET: written(read({}).VIEWER_TOKEN_SECRET) };
    expect(messageOf(() => read(given))).toContain('VIEWER_TOKEN_SECRET: must be set in production to something else');
  });

  test('failpoints are refused', () => {
    expect(messageOf(() => read({ ...safe, FAILPOINTS: '*=0.1' }))).toContain('FAILPOINTS: must not be set');
  });

  test('wrong settings and unsafe secrets are told together', () => {
    const message = messageOf(() => read({ NODE_ENV: 'production', PORT: '70000' }));
    expect(message).toContain('PORT:');
    expect(message).toContain('DATABASE_URL: must be set');
  });
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('nothing was thrown');
}

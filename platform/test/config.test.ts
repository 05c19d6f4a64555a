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
    for (const blank of ['', '  ', '\n']) {
      const { PORT, BUCKET } = read({ PORT: blank, BUCKET: blank });
      expect({ PORT, BUCKET }).toEqual({ PORT: 4001, BUCKET: undefined });
    }
  });

  test('are read without the blanks around them', () => {
    const settings = { PORT: ' 5000 ', BUCKET: ' files\n', LOG_LEVEL: ' debug', NODE_ENV: ' test ' };
    expect(read(settings)).toMatchObject({ PORT: 5000, BUCKET: 'files', LOG_LEVEL: 'debug', NODE_ENV: 'test' });
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

  test.each([
    ['SMTP_URL', 'SMTPS://user:password@mail.example'],
    ['DATABASE_URL', 'postgres://users@%2Frun%2Fpostgresql/users'],
    ['DATABASE_URL', 'postgresql://u:p@/users?host=/tmp'],
    ['DATABASE_URL', 'postgresql:///users?host=/run/postgresql'],
    ['DATABASE_URL', 'postgres://u:p%2Fw@[::1]:5432/users?sslmode=require'],
    ['MONGO_URL', 'mongodb+srv://u:p@cluster.example/laurel?retryWrites=true'],
    ['MONGO_URL', 'mongodb://h1:27017,h2:27017/?replicaSet=rs0'],
    ['MONGO_URL', 'mongodb://u:p%40w@h1,h2:27018,[::1]/laurel?replicaSet=rs0'],
    ['MONGO_URL', 'mongodb://%2Ftmp%2Fmongodb-27017.sock'],
    ['REDIS_URL', 'rediss://:p%23w@cache.internal:6380/2'],
    ['NATS_URL', 'nats://a:4222,nats://b:4222'],
    ['NATS_URL', 'nats://u:p@a:4222, nats://u:p@b:4222'],
    ['NATS_URL', 'nats://u:p,w@a:4222,b,[::1]:4223/'],
    ['NATS_URL', 'nats://token@a'],
  ])('%s is %s: URLs are read as those who connect by them read them', (name, value) => {
    expect(read({ [name]: ` ${value} ` })).toMatchObject({ [name]: value });
  });

  test.each([
    ['NATS_URL', 'nats://', 'must name a server'],
    ['NATS_URL', 'nats://:4222', 'must name a server'],
    ['NATS_URL', 'nats://a:4222,,b', 'must name a server'],
    ['NATS_URL', 'nats://a:99999', 'must name a server'],
    ['NATS_URL', 'nats://a,tls://b', 'must name a server'],
    ['NATS_URL', 'nats://%2Ftmp%2Fnats.sock', 'must name a server'],
    ['NATS_URL', 'nats://:secret@a', 'must name a user before the @'],
    ['NATS_URL', 'nats://u:secret@a,nats://v:secret@b', 'must name the same user and password for every server'],
    ['NATS_URL', 'nats://u:secret@a,u:secret@b', 'has a character in its user or password that must be escaped'],
    ['MONGO_URL', 'mongodb://', 'must name a server'],
    ['MONGO_URL', 'mongodb://u:sec:ret@h1', 'has a character in its user or password that must be escaped'],
    ['MONGO_URL', 'mongodb+srv://a.example:27017', 'must name one server, without a port'],
    ['DATABASE_URL', 'postgresql://u:secret@h1:5432,h2:5432/users', 'names several servers, where one is supported'],
    ['DATABASE_URL', 'postgresql://u:secret@/users?host=h1,h2', 'names several servers, where one is supported'],
    ['REDIS_URL', 'redis://a,b', 'names several servers, where one is supported'],
    ['REDIS_URL', 'redis://:secret@a:6379,nats://b', 'names several servers, where one is supported'],
    ['REDIS_URL', 'redis://:secret@a/first', 'must name a database of Redis by its number'],
    ['REDIS_URL', 'redis://:secret@a:0', 'must name a server'],
    ['MONGO_URL', 'mongodb://u:secret@h1,h2:0', 'must name a server'],
    ['NATS_URL', 'nats://u:secret@a:4222?tls=1', 'has parameters, which are not supported'],
    ['NATS_URL', 'nats://u:secret@a?tls=1,nats://b', 'has parameters, which are not supported'],
    ['REDIS_URL', 'redis://', 'must name a server'],
    ['SMTP_URL', 'smtp://:587', 'must name a server'],
    ['ENDPOINT', 'http://', 'must name a server'],
    ['NATS_URL', 'nats://u:secret%@a', 'has a % that is no escape'],
    ['REDIS_URL', 'redis://:secret%zz@a', 'has a % that is no escape'],
    ['DATABASE_URL', 'postgresql://u:secret%@h/users', 'has a % that is no escape'],
    ['DATABASE_URL', 'postgresql://u:secret@h/users%', 'has a % that is no escape'],
    ['MONGO_URL', 'mongodb://u:secret%@h1,h2', 'has a % that is no escape'],
    ['SMTP_URL', 'smtp://u:secret%zz@h', 'has a % that is no escape'],
    ['ENDPOINT', 'https://u:secret%@h', 'has a % that is no escape'],
  ])('%s is not %s, and its password is not told', (name, value, problem) => {
    const message = messageOf(() => read({ BUCKET: 'files', [name]: value }));
    expect(message).toContain(`${name}: ${problem}`);
    expect(message).not.toContain('secret');
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

  test('blanks around NODE_ENV change nothing', () => {
    expect(messageOf(() => read({ NODE_ENV: ' production ' }))).toContain('VIEWER_TOKEN_SECRET: must be set');
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

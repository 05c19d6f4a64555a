import mongoose from 'mongoose';
import { expect, onTestFinished, test } from 'vitest';
import { mongoDatabaseUrl } from '../applications.ts';
import { readSettings, readTestSettings } from '../config.ts';
import { databaseUrl } from '../embedded/postgresDatabases.ts';

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
  for (const blank of ['', ' ']) {
    const { serviceUrls, ports, environment } = readSettings({ POSTGRES_URL: blank, PORT: blank, SMTP_URL: blank });
    expect({ serviceUrls, port: ports.gateway, environment }).toEqual({ serviceUrls: {}, port: 4000, environment: {} });
  }
});

test('the blanks around a value do not count', () => {
  const { serviceUrls, ports } = readSettings({ NATS_URL: ' nats://broker:4222\n', PORT: ' 5000 ' });
  expect({ serviceUrls, port: ports.gateway }).toEqual({ serviceUrls: { nats: 'nats://broker:4222' }, port: 5000 });
});

test('every wrong setting is named at once', () => {
  const read = () => readSettings({ PORT: 'none', NATS_PORT: '70000', MONGO_URL: 'db.internal:27017' });
  expect(read).toThrow(
    /PORT must be a port.*NATS_PORT must be a port.*MONGO_URL must be a URL that begins with mongodb/,
  );
});

test('a URL that is refused is not told: there may be a password in it', () => {
  const [POSTGRES_URL, NATS_URL] = ['postgres//u:secret@db', 'nats://u:secret%@broker'];
  const read = () => readSettings({ POSTGRES_URL, MONGO_URL: 'u:secret@db:27017', NATS_URL });
  expect(read).toThrow(
    /^POSTGRES_URL must be a URL.*; MONGO_URL must be a URL.*; NATS_URL has a % that is no escape: it is written %25$/,
  );
  expect(read).not.toThrow('secret');
});

test('several servers and sockets are named as the stores name them', () => {
  const urls = {
    POSTGRES_URL: 'postgresql://u:p@/db?host=/tmp',
    MONGO_URL: 'mongodb://h1:27017,h2:27017/?replicaSet=rs0',
    NATS_URL: 'nats://a:4222,nats://b:4222',
  };
  const { POSTGRES_URL: postgres, MONGO_URL: mongo, NATS_URL: nats } = urls;
  expect(readSettings(urls).serviceUrls).toEqual({ postgres, mongo, nats });
});

test.each([
  ['mongodb://h1:27017,h2:27017/?replicaSet=rs0', 'mongodb://h1:27017,h2:27017/laurel_workouts?replicaSet=rs0'],
  ['mongodb://u:p@h1,h2', 'mongodb://u:p@h1,h2/laurel_workouts?authSource=admin'],
  ['mongodb://u:p@h1/?tls=true', 'mongodb://u:p@h1/laurel_workouts?tls=true&authSource=admin'],
  ['mongodb://u:p@h1/?authsource=ours', 'mongodb://u:p@h1/laurel_workouts?authsource=ours'],
  ['mongodb://u:p@h1/ours', 'mongodb://u:p@h1/ours'],
  ['mongodb+srv://u:p@cluster.example', 'mongodb+srv://u:p@cluster.example/laurel_workouts'],
  ['mongodb://h1,h2/ours?replicaSet=rs0', 'mongodb://h1,h2/ours?replicaSet=rs0'],
  ['mongodb://%2Ftmp%2Fmongodb-27017.sock/', 'mongodb://%2Ftmp%2Fmongodb-27017.sock/laurel_workouts'],
])('on %s the workouts are at %s', (server, database) => {
  expect(mongoDatabaseUrl(server, 'workouts')).toBe(database);
});

test.each([
  'mongodb://u:p@h1',
  'mongodb://u:p@h1/?authSource=ours',
  'mongodb://u:p@h1/?authMechanism=SCRAM-SHA-256',
  'mongodb://u:p@h1/?authMechanism=PLAIN',
  'mongodb://u@h1/?authMechanism=MONGODB-X509&tls=true',
])('who comes to %s is known where the driver knows them without our database', async (server) => {
  const sourceOf = async (url: string): Promise<string | undefined> => {
    const client = new mongoose.mongo.MongoClient(url);
    onTestFinished(() => client.close());
    return client.options.credentials?.source;
  };
  expect(await sourceOf(mongoDatabaseUrl(server, 'workouts'))).toBe(await sourceOf(server));
});

test.each([
  ['postgresql://u:p@/postgres?host=/tmp', 'postgresql://u:p@/laurel_users?host=/tmp'],
  ['postgresql://u:p@db:5432?sslmode=require', 'postgresql://u:p@db:5432/laurel_users?sslmode=require'],
  ['postgresql://%2Ftmp/postgres', 'postgresql://%2Ftmp/laurel_users'],
])('on %s the people are at %s', (url, database) => {
  expect(databaseUrl({ url, ours: false }, 'laurel_users')).toBe(database);
});

test('a test run never uses the services of the environment it is started in', () => {
  const { stack, reuse } = readTestSettings('/data', {
    POSTGRES_URL: 'postgres://mine/',
    TEST_MONGO_URL: 'mongodb://t/',
  });
  expect(stack.serviceUrls).toEqual({});
  expect(reuse).toMatchObject({ postgres: undefined, mongo: 'mongodb://t/' });
});

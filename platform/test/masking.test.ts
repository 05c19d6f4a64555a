import { connect } from 'node:net';
import { once } from 'node:events';
import mongoose from 'mongoose';
import { pino } from 'pino';
import { expect, inject, test } from 'vitest';
import { z } from 'zod';
import { openBroker } from '#platform/events/broker.ts';
import { openPostgres } from '#platform/postgres/connection.ts';
import { logMasked, masked } from '../server/masking.ts';
import { notWhole, StorageError } from '#platform/storage/storage.ts';
import { createService } from '#platform/lifecycle.ts';
import { startTestNats } from '#platform/testing/stores.ts';

const codeOf = (error: unknown): string => masked(error).extensions.code;
const failure = (code: string): Error => Object.assign(new Error('no way there'), { code });
const failureOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
};

test('a store that nobody listens for is away, and so is one that ends the connection; both may be tried again', async () => {
  const { service, close } = createService('masking', 'silent');
  const nobody = openPostgres('postgresql://postgres@127.0.0.1:1/none', service.log);
  const refused = await failureOf(nobody.query('SELECT 1'));
  expect(masked(refused).extensions).toEqual({ code: 'STORE_UNAVAILABLE', retryAfterSeconds: 3 });
  const pool = openPostgres(inject('postgresUrl'), service.log);
  const ended = await failureOf(pool.query('SELECT pg_terminate_backend(pg_backend_pid())'));
  expect(codeOf(ended)).toBe('STORE_UNAVAILABLE');
  const wrong = await failureOf(pool.query('SELECT nothing'));
  expect(codeOf(wrong)).toBe('INTERNAL_SERVER_ERROR');
  await Promise.all([nobody.end(), pool.end(), close()]);
});

test('a refused socket is known also as the cause of another error; what is no error is masked', async () => {
  const socket = connect(1, '127.0.0.1');
  const [error] = await once(socket, 'error').catch((failure: unknown) => [failure]);
  expect(codeOf(new Error('could not publish', { cause: error }))).toBe('STORE_UNAVAILABLE');
  for (const other of [new Error('password'), new TypeError('x is not a function'), undefined, null, 'away']) {
    expect(codeOf(other)).toBe('INTERNAL_SERVER_ERROR');
  }
});

test('a store whose name cannot be resolved is away, as one that no way leads to', async () => {
  const { service, close } = createService('masking', 'silent');
  const nowhere = openPostgres('postgresql://postgres@nowhere.invalid/none', service.log);
  expect(codeOf(await failureOf(nowhere.query('SELECT 1')))).toBe('STORE_UNAVAILABLE');
  for (const code of ['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'ECONNABORTED'])
    expect([code, codeOf(failure(code))]).toEqual([code, 'STORE_UNAVAILABLE']);
  await Promise.all([nowhere.end(), close()]);
});

test('a store with several addresses is away when none of them answers', () => {
  const failures = ['ENETUNREACH', 'ECONNREFUSED'].map(failure);
  expect(codeOf(new AggregateError(failures))).toBe('STORE_UNAVAILABLE');
  for (const bugs of [[], [new Error('a bug')], [...failures, new TypeError('a bug')]])
    expect(codeOf(new AggregateError(bugs))).toBe('INTERNAL_SERVER_ERROR');
  const validation = { errors: { title: new Error('too long') }, cause: failures[0] };
  expect(codeOf(validation)).toBe('STORE_UNAVAILABLE');
});

test('what the storage does not give as it was kept is away by its name, not by what it says', () => {
  const error = notWhole('a', 'nothing');
  expect(codeOf(error)).toBe('STORE_UNAVAILABLE');
  expect(codeOf(new Error(error.message))).toBe('INTERNAL_SERVER_ERROR');
});

test('a broker is away that came back and knows a reader no more', async () => {
  const { service, close } = createService('masking', 'silent');
  const nats = await startTestNats();
  const { manager, streams } = await openBroker(service, nats.value.url);
  await manager.streams.add({ name: 'THINGS', subjects: ['things'] });
  const reader = await streams.consumers.get('THINGS', {});
  await manager.consumers.delete('THINGS', (await reader.info()).name);
  expect(codeOf(await failureOf(reader.info()))).toBe('STORE_UNAVAILABLE');
  await close();
  await nats.dispose();
});

test('a store is away whose name stands also for an address of a kind that this machine has none of', async () => {
  const addresses = [
    { address: '2001:db8::1', family: 6 },
    { address: '127.0.0.1', family: 4 },
  ];
  const socket = connect({ host: 'store', port: 1, lookup: (_host, _options, done) => done(null, addresses) });
  const [error] = await once(socket, 'error').catch((failed: unknown) => [failed]);
  expect(error).toBeInstanceOf(AggregateError);
  expect(codeOf(error)).toBe('STORE_UNAVAILABLE');
  expect(codeOf(new AggregateError(['EADDRNOTAVAIL', 'ECONNREFUSED'].map(failure)))).toBe('STORE_UNAVAILABLE');
});

const serverError = (message: string, code: number): Error =>
  new mongoose.mongo.MongoServerError({ message, errmsg: message, code });

test.each([
  [
    'FerretDB whose PostgreSQL starts',
    '[msg_find.go:344 handler.handleMaxTimeMSError] [collection.go:109 postgresql.(*collection).Query] failed to connect to `user=laurel`: server error: FATAL: the database system is not yet accepting connections (SQLSTATE 57P03)',
    1,
  ],
  [
    'FerretDB whose PostgreSQL stops',
    '[msg_insert.go:168 handler.(*Handler).MsgInsert] FATAL: terminating connection due to administrator command (SQLSTATE 57P01)',
    1,
  ],
  ['MongoDB whose primary steps down', 'not primary', 10_107],
])('a %s is away', (_, message, code) => {
  expect(codeOf(serverError(message, code))).toBe('STORE_UNAVAILABLE');
});

test('another error of MongoDB is masked, whatever it says', () => {
  expect(codeOf(serverError('unknown operator: failed to connect to', 2))).toBe('INTERNAL_SERVER_ERROR');
});

test('what is away is a warning of the log, what is broken an error', () => {
  const levels: unknown[] = [];
  const write = (line: string): void => void levels.push(z.object({ level: z.number() }).parse(JSON.parse(line)).level);
  const log = pino({}, { write });
  logMasked(log, failure('ECONNREFUSED'), {}, 'it failed');
  logMasked(log, new Error('a bug'), {}, 'it failed');
  expect(levels).toEqual([log.levels.values['warn'], log.levels.values['error']]);
});

test('what the storage refuses, such as for a full disk, is nothing of the caller’s, and is logged as an error', () => {
  const full = new StorageError('the storage failed', { cause: failure('ENOSPC') });
  expect(masked(full).extensions).toEqual({ code: 'STORE_UNAVAILABLE', retryAfterSeconds: 3 });
  const levels: unknown[] = [];
  const log = pino(
    {},
    { write: (line: string) => levels.push(z.object({ level: z.number() }).parse(JSON.parse(line)).level) },
  );
  logMasked(log, full, {}, 'failed');
  logMasked(log, notWhole('a', 'nothing'), {}, 'failed');
  expect(levels).toEqual([50, 40]);
});

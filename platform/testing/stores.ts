// Real stores for a test file, each its own: a database of the shared PostgreSQL or MongoDB, a Redis or NATS process.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import pg from 'pg';
import { v4 as uuidv4 } from 'uuid';
import { inject, onTestFinished } from 'vitest';
import { freePort } from '#platform/freePorts.ts';
import { createService, type Service } from '#platform/lifecycle.ts';
import { withDatabase, withMongoDatabase } from '#platform/urls.ts';
import { temporaryFolder } from './folder.ts';
import { until } from './until.ts';
import { whenFileEnds } from './ending.ts';
import './provided.ts';

/** Something a test made, and how to get rid of it. */
export interface Disposable<Value> {
  readonly value: Value;
  dispose(): Promise<void>;
}

const uniqueName = (): string => `test_${uuidv4().replaceAll('-', '')}`;

/** An empty PostgreSQL database of its own; its URL. */
export async function createTestDatabase(): Promise<Disposable<string>> {
  const name = uniqueName();
  await asSuperuser(`CREATE DATABASE ${name} TEMPLATE template0`);
  const value = withDatabase(inject('postgresUrl'), name);
  return { value, dispose: () => asSuperuser(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function asSuperuser(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The URL of a MongoDB database of its own. */
export const createTestMongo = (): string => withMongoDatabase(inject('mongoUrl'), uniqueName());

/** A process of a store that a test may stop and start again. */
export interface StoreProcess {
  readonly url: string;
  /** Where it keeps what it keeps. */
  readonly folder: string;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** A NATS server of its own with JetStream on disk. @param flags more of them, such as who may come in */
export async function startTestNats(flags: readonly string[] = []): Promise<Disposable<StoreProcess>> {
  const folder = await temporaryFolder();
  const port = await freePort();
  return startStore(folder, `nats://127.0.0.1:${port}`, port, () =>
    spawn(inject('natsBinary'), ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', folder, ...flags], {
      stdio: 'ignore',
    }),
  );
}

/** A Redis server of its own. */
export async function startTestRedis(): Promise<Disposable<StoreProcess>> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  return startStore(folder, `redis://127.0.0.1:${port}`, port, () =>
    spawn(inject('redisBinary'), flags, { stdio: 'ignore' }),
  );
}

async function startStore(
  folder: string,
  url: string,
  port: number,
  run: () => ChildProcess,
): Promise<Disposable<StoreProcess>> {
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = run();
    await until(`${url} to answer`, () => canConnect(port));
  };
  const stop = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  };
  await start();
  // Also when a test or a hook is ended before it disposes.
  whenFileEnds(stop);
  return { value: { url, folder, start, stop }, dispose: stop };
}

function canConnect(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1');
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

/** A service for the test under way: closed when the test ends. */
export function testService(name = 'test'): Service {
  const { service, close } = createService(name, 'silent');
  onTestFinished(close);
  return service;
}

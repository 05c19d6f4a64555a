import { createServer } from 'node:net';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { expect, onTestFinished, test, vi } from 'vitest';
import { withClient } from '../embedded/postgresDatabases.ts';
import type { ServiceName } from '../embedded/service.ts';
import { requireFreePorts } from '../ports.ts';
import { startServices, type StackEvent } from '../stores.ts';
import { testSettings } from './support.ts';

async function started(name: ServiceName, settings: Awaited<ReturnType<typeof testSettings>>) {
  const services = await startServices([name], { settings, ports: 'free' });
  onTestFinished(() => services.stop());
  return services;
}

test('what JetStream acknowledged survives a kill', async () => {
  const settings = await testSettings();
  const first = await started('nats', settings);
  const connection = await connect({ servers: first.url('nats') });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: 'KEPT', subjects: ['kept.*'] });
  await jetstream(connection).publish('kept.one', 'data', { msgID: 'one' });
  first.processes.get('nats')?.abandon();
  await connection.close();

  const second = await started('nats', settings);
  const again = await connect({ servers: second.url('nats') });
  onTestFinished(() => again.close());
  const stream = await (await jetstreamManager(again)).streams.info('KEPT');
  expect(stream.state.messages).toBe(1);
  expect((await jetstream(again).publish('kept.one', 'data', { msgID: 'one' })).duplicate).toBe(true);
});

test('what Redis holds survives a stop', async () => {
  const settings = await testSettings();
  const first = await started('redis', settings);
  const redis = new Redis(first.url('redis'));
  await redis.zadd('board', 7, 'ada');
  redis.disconnect();
  await first.stop();

  const second = await started('redis', settings);
  const again = new Redis(second.url('redis'));
  onTestFinished(() => again.disconnect());
  expect(await again.zscore('board', 'ada')).toBe('7');
});

test('a service that is killed comes back with its data', async () => {
  const events: StackEvent[] = [];
  const settings = await testSettings();
  const services = await startServices(['redis'], { settings, ports: 'free', onEvent: (event) => events.push(event) });
  onTestFinished(() => services.stop());
  services.processes.get('redis')?.kill('SIGKILL');
  await vi.waitFor(() => expect(events.filter(({ type }) => type === 'ready')).toHaveLength(2), { timeout: 20_000 });
  expect(events).toContainEqual(expect.objectContaining({ type: 'crashed', name: 'redis', how: 'SIGKILL' }));
});

test('a service named by its URL is used and not started', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const url = `redis://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const settings = await testSettings({ serviceUrls: { redis: url } });
  const services = await started('redis', settings);
  expect(services.url('redis')).toBe(url);
  expect(services.processes.size).toBe(0);
  expect(services.origins.redis).toContain('REDIS_URL');
});

test('of several servers one that answers is enough, and who comes is not told', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const hosts = `127.0.0.1:1,127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const settings = await testSettings({ serviceUrls: { nats: `nats://laurel:secret@${hosts}` } });
  const services = await started('nats', settings);
  expect(services.origins.nats).toBe(`named by NATS_URL (${hosts})`);
});

test('PostgreSQL elsewhere is found by the folder of its socket', async () => {
  const first = await started('postgres', await testSettings());
  const [near, { port }] = [new URL(first.nearUrl('postgres')), new URL(first.url('postgres'))];
  const byParameter = `postgresql://postgres:postgres@/postgres?host=${near.hostname}&port=${port}`;
  for (const postgres of [near.href, byParameter]) {
    const services = await started('postgres', await testSettings({ serviceUrls: { postgres } }));
    await withClient(services.databaseUrl('users'), async (client) => {
      const { rows } = await client.query('SELECT current_database(), inet_server_addr()');
      expect(rows).toEqual([{ current_database: 'laurel_users', inet_server_addr: null }]);
    });
  }
});

test('a service named by its URL that does not answer is one error naming the setting', async () => {
  const settings = await testSettings({ serviceUrls: { nats: 'nats://127.0.0.1:1' } });
  await expect(startServices(['nats'], { settings })).rejects.toThrow(
    /^NATS_URL is set, but nothing answers at 127\.0\.0\.1:1 \(Error: connect ECONNREFUSED/,
  );
});

test('a file that a URL names and that is not there is one error naming the setting', async () => {
  const postgres = 'postgresql://u:secret@127.0.0.1:5432/db?sslmode=require&sslrootcert=/missing.pem';
  const settings = await testSettings({ serviceUrls: { postgres } });
  await expect(startServices(['postgres'], { settings })).rejects.toThrow(
    /^POSTGRES_URL is set, but nothing answers at 127\.0\.0\.1:5432 \(Error: ENOENT.*'\/missing\.pem'\)$/,
  );
});

test('a taken port is one error naming the port and its setting', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const settings = await testSettings();
  const ports = { ...settings.ports, gateway: port, redis: port };
  await expect(requireFreePorts(['gateway', 'redis'], ports)).rejects.toThrow(
    `port ${port} (gateway) is taken: free it or set PORT to another; port ${port} (redis) is taken: free it or set REDIS_PORT to another`,
  );
  await expect(startServices(['redis'], { settings: { ...settings, ports } })).rejects.toThrow('set REDIS_PORT');
});

test('giving the start up stops what had been started', async () => {
  const settings = await testSettings();
  const given = new AbortController();
  const events: StackEvent[] = [];
  const onEvent = (event: StackEvent) => {
    events.push(event);
    if (event.type === 'ready') given.abort();
  };
  const start = startServices(['redis', 'nats'], { settings, ports: 'free', signal: given.signal, onEvent });
  await expect(start).rejects.toThrow();
  const names = (type: StackEvent['type']) =>
    events.flatMap((event) => (event.type === type && 'name' in event ? [event.name] : []));
  expect(names('stopped')).toEqual(expect.arrayContaining(names('ready')));
});

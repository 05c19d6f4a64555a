import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { aptInstall } from './apt.ts';
import { askPort, localHost } from './network.ts';
import { firstThatWorks, programOfVersion } from './resolve.ts';
import type { PlannedService, Surroundings } from './service.ts';

const names = ['redis-server', 'valkey-server'];
const minimum = '6.2';

/** @throws ServiceUnavailable */
export function findRedis(around: Surroundings) {
  const onPath = () => programOfVersion(names, minimum, around, ['/usr/bin', '/usr/sbin']);
  return firstThatWorks(
    'Redis',
    [
      { from: 'PATH', find: onPath },
      { from: 'Debian', find: () => aptInstall('redis-server', around).then(onPath) },
    ],
    `install Redis ${minimum} or later ("apt-get install redis-server"), or set REDIS_URL`,
  );
}

/** An embedded Redis with an append-only file, so that its data survives a restart. */
export async function planRedis(port: number, around: Surroundings): Promise<PlannedService> {
  const { found, from } = await findRedis(around);
  const data = path.join(around.dataDir, 'redis');
  await mkdir(data, { recursive: true });
  const settings: Record<string, string> = {
    port: String(port),
    bind: localHost,
    dir: data,
    daemonize: 'no',
    save: '',
    appendonly: 'yes',
    appendfsync: around.durable ? 'everysec' : 'no',
    'maxmemory-policy': 'noeviction',
    loglevel: 'warning',
  };
  return {
    name: 'redis',
    url: `redis://${localHost}:${port}/`,
    origin: `Redis ${found.version}, from ${from} (${found.file})`,
    process: {
      name: 'redis',
      command: found.file,
      args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
      environment: () => around.environment,
      cwd: data,
      stopSignal: 'SIGTERM',
      graceMs: 1_000,
      attempts: 2,
      startMs: 30_000,
      probe: () => askPort(port, 'PING\r\n', '+PONG'),
    },
  };
}

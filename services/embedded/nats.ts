import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { goSources } from './goBuild.ts';
import { askPort, localHost } from './network.ts';
import { firstThatWorks, programOfVersion } from './resolve.ts';
import type { PlannedService, Surroundings } from './service.ts';

const minimum = '2.10';

/** @throws ServiceUnavailable */
export async function findNats(around: Surroundings): Promise<{ readonly found: string; readonly from: string }> {
  const module = path.join(around.root, 'services', 'embedded');
  const built = goSources({ name: 'nats-server', module, target: 'github.com/nats-io/nats-server/v2' }, around);
  return firstThatWorks(
    'NATS',
    [
      {
        from: 'PATH',
        find: async () =>
          (await programOfVersion(['nats-server'], minimum, around, ['/usr/sbin', '/usr/local/bin'])).file,
      },
      ...built,
    ],
    `install nats-server ${minimum} or later, or Go so that it can be built, or set NATS_URL`,
  );
}

/** An embedded NATS server with JetStream on files. What it acknowledged is on disk, so a kill loses nothing. */
export async function planNats(port: number, around: Surroundings): Promise<PlannedService> {
  const { found, from } = await findNats(around);
  const data = path.join(around.dataDir, 'nats');
  await mkdir(data, { recursive: true });
  const configuration = path.join(data, 'nats.conf');
  await writeFile(configuration, configurationText(port, data, around.durable));
  return {
    name: 'nats',
    url: `nats://${localHost}:${port}`,
    origin: `NATS, from ${from} (${found})`,
    process: {
      name: 'nats',
      command: found,
      args: ['-c', configuration],
      environment: () => around.environment,
      cwd: data,
      stopSignal: 'SIGTERM',
      graceMs: 1_000,
      attempts: 2,
      startMs: 30_000,
      probe: () => askPort(port, '', '"jetstream":true'),
    },
  };
}

function configurationText(port: number, data: string, durable: boolean): string {
  return [
    `listen: "${localHost}:${port}"`,
    'server_name: laurel',
    'max_payload: 1MB',
    'jetstream {',
    `  store_dir: ${JSON.stringify(data)}`,
    ...(durable ? ['  sync_interval: always'] : []),
    '}',
    '',
  ].join('\n');
}

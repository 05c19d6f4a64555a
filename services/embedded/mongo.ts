import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { goSources } from './goBuild.ts';
import { askPort, canListenAt, localHost } from './network.ts';
import { createDatabases, databaseUrl, planForDocuments, type PostgresServer } from './postgresDatabases.ts';
import { firstThatWorks, programOfVersion, type Source } from './resolve.ts';
import type { PlannedService, Surroundings } from './service.ts';
import type { ProcessSpec } from '../processSpec.ts';

const minimum = '6.0';
/** FerretDB's database in PostgreSQL. */
const ferretDatabase = 'laurel_ferretdb';

type Engine = { readonly kind: 'mongod' | 'ferretdb'; readonly file: string; readonly title: string };

/**
 * What speaks the MongoDB protocol: mongod where there is one, else FerretDB. Data that one of them made stays with it.
 *
 * @throws ServiceUnavailable
 */
function findEngine(around: Surroundings) {
  const mongod: Source<Engine> = {
    from: 'PATH',
    find: async () => {
      if (existsSync(marker('ferretdb', around))) throw new Error('the data here was made by FerretDB');
      const program = await programOfVersion(['mongod'], minimum, around, ['/usr/bin', '/usr/local/bin']);
      return { kind: 'mongod', file: program.file, title: `MongoDB ${program.version}` };
    },
  };
  const ferretdb = goSources(
    { name: 'ferretdb', module: path.join(around.root, 'services', 'embedded', 'ferretdb'), target: '.' },
    around,
  ).map(({ from, find }): Source<Engine> => ({
    from,
    find: async () => {
      if (existsSync(marker('mongod', around))) throw new Error('the data here was made by mongod');
      return { kind: 'ferretdb', file: await find(), title: 'FerretDB 1.24 on PostgreSQL, one writer at a time' };
    },
  }));
  return firstThatWorks(
    'MongoDB',
    [mongod, ...ferretdb],
    `install mongod ${minimum} or later, or Go so that FerretDB can be built, or set MONGO_URL`,
  );
}

function marker(kind: Engine['kind'], around: Surroundings): string {
  return path.join(around.dataDir, 'mongo', `made-by-${kind}`);
}

/** FerretDB's PostgreSQL, and where that is found over a socket, if it is. */
export interface FerretServer extends PostgresServer {
  nearUrl(): Promise<string | undefined>;
}

/** What serves MongoDB's protocol here. @param server for FerretDB, should that be what is taken */
export async function planMongo(port: number, server: FerretServer, around: Surroundings): Promise<PlannedService> {
  const { found, from } = await findEngine(around);
  const data = path.join(around.dataDir, 'mongo');
  await mkdir(data, { recursive: true });
  await writeFile(marker(found.kind, around), '');
  const shared = {
    name: 'mongo',
    command: found.file,
    cwd: data,
    stopSignal: 'SIGTERM',
    graceMs: 3_000,
    attempts: 2,
    startMs: 60_000,
    probe: () => askPort(port, ping, 'ok'),
  } as const;
  const told = {
    name: 'mongo',
    url: `mongodb://${localHost}:${port}/`,
    origin: `${found.title}, from ${from} (${found.file})`,
  } as const;
  return found.kind === 'mongod'
    ? { ...told, process: { ...shared, args: mongodArguments(port, data), environment: () => around.environment } }
    : { ...told, ...(await ferret(port, server, around, shared)) };
}

function mongodArguments(port: number, data: string): string[] {
  const settings = {
    '--dbpath': data,
    '--port': String(port),
    '--bind_ip': localHost,
    '--wiredTigerCacheSizeGB': '0.25',
  };
  return [...Object.entries(settings).flat(), '--nounixsocket', '--quiet'];
}

/**
 * Go's collector keeps a heap of a few megabytes small at the cost of a quarter of FerretDB's processor time; it may grow to
 * some tens instead.
 */
const ferretCollector = { GOGC: '400' };

async function ferret(
  port: number,
  server: FerretServer,
  around: Surroundings,
  shared: Omit<ProcessSpec, 'args' | 'environment'>,
): Promise<Pick<PlannedService, 'after' | 'nearUrl' | 'prepare' | 'process'>> {
  let postgres = databaseUrl(server, ferretDatabase);
  const socket = path.join(around.dataDir, 'run', 'mongo.sock');
  const hasSocket = await canListenAt(socket);
  return {
    after: 'postgres',
    nearUrl: hasSocket ? `mongodb://${encodeURIComponent(socket)}/` : undefined,
    prepare: async () => {
      await createDatabases(server, [ferretDatabase]);
      await planForDocuments(server, ferretDatabase);
      const near = (await server.nearUrl()) ?? server.url;
      postgres = socketParameters(databaseUrl({ ...server, url: near }, ferretDatabase));
    },
    process: {
      ...shared,
      args: ['-listen', `${localHost}:${port}`, ...(hasSocket ? ['-listen-unix', socket] : [])],
      environment: () => ({ ...ferretCollector, ...around.environment, FERRETDB_POSTGRESQL_URL: postgres }),
    },
  };
}

/** Go takes no folder for a host; its client takes it, and the port, as parameters. */
function socketParameters(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^%2f/i.test(url.hostname)) return text;
  const { username, password, hostname, port, pathname, searchParams } = url;
  searchParams.set('host', decodeURIComponent(hostname));
  if (port !== '') searchParams.set('port', port);
  const login = username === '' ? '' : `${username}:${password}@`;
  return `postgresql://${login}${pathname}?${searchParams.toString()}`;
}

/** The wire message `{ ping: 1, $db: "admin" }`. */
const ping = pingMessage();

function pingMessage(): Buffer {
  const int32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    return bytes;
  };
  const elements = Buffer.concat([
    Buffer.from('\x10ping\0'),
    int32(1),
    Buffer.from('\x02$db\0'),
    int32(6),
    Buffer.from('admin\0\0'),
  ]);
  const body = Buffer.concat([int32(0), Buffer.from([0]), int32(elements.length + 4), elements]);
  return Buffer.concat([int32(body.length + 16), int32(1), int32(0), int32(2013), body]);
}

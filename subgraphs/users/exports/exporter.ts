import type { Broker } from '#platform/events/broker.ts';
import type { Notices } from '#platform/events/notices.ts';
import { exportsUnderWay, hasGiven, endExport } from '#platform/events/exportParts.ts';
import { failpoint } from '#platform/failpoints.ts';
import type { Service } from '#platform/lifecycle.ts';
import { transaction, type Pool, type Transaction } from '#platform/postgres/connection.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import { each, paged, startSweeper, type Sweep, type Sweeper } from '#platform/sweeper.ts';
import { addMilliseconds } from '../domain/calendar.ts';
import {
  deleteDataExport,
  findExportsBefore,
  findPendingAmong,
  findSuperseded,
  lockPending,
  saveExpired,
  saveReady,
  type DataExport,
} from '../store/dataExports.ts';
import { archiveKey, EXPORTING_DOMAINS, makeArchive } from './archive.ts';

export interface ExporterOptions {
  readonly service: Service;
  readonly pool: Pool;
  readonly broker: Broker;
  readonly storage: ObjectStorage;
  readonly notices: Notices;
  readonly now: () => Date;
}

/** How often it is looked whether all domains have given what they have. */
const LOOK_MS = 1000;
/** How rarely, while nobody asks for an export; also how late is found at most what a slow domain has given. */
const REST_MS = 10_000;
const CLEARING_MS = 60_000;
const DAY_MS = 86_400_000;
/** An archive is kept for so long. */
const KEEP_MS = 7 * DAY_MS;
/** That there was one is known for so long after it was asked for. */
const REMEMBER_MS = 30 * DAY_MS;
/** A domain may take so long to answer: less than a day, after which the broker strikes out what others gave and erases nothing. */
const GIVE_UP_MS = DAY_MS - 3_600_000;

/** Where it is said that an export of somebody is another. */
export const exportTopic = (accountId: string): string => `users.exports.${accountId}`;

/**
 * Makes archives of what the domains give, as soon as all have; and removes what is old. Woken when an export was asked for.
 * Closed with the service.
 */
export function startExporter(options: ExporterOptions): Sweeper {
  const { service, pool, now } = options;
  startSweeper({
    service,
    name: 'clearing of exports',
    everyMs: CLEARING_MS,
    failure: 'could not clear exports away',
    sweep: (isClosed) => clear({ ...options, isClosed }),
  });
  return startSweeper({
    service,
    name: 'exporter',
    everyMs: LOOK_MS,
    restMs: REST_MS,
    failure: 'could not look after exports',
    sweep: (isClosed) => {
      const run: Run = { ...options, isClosed };
      return each(sweepOf(run), exportsBefore(pool, 'PENDING', addMilliseconds(now(), DAY_MS)), (pending) =>
        finishIfGiven(run, pending),
      );
    },
  });
}

/** What one run works with. */
interface Run extends ExporterOptions {
  readonly isClosed: () => boolean;
}

const sweepOf = ({ service: { log }, isClosed }: Run): Sweep<Pick<DataExport, 'id'>> => ({
  log,
  isClosed,
  failure: 'could not look after an export',
  name: ({ id }) => ({ exportId: id }),
});

const exportsBefore = (pool: Pool, status: DataExport['status'], before: Date): AsyncGenerator<DataExport> =>
  paged((after) => findExportsBefore(pool, { status, before, after }));

const superseded = (pool: Pool): AsyncGenerator<DataExport> => paged((after) => findSuperseded(pool, after));

async function finishIfGiven(run: Run, { id, accountId }: DataExport): Promise<void> {
  const { pool, broker, notices } = run;
  for (const domain of EXPORTING_DOMAINS) if (!(await hasGiven(broker, id, domain))) return;
  if (!(await transaction(pool, (tx) => makeReady(tx, run, id)))) return;
  failpoint('users.export.ready');
  await endExport(broker, id);
  notices.send(exportTopic(accountId), { id });
  // Of each person one archive is kept: however often they ask, no more than it takes space.
  await each(sweepOf(run), superseded(pool), (former) => expire(run, former));
}

/**
 * Makes the archive of an export while its row is held: no other instance makes it too, and whoever deletes the account
 * meanwhile waits, and finds the archive. @returns whether there was something to make.
 */
async function makeReady(tx: Transaction, { broker, storage, now }: ExporterOptions, id: string): Promise<boolean> {
  const pending = await lockPending(tx, id);
  if (!pending) return false;
  const byteLength = await makeArchive(broker, storage, pending);
  failpoint('users.export.archived');
  await saveReady(tx, id, byteLength, now());
  return true;
}

/** Removes an archive, unless it is another by now: one that is being made at this moment is not stored after it was removed. */
async function expire({ pool, storage, notices }: ExporterOptions, dataExport: DataExport): Promise<void> {
  const isOver = await transaction(pool, async (tx) => {
    if (!(await saveExpired(tx, dataExport))) return false;
    await storage.delete(archiveKey(dataExport));
    return true;
  });
  if (isOver) notices.send(exportTopic(dataExport.accountId), { id: dataExport.id });
}

/** Forgets an export that is over, with what was perhaps stored by a process that had lost the database meanwhile. */
async function forget({ pool, storage }: ExporterOptions, dataExport: DataExport): Promise<void> {
  await storage.delete(archiveKey(dataExport));
  await deleteDataExport(pool, dataExport.id);
}

async function clear(run: Run): Promise<void> {
  const { pool, broker, now } = run;
  await each(sweepOf(run), overdue(pool, now()), (dataExport) => expire(run, dataExport));
  const longOver = exportsBefore(pool, 'EXPIRED', addMilliseconds(now(), -REMEMBER_MS));
  await each(sweepOf(run), longOver, (dataExport) => forget(run, dataExport));
  const kept = await exportsUnderWay(broker);
  const pending = new Set(await findPendingAmong(pool, kept));
  const over = kept.filter((id) => !pending.has(id)).map((id) => ({ id }));
  await each(sweepOf(run), over, ({ id }) => endExport(broker, id));
}

/** What has been kept for long enough, what a domain does not answer, and what there is a newer one of. */
async function* overdue(pool: Pool, now: Date): AsyncGenerator<DataExport> {
  yield* exportsBefore(pool, 'READY', addMilliseconds(now, -KEEP_MS));
  yield* exportsBefore(pool, 'PENDING', addMilliseconds(now, -GIVE_UP_MS));
  yield* superseded(pool);
}

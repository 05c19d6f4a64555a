import type { Broker } from '#platform/events/broker.ts';
import type { Notices } from '#platform/events/notices.ts';
import { exportsUnderWay, hasGiven, endExport } from '#platform/events/exportParts.ts';
import { failpoint } from '#platform/failpoints.ts';
import type { Service } from '#platform/lifecycle.ts';
import { transaction, type Pool, type Transaction } from '#platform/postgres/connection.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import { startSweeper, type Sweeper } from '#platform/sweeper.ts';
import {
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
    sweep: () => clear(options),
  });
  return startSweeper({
    service,
    name: 'exporter',
    everyMs: LOOK_MS,
    restMs: REST_MS,
    failure: 'could not look after exports',
    sweep: async () => {
      for (const pending of await findExportsBefore(pool, 'PENDING', after(now(), DAY_MS))) {
        await finishIfGiven(options, pending);
      }
    },
  });
}

const after = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

async function finishIfGiven(options: ExporterOptions, { id, accountId }: DataExport): Promise<void> {
  const { pool, broker, notices } = options;
  for (const domain of EXPORTING_DOMAINS) if (!(await hasGiven(broker, id, domain))) return;
  if (!(await transaction(pool, (tx) => makeReady(tx, options, id)))) return;
  failpoint('users.export.ready');
  await endExport(broker, id);
  notices.send(exportTopic(accountId), { id });
  // Of each person one archive is kept: however often they ask, no more than it takes space.
  await expire(options, await findSuperseded(pool));
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

/** Removes archives. */
async function expire({ pool, storage, notices }: ExporterOptions, exports: readonly DataExport[]): Promise<void> {
  for (const each of exports) {
    await storage.delete(archiveKey(each));
    await saveExpired(pool, each.id);
    notices.send(exportTopic(each.accountId), { id: each.id });
  }
}

async function clear(options: ExporterOptions): Promise<void> {
  const { pool, broker, now } = options;
  const old = await findExportsBefore(pool, 'READY', after(now(), -KEEP_MS));
  const stuck = await findExportsBefore(pool, 'PENDING', after(now(), -GIVE_UP_MS));
  await expire(options, [...old, ...stuck, ...(await findSuperseded(pool))]);
  const kept = await exportsUnderWay(broker);
  const pending = new Set(await findPendingAmong(pool, kept));
  for (const id of kept) if (!pending.has(id)) await endExport(broker, id);
}

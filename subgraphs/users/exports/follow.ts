import { setTimeout } from 'node:timers/promises';
import { notFound } from '#platform/errors.ts';
import type { Notices } from '#platform/events/notices.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { parseId } from '#platform/server/input.ts';
import { findDataExport, type DataExport } from '../store/dataExports.ts';
import { exportTopic } from './exporter.ts';

/** So long at most a listener does not hear what a process that died could not say any more. */
const LOOK_ANYWAY_MS = 5000;

/** An export of somebody as it is now, and whenever it is another; ends when nothing changes any more. @throws NOT_FOUND */
export async function* followExport(
  { pool, notices }: { readonly pool: Pool; readonly notices: Notices },
  accountId: string,
  wanted: string,
): AsyncGenerator<DataExport> {
  const id = parseId(wanted);
  const changes = notices.listen(exportTopic(accountId));
  try {
    await notices.settled();
    let change = changes.next();
    for (let told: string | undefined; ;) {
      const found = id === undefined ? undefined : await findDataExport(pool, id);
      if (found?.accountId !== accountId) throw notFound('export');
      if (found.status !== told) yield found;
      if (found.status !== 'PENDING') return;
      told = found.status;
      const waiting = new AbortController();
      const look = setTimeout(LOOK_ANYWAY_MS, undefined, { signal: waiting.signal }).catch(() => undefined);
      const came = await Promise.race([change, look]);
      waiting.abort();
      if (came?.done === true) return;
      if (came) change = changes.next();
    }
  } finally {
    await changes.return?.();
  }
}

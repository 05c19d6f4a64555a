import { notFound } from '#platform/errors.ts';
import type { Notices } from '#platform/events/notices.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { parseId } from '#platform/server/input.ts';
import { findDataExport, type DataExport } from '../store/dataExports.ts';
import { exportTopic } from './exporter.ts';

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
    for (let told: string | undefined; ;) {
      const found = id === undefined ? undefined : await findDataExport(pool, id);
      if (found?.accountId !== accountId) throw notFound('export');
      if (found.status !== told) yield found;
      if (found.status !== 'PENDING') return;
      told = found.status;
      if ((await changes.next()).done === true) return;
    }
  } finally {
    await changes.return?.();
  }
}

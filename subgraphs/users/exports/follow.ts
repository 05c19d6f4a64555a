import { notFound } from '#platform/errors.ts';
import { pollOnNotice, type Notice, type Notices } from '#platform/events/notices.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { parseId } from '#platform/server/input.ts';
import { findDataExport, type DataExport } from '../store/dataExports.ts';
import { exportTopic } from './exporter.ts';

/** So long at most a listener does not hear what a process that died could not say any more. */
const LOOK_ANYWAY_MS = 5000;

interface Tools {
  readonly pool: Pool;
  readonly notices: Notices;
}

/** An export of somebody as it is now, and whenever it is another; ends when nothing changes any more. @throws NOT_FOUND */
export async function followExport(
  tools: Tools,
  accountId: string,
  wanted: string,
): Promise<AsyncIterableIterator<DataExport>> {
  const id = parseId(wanted);
  const found = id === undefined ? undefined : await findDataExport(tools.pool, id);
  if (found?.accountId !== accountId) throw notFound('export');
  const polling = { topic: exportTopic(accountId), everyMs: LOOK_ANYWAY_MS };
  return pollOnNotice(tools.notices, polling, (wakes) => statesOf(tools.pool, found.id, wakes));
}

async function* statesOf(pool: Pool, id: string, wakes: AsyncIterable<Notice>): AsyncGenerator<DataExport> {
  let shown: string | undefined;
  for await (const _ of wakes) {
    const found = await findDataExport(pool, id);
    if (!found) return;
    if (found.status !== shown) yield found;
    if (found.status !== 'PENDING') return;
    shown = found.status;
  }
}

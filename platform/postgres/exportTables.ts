import { z } from 'zod';
import { manyInPages, type Pool } from '#platform/postgres/connection.ts';
import { jsonFile, type ExportFile } from '#platform/events/exportParts.ts';

const row = z.record(z.string(), z.unknown());

/** Files of a domain on PostgreSQL: one for each query, which gets the person's id; `chat/messages.json` and so on. */
export async function* tableFiles(
  pool: Pool,
  domain: string,
  personId: string,
  queries: Readonly<Record<string, string>>,
): AsyncGenerator<ExportFile> {
  for (const [name, sql] of Object.entries(queries)) {
    yield jsonFile(`${domain}/${name}.json`, manyInPages(pool, row, sql, [personId]));
  }
}

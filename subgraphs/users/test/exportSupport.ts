import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { giveToExport, jsonFile, type ExportFile } from '#platform/events/exportParts.ts';
import { openBroker, type Broker } from '#platform/events/broker.ts';
import { createService } from '#platform/lifecycle.ts';
import { until } from '#platform/testing/until.ts';
import type { Viewer } from '#platform/viewer.ts';
import { z } from 'zod';
import { afterAll } from 'vitest';
import { EXPORTING_DOMAINS } from '../exports/archive.ts';
import type { Asks } from './support.ts';

const dataExport = z.object({
  id: z.string(),
  status: z.enum(['PENDING', 'READY', 'EXPIRED']),
  downloadUrl: z.string().nullable(),
});
export type DataExport = z.infer<typeof dataExport>;

/** Asks for an archive; answers the export's id. */
export async function requestExport(users: Asks, viewer: Viewer): Promise<string> {
  const { data } = await users.ask(viewer, 'mutation { requestDataExport { dataExport { id } userErrors { code } } }');
  const answer = z.object({ requestDataExport: z.object({ dataExport: z.object({ id: z.string() }) }) });
  return answer.parse(data).requestDataExport.dataExport.id;
}

export async function exportsOf(users: Asks, viewer: Viewer): Promise<DataExport[]> {
  const { data } = await users.ask(viewer, '{ viewer { dataExports { id status downloadUrl } } }');
  return z.object({ viewer: z.object({ dataExports: z.array(dataExport) }) }).parse(data).viewer.dataExports;
}

/** An export once it is ready. */
export const readyExport = (users: Asks, viewer: Viewer, id: string): Promise<DataExport & { downloadUrl: string }> =>
  until(
    'the export to be ready',
    async () => {
      const found = (await exportsOf(users, viewer).catch(() => [])).find((each) => each.id === id);
      return found?.downloadUrl ? { ...found, downloadUrl: found.downloadUrl } : undefined;
    },
    60_000,
  );

/** The archives that are kept of somebody. */
export const archivesIn = ({ mailbox }: { mailbox: string }, { userId }: { userId: string }): Promise<string[]> =>
  readdir(path.join(mailbox, 'storage', 'exports', userId)).catch(() => []);

/** A broker for a test to give by; closed after the tests of the file. */
export async function openTestBroker(natsUrl: string): Promise<Broker> {
  const { service, close } = createService('test', 'silent');
  afterAll(close);
  return openBroker(service, natsUrl);
}

/** Gives, as the other domains would, one file each; of `domains` alone when they are named. */
export async function giveOthersParts(broker: Broker, exportId: string, domains = OTHERS): Promise<void> {
  for (const domain of domains) await giveToExport(broker, { exportId, domain }, oneFile(domain));
}
export const OTHERS: readonly string[] = EXPORTING_DOMAINS.filter((domain) => domain !== 'users');

async function* oneFile(domain: string): AsyncGenerator<ExportFile> {
  yield jsonFile(`${domain}/things.json`, [{ of: domain }]);
  // More than fits into a message of the broker.
  yield { path: `${domain}/large.bin`, contents: [Buffer.alloc(1_300_000, domain)] };
}

/** Fetches an archive by its link, from where the test knows the service. */
export async function fetchArchive(
  { url }: { url: string },
  downloadUrl: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { pathname, search } = new URL(downloadUrl);
  return fetch(new URL(pathname + search, url), { headers });
}

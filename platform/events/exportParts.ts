import type { JsMsg, StoredMsg } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import type { Broker } from '#platform/events/broker.ts';
import { ensureStream, type Stream } from '#platform/events/streams.ts';
import { eraseSubject } from '#platform/events/subject.ts';
import { failpoint } from '#platform/failpoints.ts';

/** What the domains give of a person, on its way into one archive: `exports.<exportId>.<domain>`; erased when it is made. */
export const EXPORTS: Stream = { name: 'EXPORTS', subjects: ['exports.*.*'], maxAgeSeconds: 24 * 3600 };

/** A file of an archive. */
export interface ExportFile {
  /** Within the archive, such as `chat/messages.json`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The broker takes 1 MiB a message. */
const CHUNK_BYTES = 512 * 1024;
const PATH_HEADER = 'Laurel-Path';
const LAST_HEADER = 'Laurel-Last';

const subjectOf = (exportId: string, domain: string): string => `exports.${exportId}.${domain}`;

/** Gives a domain's files to an export; what an earlier try gave is replaced, so that a crash harms nothing. */
export async function giveToExport(
  broker: Broker,
  { exportId, domain }: { exportId: string; domain: string },
  files: AsyncIterable<ExportFile>,
): Promise<void> {
  const subject = subjectOf(exportId, domain);
  await ensureStream(broker.manager, EXPORTS);
  await eraseSubject(broker, EXPORTS.name, subject);
  const publish = async (path: string, chunk: Uint8Array, last: boolean): Promise<void> => {
    const marks = headers();
    marks.set(PATH_HEADER, path);
    if (last) marks.set(LAST_HEADER, 'yes');
    await broker.streams.publish(subject, chunk, { headers: marks });
  };
  for await (const { path, bytes } of files) {
    for (let at = 0; at === 0 || at < bytes.length; at += CHUNK_BYTES) {
      await publish(path, bytes.subarray(at, at + CHUNK_BYTES), false);
    }
    failpoint('exports.file-given');
  }
  await publish('', new Uint8Array(), true);
  failpoint('exports.given');
}

/** Whether a domain has given all it has. */
export async function hasGiven({ manager }: Broker, exportId: string, domain: string): Promise<boolean> {
  const last = await manager.streams.getMessage(EXPORTS.name, { last_by_subj: subjectOf(exportId, domain) });
  return last?.header.get(LAST_HEADER) === 'yes';
}

/** The files a domain has given, one after the other. */
export async function* filesGiven({ manager }: Broker, exportId: string, domain: string): AsyncGenerator<ExportFile> {
  const next = { seq: 1, next_by_subj: subjectOf(exportId, domain) };
  let path: string | undefined;
  let chunks: Uint8Array[] = [];
  for (;;) {
    const message: StoredMsg | JsMsg | null = await manager.streams.getMessage(EXPORTS.name, next);
    const here = message?.header.get(PATH_HEADER);
    if (path !== undefined && here !== path) {
      yield { path, bytes: Buffer.concat(chunks) };
      chunks = [];
    }
    if (!message || message.header.get(LAST_HEADER) === 'yes') return;
    path = here;
    chunks.push(message.data);
    next.seq = message.seq + 1;
  }
}

/** Erases what was given to an export. */
export const eraseExport = (broker: Broker, exportId: string): Promise<void> =>
  eraseSubject(broker, EXPORTS.name, subjectOf(exportId, '*'));

/** The exports that something is kept for. */
export async function exportsUnderWay({ manager }: Broker): Promise<string[]> {
  const { state } = await manager.streams.info(EXPORTS.name, { subjects_filter: '>' });
  return [...new Set(Object.keys(state.subjects ?? {}).flatMap((subject) => subject.split('.')[1] ?? []))];
}

/** A file of JSON, as a person can read it. */
export const jsonFile = (path: string, value: unknown): ExportFile => ({
  path,
  bytes: Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`),
});

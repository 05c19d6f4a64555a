import type { JsMsg, StoredMsg } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import type { Broker } from '#platform/events/broker.ts';
import { ensureStream, type Stream } from '#platform/events/streams.ts';
import { eraseSubject, subjectsOf } from '#platform/events/subject.ts';
import { failpoint } from '#platform/failpoints.ts';

/**
 * What the domains give of a person, on its way into one archive: `exports.<exportId>.<domain>`; erased when it is made, or the
 * person deletes their account. That it is over stands at `exports.<exportId>.over`.
 */
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
/** In place of a domain: where it is said that nothing is kept for an export any more. */
const OVER = 'over';

/**
 * Gives a domain's files to an export; what an earlier try gave is replaced, so that a crash harms nothing. Of an export that is
 * over nothing stays.
 */
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
    if (await isOver(broker, exportId)) break;
    for (let at = 0; at === 0 || at < bytes.length; at += CHUNK_BYTES) {
      await publish(path, bytes.subarray(at, at + CHUNK_BYTES), false);
    }
    failpoint('exports.file-given');
  }
  await publish('', new Uint8Array(), true);
  failpoint('exports.given');
  // Whoever ends it says so first, and then erases: what they did not find is erased here.
  if (await isOver(broker, exportId)) await eraseSubject(broker, EXPORTS.name, subject);
}

const isOver = async ({ manager }: Broker, exportId: string): Promise<boolean> =>
  (await manager.streams.getMessage(EXPORTS.name, { last_by_subj: subjectOf(exportId, OVER) })) !== null;

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

/** Ends an export: what was given to it is erased, and what is given from now on by whoever gives it. */
export async function endExport(broker: Broker, exportId: string): Promise<void> {
  await broker.streams.publish(subjectOf(exportId, OVER), new Uint8Array());
  for (const subject of await subjectsGiven(broker, subjectOf(exportId, '*'))) {
    await eraseSubject(broker, EXPORTS.name, subject);
  }
}

/** The exports that something is kept for. */
export const exportsUnderWay = async (broker: Broker): Promise<string[]> => [
  ...new Set((await subjectsGiven(broker, '>')).flatMap((subject) => subject.split('.')[1] ?? [])),
];

/** Where domains have given something, of the subjects that match. */
async function subjectsGiven(broker: Broker, pattern: string): Promise<string[]> {
  const subjects = await subjectsOf(broker, EXPORTS.name, pattern);
  return subjects.filter((subject) => !subject.endsWith(`.${OVER}`));
}

/** A file of JSON, as a person can read it. */
export const jsonFile = (path: string, value: unknown): ExportFile => ({
  path,
  bytes: Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`),
});

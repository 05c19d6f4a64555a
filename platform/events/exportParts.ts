import type { JsMsg, StoredMsg } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { v7 as uuidv7 } from 'uuid';
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
  /** Its bytes, a part at a time; read, once, before the next file is taken. */
  readonly contents: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** A piece of a file. */
interface Chunk {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The broker takes 1 MiB a message. */
const CHUNK_BYTES = 512 * 1024;
const PATH_HEADER = 'Laurel-Path';
/** Which try to give a message is of, and its number there. */
const TRY_HEADER = 'Laurel-Try';
const NUMBER_HEADER = 'Laurel-Number';
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
  const thisTry = uuidv7();
  let number = 0;
  const publish = async ({ path, bytes }: Chunk, isLast = false): Promise<void> => {
    const marks = headers();
    marks.set(PATH_HEADER, path);
    marks.set(TRY_HEADER, thisTry);
    marks.set(NUMBER_HEADER, String(number++));
    if (isLast) marks.set(LAST_HEADER, 'yes');
    await broker.streams.publish(subject, bytes, { headers: marks });
  };
  for await (const chunk of chunksOf(files)) {
    if (await isOver(broker, exportId)) break;
    await publish(chunk);
    failpoint('exports.chunk-given');
  }
  await publish({ path: '', bytes: new Uint8Array() }, true);
  failpoint('exports.given');
  // Whoever ends it says so first, and then erases: what they did not find is erased here.
  if (await isOver(broker, exportId)) await eraseSubject(broker, EXPORTS.name, subject);
}

/** What the files hold, in pieces that the broker takes, at least one of each. */
async function* chunksOf(files: AsyncIterable<ExportFile>): AsyncGenerator<Chunk> {
  for await (const { path, contents } of files) {
    let gathered: Uint8Array[] = [];
    let length = 0;
    let isBegun = false;
    for await (const part of contents) {
      for (let at = 0; at < part.length;) {
        const piece = part.subarray(at, at + CHUNK_BYTES - length);
        gathered.push(piece);
        at += piece.length;
        length += piece.length;
        if (length < CHUNK_BYTES) continue;
        yield { path, bytes: Buffer.concat(gathered) };
        [gathered, length, isBegun] = [[], 0, true];
      }
    }
    if (length > 0 || !isBegun) yield { path, bytes: Buffer.concat(gathered) };
  }
}

const isOver = async ({ manager }: Broker, exportId: string): Promise<boolean> =>
  (await manager.streams.getMessage(EXPORTS.name, { last_by_subj: subjectOf(exportId, OVER) })) !== null;

/** Whether a domain has given all it has. */
export async function hasGiven({ manager }: Broker, exportId: string, domain: string): Promise<boolean> {
  const last = await manager.streams.getMessage(EXPORTS.name, { last_by_subj: subjectOf(exportId, domain) });
  return last?.header.get(LAST_HEADER) === 'yes';
}

/**
 * The files a domain has given, one after the other, as they are read: taking the next file skips whatever was not read of the
 * current one. @throws, also while a file is read, when not all is there, since the domain gives anew: no file ends before its end.
 */
export async function* filesGiven(broker: Broker, exportId: string, domain: string): AsyncGenerator<ExportFile> {
  const chunks = chunksGiven(broker, exportId, domain);
  let next = await chunks.next();
  async function* contentsOf(path: string): AsyncGenerator<Uint8Array> {
    for (; !next.done && next.value.path === path; next = await chunks.next()) yield next.value.bytes;
  }
  while (!next.done) {
    const { path } = next.value;
    yield { path, contents: contentsOf(path) };
    while (!next.done && next.value.path === path) next = await chunks.next();
  }
}

async function* chunksGiven({ manager }: Broker, exportId: string, domain: string): AsyncGenerator<Chunk> {
  const next = { seq: 1, next_by_subj: subjectOf(exportId, domain) };
  let firstTry: string | undefined;
  for (let number = 0; ; number++) {
    const message: StoredMsg | JsMsg | null = await manager.streams.getMessage(EXPORTS.name, next);
    if (!message?.header) throw notWhole(domain);
    const { header, data, seq } = message;
    firstTry ??= header.get(TRY_HEADER);
    // Those that an earlier version gave have no numbers.
    const isNext = header.get(TRY_HEADER) === firstTry && ['', String(number)].includes(header.get(NUMBER_HEADER));
    if (!isNext) throw notWhole(domain);
    if (header.get(LAST_HEADER) === 'yes') return;
    yield { path: header.get(PATH_HEADER), bytes: data };
    next.seq = seq + 1;
  }
}

const notWhole = (domain: string): Error => new Error(`${domain} gives anew what it gave to an export`);

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

/** A file of JSON, as a person can read it: a list, which is written item by item as they come. */
export const jsonFile = (path: string, items: Iterable<unknown> | AsyncIterable<unknown>): ExportFile => ({
  path,
  contents: listed(items),
});

async function* listed(items: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  let isBegun = false;
  for await (const item of items) {
    const text = JSON.stringify(item, undefined, 2).replaceAll('\n', '\n  ');
    yield Buffer.from(`${isBegun ? ',' : '['}\n  ${text}`);
    isBegun = true;
  }
  yield Buffer.from(isBegun ? '\n]\n' : '[]\n');
}

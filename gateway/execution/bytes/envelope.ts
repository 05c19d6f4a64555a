import { COMPACT, type Style } from './habits.ts';
import type { Scan } from './program.ts';
import type { Sink } from './sink.ts';
import { scanAny, skipSpace } from './tools.ts';

/** What one alias of a request asked; `scan` and `sink` as they were when it was sent. */
export interface AskedAlias {
  /** The response name of the entities; undefined for root fields. */
  readonly name: string | undefined;
  readonly scan: Scan;
  readonly sink: Sink;
  readonly style: Style;
}

const NOT_AS_ASKED = -1;

/** Whether the bytes at a position are this ASCII text. */
function isText(b: Uint8Array, p: number, text: string): boolean {
  for (let at = 0; at < text.length; at++) if (b[p + at] !== text.charCodeAt(at)) return false;
  return true;
}

/**
 * Reads a whole answer onto the tape and hangs what came on those who asked.
 *
 * @returns the record of the root object for root fields, 0 for entities; -1 when the answer is anything but `data` as
 *   asked (and perhaps `extensions`), -2 when the tape is too short.
 */
export function readAnswer(bytes: Uint8Array, tape: Int32Array, aliases: readonly AskedAlias[]): number {
  const { comma, colon } = aliases[0]?.style ?? COMPACT;
  const opening = `{"data"${colon}`;
  if (!isText(bytes, 0, opening)) return NOT_AS_ASKED;
  const record = tape[0] ?? 0;
  const [first] = aliases;
  const isRoot = first?.name === undefined;
  const after =
    isRoot && first ? first.scan(bytes, tape, opening.length, 0) : readEntities(bytes, tape, aliases, opening.length);
  if (after < 0) return after;
  if (!isEnd(bytes, after, `${comma}"extensions"${colon}`)) return NOT_AS_ASKED;
  return isRoot ? record : 0;
}

function isEnd(bytes: Uint8Array, position: number, extensions: string): boolean {
  let at = position;
  if (isText(bytes, at, extensions)) at = scanAny(bytes, at + extensions.length);
  return at > 0 && bytes[at] === 125 && skipSpace(bytes, at + 1) === bytes.length;
}

function readEntities(bytes: Uint8Array, tape: Int32Array, aliases: readonly AskedAlias[], position: number): number {
  let at = position;
  for (const [index, { name = '', scan, sink, style }] of aliases.entries()) {
    const opening = `${index === 0 ? '{' : style.comma}"${name}"${style.colon}[`;
    if (!isText(bytes, at, opening)) return NOT_AS_ASKED;
    at = readList(bytes, tape, scan, sink, style, at + opening.length);
    if (at < 0) return at;
  }
  return bytes[at] === 125 ? at + 1 : NOT_AS_ASKED;
}

/** Reads as many entities as there are representations, each of the type that was asked. */
function readList(bytes: Uint8Array, tape: Int32Array, scan: Scan, sink: Sink, style: Style, position: number): number {
  let at = position;
  const { count, variants, entities } = sink;
  for (let index = 0; index < count; index++) {
    if (index > 0) {
      if (!isText(bytes, at, style.comma)) return NOT_AS_ASKED;
      at += style.comma.length;
    }
    entities[index] = tape[0] ?? 0;
    at = scan(bytes, tape, at, variants[index] ?? -1);
    if (at < 0) return at;
  }
  if (bytes[at] !== 93) return NOT_AS_ASKED;
  return at + 1;
}

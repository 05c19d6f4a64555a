import type { Body } from './bodies.ts';
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
export function readAnswer(body: Body, tape: Int32Array, aliases: readonly AskedAlias[]): number {
  const { bytes, words } = body;
  const { comma, colon } = aliases[0]?.style ?? COMPACT;
  const opening = `{"data"${colon}`;
  if (!isText(bytes, 0, opening)) return NOT_AS_ASKED;
  const record = tape[0] ?? 0;
  const [first] = aliases;
  const isRoot = first?.name === undefined;
  const after =
    isRoot && first
      ? first.scan(bytes, words, tape, opening.length, 0)
      : readEntities(body, tape, aliases, opening.length);
  if (after < 0) return after;
  if (!isEnd(body, after, `${comma}"extensions"${colon}`)) return NOT_AS_ASKED;
  return isRoot ? record : 0;
}

function isEnd({ bytes, words }: Body, position: number, extensions: string): boolean {
  let at = position;
  if (isText(bytes, at, extensions)) at = scanAny(bytes, words, at + extensions.length);
  return at > 0 && bytes[at] === 125 && skipSpace(bytes, at + 1) === bytes.length;
}

function readEntities(body: Body, tape: Int32Array, aliases: readonly AskedAlias[], position: number): number {
  const { bytes } = body;
  let at = position;
  for (const [index, alias] of aliases.entries()) {
    const { name = '', style } = alias;
    const opening = `${index === 0 ? '{' : style.comma}"${name}"${style.colon}[`;
    if (!isText(bytes, at, opening)) return NOT_AS_ASKED;
    at = readList(body, tape, alias, at + opening.length);
    if (at < 0) return at;
  }
  return bytes[at] === 125 ? at + 1 : NOT_AS_ASKED;
}

/** Reads as many entities as there are representations, each of the type that was asked. */
function readList(
  { bytes, words }: Body,
  tape: Int32Array,
  { scan, sink, style }: AskedAlias,
  position: number,
): number {
  const space = style.comma.length > 1;
  let at = position;
  const { count, variants, entities } = sink;
  for (let index = 0; index < count; index++) {
    if (index > 0) {
      if (bytes[at++] !== 44) return NOT_AS_ASKED;
      if (space && bytes[at++] !== 32) return NOT_AS_ASKED;
    }
    entities[index] = tape[0] ?? 0;
    at = scan(bytes, words, tape, at, variants[index] ?? -1);
    if (at < 0) return at;
  }
  if (bytes[at] !== 93) return NOT_AS_ASKED;
  return at + 1;
}

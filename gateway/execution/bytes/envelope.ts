import type { Fetch } from '../plan/form.ts';
import type { Body } from './bodies.ts';
import type { Style } from './habits.ts';
import type { Scan } from './program.ts';
import type { Sink } from './sink.ts';
import { scanAny, skipSpace } from './tools.ts';

/** What one alias of a request asked; `scan` and `sink` as they were when it was sent. */
export interface AskedAlias {
  /** One of the fetches that share it. */
  readonly fetch: Fetch;
  /** The response name of the entities; undefined for root fields. */
  readonly name: string | undefined;
  /** What stands before the entities. */
  readonly opening: Uint8Array;
  readonly scan: Scan;
  readonly sink: Sink;
  readonly style: Style;
}

const NOT_AS_ASKED = -1;

/** What stands before the data, and before extensions, where colons and commas are so followed. */
interface Frame {
  readonly opening: Uint8Array;
  readonly extensions: Uint8Array;
}

const frames = new Map<string, Frame>();

function frameOf({ comma, colon }: Style): Frame {
  let frame = frames.get(comma + colon);
  if (!frame) {
    frame = { opening: Buffer.from(`{"data"${colon}`), extensions: Buffer.from(`${comma}"extensions"${colon}`) };
    frames.set(comma + colon, frame);
  }
  return frame;
}

/** Whether the bytes at a position are this text. */
function isText(b: Uint8Array, p: number, text: Uint8Array): boolean {
  for (let at = 0; at < text.length; at++) if (b[p + at] !== text[at]) return false;
  return true;
}

/**
 * Reads a whole answer onto the tape and hangs what came on those who asked.
 *
 * @returns the record of the root object for root fields, 0 for entities; -1 when the answer is anything but `data` as
 *   asked (and perhaps `extensions`), -2 when the tape is too short.
 */
export function readAnswer(body: Body, tape: Int32Array, aliases: readonly AskedAlias[]): number {
  const [first] = aliases;
  if (!first) return NOT_AS_ASKED;
  const { opening, extensions } = frameOf(first.style);
  if (!isText(body.bytes, 0, opening)) return NOT_AS_ASKED;
  const record = tape[0] ?? 0;
  const isRoot = first.name === undefined;
  const after = isRoot
    ? first.scan(body.bytes, body.words, tape, opening.length, 0)
    : readEntities(body, tape, aliases, opening.length);
  if (after < 0) return after;
  if (!isEnd(body, after, extensions)) return NOT_AS_ASKED;
  return isRoot ? record : 0;
}

function isEnd({ bytes, words }: Body, position: number, extensions: Uint8Array): boolean {
  let at = position;
  if (isText(bytes, at, extensions)) at = scanAny(bytes, words, at + extensions.length);
  return at > 0 && bytes[at] === 125 && skipSpace(bytes, at + 1) === bytes.length;
}

/** Reads each alias once: in the order asked, or in whatever order they come. */
function readEntities(body: Body, tape: Int32Array, asked: readonly AskedAlias[], position: number): number {
  const { bytes } = body;
  if (bytes[position] !== 123) return NOT_AS_ASKED;
  let aliases = asked;
  let at = position + 1;
  for (let index = 0; index < asked.length; index++) {
    let alias = aliases[index];
    if (!alias) return NOT_AS_ASKED;
    if (index > 0) at = afterComma(bytes, at, alias.style);
    if (!isText(bytes, at, alias.opening)) {
      aliases = withNext(aliases, index, bytes, at);
      alias = aliases[index];
      if (!alias || !isText(bytes, at, alias.opening)) return NOT_AS_ASKED;
    }
    at = readList(body, tape, alias, at + alias.opening.length);
    if (at < 0) return at;
  }
  return bytes[at] === 125 ? at + 1 : NOT_AS_ASKED;
}

/** The aliases with the one that comes next at `index`, if it is among those not read yet. */
function withNext(aliases: readonly AskedAlias[], index: number, bytes: Uint8Array, at: number): AskedAlias[] {
  const left = aliases.slice(index);
  const next = left.filter(({ opening }) => isText(bytes, at, opening));
  return [...aliases.slice(0, index), ...next, ...left.filter((alias) => !next.includes(alias))];
}

/** The position after a comma, and a space where it is the habit; beyond all bytes if there is none. */
function afterComma(bytes: Uint8Array, at: number, { comma }: Style): number {
  if (bytes[at] !== 44) return bytes.length;
  if (comma.length === 1) return at + 1;
  return bytes[at + 1] === 32 ? at + 2 : bytes.length;
}

/** Reads as many entities as there are representations, each of the type that was asked. */
function readList(
  { bytes, words }: Body,
  tape: Int32Array,
  { scan, sink, style }: AskedAlias,
  position: number,
): number {
  const { count, variants, entities } = sink;
  let at = position;
  for (let index = 0; index < count; index++) {
    if (index > 0) at = afterComma(bytes, at, style);
    entities[index] = tape[0] ?? 0;
    at = scan(bytes, words, tape, at, variants[index] ?? -1);
    if (at < 0) return at;
  }
  if (bytes[at] !== 93) return NOT_AS_ASKED;
  return at + 1;
}

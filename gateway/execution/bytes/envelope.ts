import type { Fetch } from '../plan/form.ts';
import type { Style } from './habit.ts';
import type { Compiled } from './program.ts';
import type { Sink } from './sink.ts';
import { scanAny, skipSpace } from './scanAny.ts';
import { heap, heapWords } from './wasm/arena.ts';
import { NOT_AS_ASKED } from './wasm/text.ts';

/** What one alias of a request asked; `scan` and `sink` as they were when it was sent. */
export interface AskedAlias {
  /** One of the fetches that share it. */
  readonly fetch: Fetch;
  /** The response name of the entities; undefined for root fields. */
  readonly name: string | undefined;
  /** What stands before the entities. */
  readonly opening: Uint8Array;
  readonly scan: Compiled;
  /** Nothing for root fields. */
  readonly sink: Sink | undefined;
  readonly style: Style;
}

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

/** Whether the bytes at an address are this text. */
function isText(p: number, text: Uint8Array): boolean {
  for (let at = 0; at < text.length; at++) if (heap[p + at] !== text[at]) return false;
  return true;
}

/**
 * Reads a whole answer, behind whose last byte stands a zero. What came is noted in records; `target` gets the address of
 * that of the root object.
 *
 * @returns 0; NOT_AS_ASKED when the answer is anything but `data` as asked (and perhaps `extensions`), NO_ROOM when there is
 *   too little for records.
 */
export function readAnswer(start: number, end: number, aliases: readonly AskedAlias[], target: number): number {
  const [first] = aliases;
  if (!first) return NOT_AS_ASKED;
  const { opening, extensions } = frameOf(first.style);
  if (!isText(start, opening)) return NOT_AS_ASKED;
  const data = start + opening.length;
  const after = first.name === undefined ? first.scan(data, target) : readEntities(aliases, data);
  if (after < 0) return after;
  return isEnd(after, end, extensions) ? 0 : NOT_AS_ASKED;
}

function isEnd(position: number, end: number, extensions: Uint8Array): boolean {
  let at = position;
  if (isText(at, extensions)) at = scanAny(heap, heapWords, at + extensions.length);
  return at > 0 && heap[at] === 125 && skipSpace(heap, at + 1) === end;
}

/** Reads each alias once: in the order asked, or in whatever order they come. */
function readEntities(asked: readonly AskedAlias[], position: number): number {
  if (heap[position] !== 123) return NOT_AS_ASKED;
  let aliases = asked;
  let at = position + 1;
  for (let index = 0; index < asked.length; index++) {
    let alias = aliases[index];
    if (!alias) return NOT_AS_ASKED;
    if (index > 0) at = afterComma(at, alias.style);
    if (at < 0) return at;
    if (!isText(at, alias.opening)) {
      aliases = withNext(aliases, index, at);
      alias = aliases[index];
      if (!alias || !isText(at, alias.opening)) return NOT_AS_ASKED;
    }
    at = readList(alias, at + alias.opening.length);
    if (at < 0) return at;
  }
  return heap[at] === 125 ? at + 1 : NOT_AS_ASKED;
}

/** The aliases with the one that comes next at `index`, if it is among those not read yet. */
function withNext(aliases: readonly AskedAlias[], index: number, at: number): AskedAlias[] {
  const left = aliases.slice(index);
  const next = left.filter(({ opening }) => isText(at, opening));
  return [...aliases.slice(0, index), ...next, ...left.filter((alias) => !next.includes(alias))];
}

/** The position after a comma, and a space where it is the habit. */
function afterComma(at: number, { comma }: Style): number {
  if (heap[at] !== 44) return NOT_AS_ASKED;
  if (comma.length === 1) return at + 1;
  return heap[at + 1] === 32 ? at + 2 : NOT_AS_ASKED;
}

/** Reads as many entities as there are representations, each of the type that was asked. */
function readList({ scan, sink }: AskedAlias, position: number): number {
  if (!sink) return NOT_AS_ASKED;
  const at = scan(position, sink.notes, sink.count);
  if (at < 0) return at;
  return heap[at] === 93 ? at + 1 : NOT_AS_ASKED;
}

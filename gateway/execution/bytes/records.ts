import { recordSize, type Variant } from './nodes.ts';
import { TOP, TOP_LIMIT } from './wasm/cells.ts';
import { add, get, greater, i32, load32, set, store32, subtract, equal, when, type Op } from './wasm/ops.ts';
import { tooLong, writeSlot } from './wasm/text.ts';

/** Code that makes a record of an object: its variant, the next item, and links, on which nothing hangs yet. */
export function objectRecord(variant: Variant, record: number): Op {
  const links = [...variant.slots].filter(([what]) => what.startsWith('link '));
  return [
    allocate(record, recordSize(variant)),
    writeSlot(record, 0, i32(variant.index)),
    writeSlot(record, 1, i32(0)),
    links.map(([, slot]) => writeSlot(record, slot, i32(0))),
  ];
}

/** Code that makes a record of an item that is null. */
export const nullRecord = (record: number): Op => [
  allocate(record, 2),
  writeSlot(record, 0, i32(-1)),
  writeSlot(record, 1, i32(0)),
];

/** Code that makes a record of an item that is a list: null when its first item, in a local, is -1. */
export const listRecord = (record: number, first: number): Op => [
  allocate(record, 3),
  writeSlot(record, 0, subtract(i32(0), equal(get(first), i32(-1)))),
  writeSlot(record, 1, i32(0)),
  writeSlot(record, 2, get(first)),
];

function allocate(record: number, size: number): Op {
  return [
    set(record, load32(i32(0), TOP)),
    when(greater(add(get(record), i32(size * 4)), load32(i32(0), TOP_LIMIT)), tooLong),
    store32(i32(0), add(get(record), i32(size * 4)), TOP),
  ];
}

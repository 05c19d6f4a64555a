/** What generated code calls to copy and compare slices of answers, by words of several bytes. */

/** Room that is always left behind what was written, for text between two checks. */
export const SLACK = 8 * 1024;

/** The bytes being written are too few. */
export class NoRoom extends Error {}
const noRoom = new NoRoom('no room');

/** Longer runs of bytes are copied by the system. */
const LONG = 1024;

/** Copies the bytes of `d` from `start` to `end`, and no others, to `o` at `q`. @returns the position after them. @throws NoRoom. */
export function copy(o: DataView, q: number, d: DataView, start: number, end: number): number {
  const length = end - start;
  const after = q + length;
  if (after + SLACK > o.byteLength) throw noRoom;
  if (length < 8) {
    copyShort(o, q, d, start, length);
    return after;
  }
  if (length > LONG) {
    new Uint8Array(o.buffer, o.byteOffset + q, length).set(new Uint8Array(d.buffer, d.byteOffset + start, length));
    return after;
  }
  const last = length - 8;
  // Eight bytes as a double: those of UTF-8 are never NaN, which might not stay what it is.
  for (let at = 0; at < last; at += 8) o.setFloat64(q + at, d.getFloat64(start + at, true), true);
  o.setFloat64(q + last, d.getFloat64(start + last, true), true);
  return after;
}

function copyShort(o: DataView, q: number, d: DataView, start: number, length: number): void {
  if (length >= 4) {
    o.setInt32(q, d.getInt32(start, true), true);
    o.setInt32(q + length - 4, d.getInt32(start + length - 4, true), true);
  } else {
    for (let at = 0; at < length; at++) o.setUint8(q + at, d.getUint8(start + at));
  }
}

/** Makes sure that there is room for text. @throws NoRoom. */
export function checkRoom(o: DataView, q: number): void {
  if (q + SLACK > o.byteLength) throw noRoom;
}

/** Whether the bytes at `f` of `o` are those of `d` from `start` to `end`. */
export function same(o: DataView, f: number, d: DataView, start: number, end: number): boolean {
  const length = end - start;
  let at = 0;
  for (; at + 4 <= length; at += 4) if (o.getInt32(f + at, true) !== d.getInt32(start + at, true)) return false;
  if (at === length) return true;
  if (length >= 4) return o.getInt32(f + length - 4, true) === d.getInt32(end - 4, true);
  for (; at < length; at++) if (o.getUint8(f + at) !== d.getUint8(start + at)) return false;
  return true;
}

/** The hash of a slice and of what was hashed to `seed` before. */
export function hash(seed: number, d: DataView, start: number, end: number): number {
  const length = end - start;
  let value = seed ^ length;
  if (length < 4) {
    for (let at = start; at < end; at++) value = (value << 8) ^ d.getUint8(at);
    return mixed(value);
  }
  for (let at = start; at + 4 < end; at += 4) value = mixed(value ^ d.getInt32(at, true));
  // The last four bytes, some of which may have been taken already.
  return mixed(value ^ d.getInt32(end - 4, true));
}

function mixed(value: number): number {
  const product = Math.imul(value, -2_048_144_789);
  return product ^ (product >>> 15);
}

import { labelOf } from '../label.ts';
import { RefusedFile } from '../refusal.ts';
import { readNumber, sizeOfBaseType } from './baseTypes.ts';

/**
 * A developer's own field, described inside the file: value = raw / scale − offset, in the unit of the profile field it stands
 * for (`native`), if it does for any.
 */
export type DeveloperField = {
  baseType: number;
  scale: number;
  offset: number;
  nativeMessage: number;
  nativeField: number;
};

type FieldSlot = { baseType: number; offset: number; size: number };
type DeveloperSlot = { key: number; offset: number; size: number };

/** How the data messages of one local number are laid out. */
type Definition = {
  message: number;
  littleEndian: boolean;
  /** Field number → position in `fields` + 1, or 0. */
  slots: Uint8Array;
  fields: FieldSlot[];
  developerFields: DeveloperSlot[];
  size: number;
  /** Bytes of a leading timestamp field, which a compressed-timestamp header replaces. */
  leadingTimestamp: number;
};

const TIMESTAMP = 253;

/** Twice what a file of 25 MiB with real records holds: more is there to keep us busy. */
const MOST_MESSAGES = 2_000_000;

/** How many messages there were so far, in all of the files that are chained in one. */
export type MessageCount = { messages: number };

const UTF8 = new TextDecoder();

/** One data message; valid only inside the handler, since it is used again for the next. */
export class FitMessage {
  number = 0;
  /** FIT seconds from the message or its compressed header; NaN when unknown. */
  timestamp = NaN;
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  #definition: Definition | null = null;
  #start = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  moveTo(definition: Definition, start: number, timestamp: number): void {
    this.#definition = definition;
    this.#start = start;
    this.number = definition.message;
    this.timestamp = timestamp;
  }

  /** Stands for what fields the message has: it is the same object for all messages of one definition. */
  get definition(): object | null {
    return this.#definition;
  }

  has(field: number): boolean {
    return (this.#definition?.slots[field] ?? 0) > 0;
  }

  /** The raw (unscaled) value of a profile field, its first element if it is an array; NaN when absent or invalid. */
  get(field: number): number {
    const definition = this.#definition;
    const slot = definition?.fields[(definition.slots[field] ?? 0) - 1];
    if (!definition || !slot) return NaN;
    return this.#read(slot.baseType, slot.size, slot.offset, definition.littleEndian);
  }

  /** The raw values of an array; NaN for those that are invalid, none when the field is absent. */
  numbers(field: number): number[] {
    const definition = this.#definition;
    const slot = definition?.fields[(definition.slots[field] ?? 0) - 1];
    const width = slot ? sizeOfBaseType(slot.baseType) : 0;
    if (!definition || !slot || width === 0) return [];
    const { baseType, offset, size } = slot;
    return Array.from({ length: Math.floor(size / width) }, (_, i) =>
      this.#read(baseType, width, offset + i * width, definition.littleEndian),
    );
  }

  /** The bytes of a field, or null when absent. */
  bytesOf(field: number): Uint8Array | null {
    const definition = this.#definition;
    const slot = definition?.fields[(definition.slots[field] ?? 0) - 1];
    return slot ? this.#bytes.subarray(this.#start + slot.offset, this.#start + slot.offset + slot.size) : null;
  }

  /** A text field up to its first NUL, without what is no text, as half a character at its end; null when absent or empty. */
  text(field: number): string | null {
    const bytes = this.bytesOf(field);
    if (!bytes) return null;
    const end = bytes.indexOf(0);
    return labelOf(UTF8.decode(end < 0 ? bytes : bytes.subarray(0, end)).replaceAll('\uFFFD', ''));
  }

  /** Calls `each` with the value of every developer field of this message that stands for a profile field. */
  developerValues(
    known: ReadonlyMap<number, DeveloperField>,
    each: (nativeField: number, value: number) => void,
  ): void {
    const definition = this.#definition;
    if (!definition || definition.developerFields.length === 0 || known.size === 0) return;
    for (const slot of definition.developerFields) {
      const field = known.get(slot.key);
      if (field?.nativeMessage !== this.number) continue;
      const raw = this.#read(field.baseType, slot.size, slot.offset, definition.littleEndian);
      each(field.nativeField, raw / field.scale - field.offset);
    }
  }

  #read(baseType: number, size: number, offset: number, littleEndian: boolean): number {
    const width = sizeOfBaseType(baseType);
    if (width === 0 || size < width || size % width !== 0) return NaN;
    return readNumber(this.#view, this.#start + offset, baseType, littleEndian);
  }
}

/**
 * Walks the messages of one FIT file (FIT protocol, chapter 4: normal and compressed-timestamp headers, definitions, data)
 * in bytes [start, end) and hands each data message to `handle`. A message that does not fit, and one that no definition
 * describes, ends the walk.
 * @param counted goes up by each message, definitions too
 * @returns whether everything up to `end` could be read.
 * @throws RefusedFile FILE_TOO_LARGE when there are too many messages
 */
export function walkMessages(
  bytes: Uint8Array,
  start: number,
  end: number,
  counted: MessageCount,
  handle: (message: FitMessage) => void,
): boolean {
  const definitions = new Map<number, Definition>();
  const message = new FitMessage(bytes);
  let lastTimestamp = NaN;
  let at = start;
  for (; at < end; counted.messages++) {
    if (counted.messages === MOST_MESSAGES)
      throw new RefusedFile('FILE_TOO_LARGE', `The file has more than ${MOST_MESSAGES} messages.`);
    const header = bytes[at] ?? 0;
    const compressed = (header & 0x80) !== 0;
    if (!compressed && header & 0x40) {
      const definition = readDefinition(bytes, at, end);
      if (!definition) return false;
      definitions.set(header & 0x0f, definition.layout);
      at = definition.next;
      continue;
    }
    const definition = definitions.get(compressed ? (header >> 5) & 0x03 : header & 0x0f);
    if (!definition) return false;
    message.moveTo(definition, at + 1, NaN);
    const folded = compressed ? unfold(lastTimestamp, header & 0x1f) : NaN;
    const isLeftOut = compressed && !(at + 5 <= end && isWrittenOut(message, definition, folded));
    const dataStart = at + 1 - (isLeftOut ? definition.leadingTimestamp : 0);
    if (dataStart + definition.size > end) return false;
    if (isLeftOut) message.moveTo(definition, dataStart, NaN);
    const timestamp = isLeftOut ? folded : message.get(TIMESTAMP);
    if (!Number.isNaN(timestamp)) lastTimestamp = timestamp;
    message.timestamp = timestamp;
    handle(message);
    at = dataStart + definition.size;
  }
  return true;
}

/** The full time behind five bits of it: the first such time not before the last one. */
function unfold(last: number, fiveBits: number): number {
  return last + ((fiveBits - (last % 32) + 32) % 32);
}

/** A time that a device writes although the header tells it is this near to it. */
const NEAR_SECONDS = 60;

/** Whether the leading timestamp field is there beside a compressed header, which should replace it: it tells the same time. */
function isWrittenOut(message: FitMessage, { leadingTimestamp }: Definition, folded: number): boolean {
  if (leadingTimestamp !== 4) return false;
  const apart = message.get(TIMESTAMP) - folded;
  return apart % 32 === 0 && Math.abs(apart) <= NEAR_SECONDS;
}

function readDefinition(bytes: Uint8Array, at: number, end: number): { layout: Definition; next: number } | null {
  if (at + 6 > end) return null;
  const littleEndian = bytes[at + 2] === 0;
  const low = bytes[at + (littleEndian ? 3 : 4)] ?? 0;
  const high = bytes[at + (littleEndian ? 4 : 3)] ?? 0;
  const count = bytes[at + 5] ?? 0;
  const fieldsEnd = at + 6 + count * 3;
  const hasDeveloperFields = ((bytes[at] ?? 0) & 0x20) !== 0;
  if (fieldsEnd + (hasDeveloperFields ? 1 : 0) > end) return null;
  const layout: Definition = {
    message: (high << 8) | low,
    littleEndian,
    slots: new Uint8Array(256),
    fields: [],
    developerFields: [],
    size: 0,
    leadingTimestamp: 0,
  };
  for (let i = at + 6; i < fieldsEnd; i += 3) addField(layout, bytes[i] ?? 0, bytes[i + 1] ?? 0, bytes[i + 2] ?? 0);
  if (!hasDeveloperFields) return { layout, next: fieldsEnd };
  const next = fieldsEnd + 1 + (bytes[fieldsEnd] ?? 0) * 3;
  if (next > end) return null;
  const keys = new Set<number>();
  for (let i = fieldsEnd + 1; i < next; i += 3) {
    const size = bytes[i + 1] ?? 0;
    const key = developerKey(bytes[i + 2] ?? 0, bytes[i] ?? 0);
    // what holds nothing, or stands there again, would only be looked at in each message
    if (size > 0 && !keys.has(key)) {
      keys.add(key);
      layout.developerFields.push({ key, offset: layout.size, size });
    }
    layout.size += size;
  }
  return { layout, next };
}

function addField(layout: Definition, number: number, size: number, baseType: number): void {
  if (number === TIMESTAMP && layout.fields.length === 0) layout.leadingTimestamp = size;
  layout.fields.push({ baseType: baseType & 0x1f, offset: layout.size, size });
  layout.slots[number] = layout.fields.length;
  layout.size += size;
}

/** One number for a developer field: who described it and its number there. */
export const developerKey = (developer: number, field: number): number => developer * 256 + field;

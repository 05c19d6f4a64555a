import type { Damage, Recording } from '../../domain/recording.ts';
import { RefusedFile } from '../refusal.ts';
import { FitCollector } from './collector.ts';
import { fitCrc } from './crc.ts';
import { walkMessages, type MessageCount } from './messages.ts';
import { FILE_ID, FILE_TYPE, MESSAGE } from './profile.ts';

const SHORTEST_HEADER = 12;
const CRC_SIZE = 2;
/** Years of daily files; it only bounds what a hostile chain can make us begin. */
const MOST_FILES = 2000;

/** Whether the bytes begin like a FIT file. */
export const isFit = (bytes: Uint8Array): boolean =>
  bytes.length >= SHORTEST_HEADER && bytes[8] === 0x2e && bytes[9] === 0x46 && bytes[10] === 0x49 && bytes[11] === 0x54;

/**
 * Reads a FIT activity (Garmin FIT protocol 1 and 2), also several chained in one file. A truncated file gives what it still
 * holds, a wrong checksum is noted; one that is damaged amid a chain does not end it, and one of another kind, such as a
 * course, is no part of it. Several sessions become one activity: from the first start to the last end, distances and timer
 * times added.
 * @throws RefusedFile NOT_AN_ACTIVITY, MALFORMED_FILE, FILE_TOO_LARGE
 */
export function readFit(bytes: Uint8Array): Recording {
  const collector = new FitCollector();
  const damage = new Set<Damage>();
  const counted = { messages: 0 };
  let rest = bytes;
  for (let files = 0; files === 0 || isFit(rest); files++) {
    if (files === MOST_FILES) {
      throw new RefusedFile('FILE_TOO_LARGE', `The file has more than ${MOST_FILES} files chained in one.`);
    }
    const file = extentOf(rest);
    const next = file.isCut ? rest.subarray(rest.length) : rest.subarray(file.end + CRC_SIZE);
    const isChained = files > 0 || isFit(next);
    const harm = isChained && isOtherKind(rest, file, counted) ? null : readOneFile(rest, file, counted, collector);
    if (harm) damage.add(harm);
    rest = next;
  }
  return collector.finish([...damage]);
}

/** Where the messages of a file begin and end, and whether it is cut off before all that it should hold. */
type Extent = { start: number; end: number; isCut: boolean };

function extentOf(bytes: Uint8Array): Extent {
  const start = Math.max(SHORTEST_HEADER, bytes[0] ?? 0);
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true);
  // a device that dies before it closes the file leaves a size of zero
  if (size === 0) return { start, end: bytes.length, isCut: true };
  return { start, end: Math.min(start + size, bytes.length), isCut: start + size + CRC_SIZE > bytes.length };
}

/** Whether the messages are those of a course, settings and the like, and sum up no activity all the same. */
function isOtherKind(bytes: Uint8Array, { start, end }: Extent, counted: MessageCount): boolean {
  const kinds = new Set<number>();
  let hasSession = false;
  walkMessages(bytes, start, end, counted, (message) => {
    if (message.number === MESSAGE.fileId) kinds.add(message.get(FILE_ID.type));
    else if (message.number === MESSAGE.session) hasSession = true;
  });
  kinds.delete(NaN);
  return kinds.size > 0 && !kinds.has(FILE_TYPE.activity) && !hasSession;
}

function readOneFile(
  bytes: Uint8Array,
  { start, end, isCut }: Extent,
  counted: MessageCount,
  collector: FitCollector,
): Damage | null {
  const isWhole = walkMessages(bytes, start, end, counted, (message) => collector.add(message));
  collector.endFile();
  if (isCut || !isWhole) return 'TRUNCATED';
  const stated = (bytes[end] ?? 0) | ((bytes[end + 1] ?? 0) << 8);
  return fitCrc(bytes, 0, end) === stated ? null : 'BAD_CHECKSUM';
}

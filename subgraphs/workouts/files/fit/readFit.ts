import type { Damage, Recording } from '../../domain/recording.ts';
import { FitCollector } from './collector.ts';
import { fitCrc } from './crc.ts';
import { walkMessages } from './messages.ts';

const SHORTEST_HEADER = 12;
const CRC_SIZE = 2;

/** Whether the bytes begin like a FIT file. */
export const isFit = (bytes: Uint8Array): boolean =>
  bytes.length >= SHORTEST_HEADER && bytes[8] === 0x2e && bytes[9] === 0x46 && bytes[10] === 0x49 && bytes[11] === 0x54;

/**
 * Reads a FIT activity (Garmin FIT protocol 1 and 2), also several chained in one file. A truncated file gives what it still
 * holds, a wrong checksum is noted. Several sessions become one activity: from the first start to the last end, distances
 * and timer times added.
 * @throws RefusedFile NOT_AN_ACTIVITY, MALFORMED_FILE, FILE_TOO_LARGE
 */
export function readFit(bytes: Uint8Array): Recording {
  const collector = new FitCollector();
  const damage = new Set<Damage>();
  let rest = bytes;
  let more = true;
  while (more) {
    const { harm, next } = readOneFile(rest, collector);
    if (harm) damage.add(harm);
    rest = rest.subarray(next);
    more = harm !== 'TRUNCATED' && isFit(rest);
  }
  return collector.finish([...damage]);
}

function readOneFile(bytes: Uint8Array, collector: FitCollector): { harm: Damage | null; next: number } {
  const headerSize = Math.max(SHORTEST_HEADER, bytes[0] ?? 0);
  const dataSize = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true);
  const dataEnd = headerSize + dataSize;
  // a device that dies before it closes the file leaves a size of zero
  const cut = dataSize === 0 || dataEnd + CRC_SIZE > bytes.length;
  const end = dataSize === 0 ? bytes.length : Math.min(dataEnd, bytes.length);
  const whole = walkMessages(bytes, headerSize, end, (message) => collector.add(message));
  collector.endFile();
  const next = dataEnd + CRC_SIZE;
  if (cut || !whole) return { harm: 'TRUNCATED', next };
  const stated = (bytes[dataEnd] ?? 0) | ((bytes[dataEnd + 1] ?? 0) << 8);
  return { harm: fitCrc(bytes, 0, dataEnd) === stated ? null : 'BAD_CHECKSUM', next };
}

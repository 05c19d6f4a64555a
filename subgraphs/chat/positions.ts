import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { callerError } from '#platform/errors.ts';

/**
 * Places in the histories of rooms as clients are told them. Such a text does not say how many places lie before it: by the gaps
 * whoever is blocked would learn how much happens unseen.
 */
export interface Positions {
  toText(roomId: string, sequence: number): string;
  /** @throws BAD_USER_INPUT for what is no place in this room. */
  toSequence(roomId: string, text: string): number;
}

/** One block of AES: half of it tells the room, half the sequence. */
const CIPHER = 'aes-256-ecb';
const HALF_BYTES = 8;

/** @param secret the service's, of which a key of its own is made. */
export function createPositions(secret: string): Positions {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'laurel chat positions', 32));
  return {
    toText: (roomId, sequence) => {
      const place = Buffer.alloc(2 * HALF_BYTES);
      halfOf(roomId).copy(place);
      place.writeBigUInt64BE(BigInt(sequence), HALF_BYTES);
      return createCipheriv(CIPHER, key, null).setAutoPadding(false).update(place).toString('base64url');
    },
    toSequence: (roomId, text) => {
      const sealed = Buffer.from(text, 'base64url');
      if (sealed.length === 2 * HALF_BYTES) {
        const place = createDecipheriv(CIPHER, key, null).setAutoPadding(false).update(sealed);
        if (place.subarray(0, HALF_BYTES).equals(halfOf(roomId))) return Number(place.readBigUInt64BE(HALF_BYTES));
      }
      throw callerError('BAD_USER_INPUT', 'This is no place in the history of this room.');
    },
  };
}

/** The part of a room's id that is random. */
const halfOf = (roomId: string): Buffer => Buffer.from(roomId.replaceAll('-', ''), 'hex').subarray(HALF_BYTES);

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Signs texts, and knows its own signatures again. */
export interface Signature {
  /** HMAC-SHA256 as 43 characters that may stand in an address. */
  sign(text: string): string;
  /** Whether this is the text's signature, to the letter; how long it takes does not tell how much of it is right. */
  isGenuine(signature: string, text: string): boolean;
}

/** @param purpose makes a key of its own of the service's secret, so that what is signed for one is worth nothing for another. */
export function createSignature(secret: string, purpose: string): Signature {
  const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url');
  return {
    sign,
    isGenuine: (signature, text) => {
      const [given, expected] = [Buffer.from(signature), Buffer.from(sign(text))];
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
